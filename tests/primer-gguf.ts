/* The embedded model with its vocabulary as a GGUF file, as llama.cpp reads it. */
import { readFileSync } from 'node:fs'
import type { GgufWritable, GgufWritten } from '../lib/engine/gguf/write'
import { folderToGguf } from './to-gguf'

const FOLDER = 'public/models/primer-6m'

interface TokenizerJson {
  readonly model: { readonly vocab: Readonly<Record<string, number>>; readonly merges: readonly (string | readonly string[])[] }
  readonly added_tokens: readonly { readonly id: number; readonly content: string; readonly special: boolean }[]
}

export function primerGguf(type: GgufWritable['type']): Uint8Array {
  const { model, added_tokens: added } = JSON.parse(readFileSync(`${FOLDER}/tokenizer.json`, 'utf8')) as TokenizerJson
  const tokens = Object.entries(model.vocab)
    .sort((a, b) => a[1] - b[1])
    .map(([token]) => token)
  const types = new Int32Array(tokens.length).fill(1)
  for (const { id, content, special } of added) {
    tokens[id] = content
    types[id] = special ? 3 : 4
  }
  const vocabulary: [string, GgufWritten][] = [
    ['tokenizer.ggml.model', 'gpt2'],
    ['tokenizer.ggml.pre', 'smollm'],
    ['tokenizer.ggml.tokens', tokens],
    ['tokenizer.ggml.token_type', types],
    ['tokenizer.ggml.merges', model.merges.map((pair) => (typeof pair === 'string' ? pair : pair.join(' ')))],
    ['tokenizer.ggml.bos_token_id', 0],
    ['tokenizer.ggml.eos_token_id', 0],
    ['tokenizer.ggml.add_bos_token', true],
  ]
  return folderToGguf(FOLDER, type, vocabulary)
}
