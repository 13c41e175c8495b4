/* Writes the benchmark's model as a GGUF file with a vocabulary of ASCII's letters and words, for llama.cpp: `node gguf.mjs FILE Q8_0`. */
import { writeFileSync } from 'node:fs'
import { ggufNames } from '../../lib/engine/gguf/names'
import { writeGguf, type GgufWritable, type GgufWritten, type WrittenType } from '../../lib/engine/gguf/write'
import { benchParts, config } from './shape'

const [file, type] = process.argv.slice(2) as [string, WrittenType]
const { weights, family, spec } = benchParts(32)
const { outer, block, blocks } = ggufNames['llama']!

function ggufName(name: string): string {
  const place = name.replace(/\.weight$/, '')
  const top = Object.entries(outer).find(([, theirs]) => theirs === place)
  if (top) return `${top[0]}.weight`
  const [, layer, part] = /^(\d+)\.(.+)$/.exec(place.slice(blocks.length))!
  return `blk.${layer}.${Object.entries(block).find(([, theirs]) => theirs === part)![0]}.weight`
}

/**
 * ASCII as GPT-2 writes it: printable letters as they are, the others from U+0100 on. Higher bytes are left out: random weights would write
 * texts that are no UTF-8, over which llama.cpp in a page stumbles.
 */
function asciiLetters(): string[] {
  let others = 0
  return Array.from({ length: 128 }, (_, byte) => String.fromCodePoint(byte > 32 && byte < 127 ? byte : 256 + others++))
}

const tokens = [...asciiLetters(), ...Array.from({ length: config.vocab_size - 128 }, (_, i) => `word${i}`)]
const metadata: [string, GgufWritten][] = [
  ['general.architecture', 'llama'],
  ['general.name', 'random'],
  ['llama.block_count', config.num_hidden_layers],
  ['llama.context_length', config.max_position_embeddings],
  ['llama.embedding_length', config.hidden_size],
  ['llama.feed_forward_length', config.intermediate_size],
  ['llama.attention.head_count', config.num_attention_heads],
  ['llama.attention.head_count_kv', config.num_key_value_heads],
  ['llama.attention.layer_norm_rms_epsilon', { float: config.rms_norm_eps }],
  ['llama.rope.freq_base', { float: config.rope_theta }],
  ['llama.rope.dimension_count', 64],
  ['llama.vocab_size', config.vocab_size],
  ['tokenizer.ggml.model', 'gpt2'],
  ['tokenizer.ggml.pre', 'smollm'],
  ['tokenizer.ggml.tokens', tokens],
  ['tokenizer.ggml.token_type', new Int32Array(tokens.length).fill(1)],
  ['tokenizer.ggml.merges', ['w o']],
  ['tokenizer.ggml.bos_token_id', config.vocab_size - 1],
  ['tokenizer.ggml.eos_token_id', config.vocab_size - 1],
]
const tensors = family.weights(spec).map(({ name, shape }): GgufWritable => {
  return { name: ggufName(name), shape, data: weights.get(name), type: shape.length === 1 ? 'F32' : type }
})
writeFileSync(file, writeGguf(metadata, tensors))
