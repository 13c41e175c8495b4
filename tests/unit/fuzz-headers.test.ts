/*
 * Heads of model files with random damage: safetensors, GGUF, ONNX and tokenizer.json. Each is read or refused with a sentence; nothing crashes,
 * hangs, or takes memory beyond the file's own size. VITRINE_FUZZ (set by npm run prove) makes it a million.
 */
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { mutated, randomFrom, type Random } from '../mutations'

const asked = Number(process.env['VITRINE_FUZZ'] ?? 0)
/** npm run prove asks for 3000 by default. */
const RUNS = asked > 0 ? Math.ceil((1_000_000 / 4) * (asked / 3000)) : 3000
const LARGEST_SEED = 20_000
/** A read that takes longer on a file of 20 kB is a hang in the making. */
const PATIENCE_MS = 2000

// --- memory: the largest buffer made with a length

const KINDS = ['Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array', 'Float32Array', 'Float64Array'] as const
let largest = 0
type AnyArray = new (...args: never[]) => { readonly byteLength: number }

/** Must be in place before the readers are imported, for they keep the constructors they know. */
function watchBuffers(): void {
  const scope = globalThis as unknown as Record<string, AnyArray>
  for (const name of KINDS) {
    scope[name] = new Proxy(scope[name]!, {
      construct(target, args: never[], newTarget) {
        const made = Reflect.construct(target, args, newTarget) as { readonly byteLength: number }
        if (typeof args[0] === 'number') largest = Math.max(largest, made.byteLength)
        return made as object
      },
    })
  }
}

type Engine = typeof import('../../lib/engine/load-model') &
  typeof import('../../lib/engine/open-model-file') &
  typeof import('../../lib/engine/files/memory') &
  typeof import('../../lib/engine/find-weights') &
  typeof import('../../lib/engine/models') &
  typeof import('../../lib/engine/safetensors') &
  typeof import('../../lib/engine/gguf') &
  typeof import('../../lib/engine/onnx/read') &
  typeof import('../../lib/engine/onnx/expose') &
  typeof import('../../lib/engine/backends/ort/onnx-graph') &
  typeof import('../../lib/engine/tokenizer')
let engine: Engine

beforeAll(async () => {
  watchBuffers()
  const parts = await Promise.all([
    import('../../lib/engine/open-model-file'),
    import('../../lib/engine/files/memory'),
    import('../../lib/engine/find-weights'),
    import('../../lib/engine/models'),
    import('../../lib/engine/safetensors'),
    import('../../lib/engine/gguf'),
    import('../../lib/engine/onnx/read'),
    import('../../lib/engine/onnx/expose'),
    import('../../lib/engine/backends/ort/onnx-graph'),
    import('../../lib/engine/tokenizer'),
  ])
  engine = Object.assign({}, ...parts) as Engine
})

// --- seeds, none above 20 kB

const config = {
  model_type: 'llama', hidden_size: 8, num_hidden_layers: 1, num_attention_heads: 2, num_key_value_heads: 1, intermediate_size: 8,
  vocab_size: 16, max_position_embeddings: 32, rms_norm_eps: 1e-5, tie_word_embeddings: true,
} // prettier-ignore
const shapes: readonly (readonly [string, string, readonly number[]])[] = [
  ['model.embed_tokens.weight', 'token_embd.weight', [16, 8]],
  ['model.norm.weight', 'output_norm.weight', [8]],
  ['model.layers.0.input_layernorm.weight', 'blk.0.attn_norm.weight', [8]],
  ['model.layers.0.post_attention_layernorm.weight', 'blk.0.ffn_norm.weight', [8]],
  ['model.layers.0.self_attn.q_proj.weight', 'blk.0.attn_q.weight', [8, 8]],
  ['model.layers.0.self_attn.k_proj.weight', 'blk.0.attn_k.weight', [4, 8]],
  ['model.layers.0.self_attn.v_proj.weight', 'blk.0.attn_v.weight', [4, 8]],
  ['model.layers.0.self_attn.o_proj.weight', 'blk.0.attn_output.weight', [8, 8]],
  ['model.layers.0.mlp.gate_proj.weight', 'blk.0.ffn_gate.weight', [8, 8]],
  ['model.layers.0.mlp.up_proj.weight', 'blk.0.ffn_up.weight', [8, 8]],
  ['model.layers.0.mlp.down_proj.weight', 'blk.0.ffn_down.weight', [8, 8]],
]
const dataOf = (shape: readonly number[]) => new Float32Array(shape.reduce((a, b) => a * b, 1))
const llamaKeys = (model: string): [string, string | number | string[] | Float32Array | Int32Array][] => [
  ['general.architecture', 'llama'],
  ['llama.block_count', 1],
  ['llama.context_length', 32],
  ['llama.embedding_length', 8],
  ['llama.feed_forward_length', 8],
  ['llama.attention.head_count', 2],
  ['llama.attention.head_count_kv', 1],
  ['llama.attention.layer_norm_rms_epsilon', 1e-5],
  ['llama.rope.scaling.type', 'yarn'],
  ['llama.rope.scaling.factor', 2],
  ['tokenizer.ggml.model', model],
  ['tokenizer.ggml.tokens', ['<unk>', '<s>', '</s>', 'Ġ', 'a', 'b', 'ab', '▁', '▁a', ...'cdefghi']],
  ['tokenizer.ggml.token_type', Int32Array.of(2, 3, 3, ...Array<number>(13).fill(1))],
  ['tokenizer.ggml.scores', Float32Array.from({ length: 16 }, (_, i) => -i)],
  ['tokenizer.ggml.merges', ['a b']],
  ['tokenizer.ggml.pre', 'llama-bpe'],
  ['tokenizer.ggml.bos_token_id', 1],
  ['tokenizer.chat_template', '{{ messages[0].content }}'],
]

function tokenizerSeeds(): string[] {
  const base = {
    version: '1.0',
    added_tokens: [{ id: 0, content: '<s>', special: true, normalized: false, single_word: false, lstrip: false, rstrip: true }],
  }
  const vocab = { '<s>': 0, a: 1, b: 2, ab: 3, Ġ: 4, '##b': 5, '[UNK]': 6 }
  return [
    { ...base, normalizer: { type: 'Sequence', normalizers: [{ type: 'NFKC' }, { type: 'Replace', pattern: { Regex: ' +' }, content: ' ' }] }, pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Split', pattern: { Regex: "'s|[^\\r\\n\\p{L}]?\\p{L}+|\\s+(?!\\S)" }, behavior: 'Isolated', invert: false }, { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false }] }, post_processor: { type: 'TemplateProcessing', single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }], pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }], special_tokens: { '<s>': { id: '<s>', ids: [0], tokens: ['<s>'] } } }, decoder: { type: 'ByteLevel' }, model: { type: 'BPE', unk_token: '[UNK]', byte_fallback: true, vocab, merges: ['a b'] } },
    { ...base, normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, lowercase: true, strip_accents: null }, pre_tokenizer: { type: 'BertPreTokenizer' }, decoder: { type: 'WordPiece', prefix: '##', cleanup: true }, model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab } },
    { ...base, pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true }, decoder: { type: 'Sequence', decoders: [{ type: 'ByteFallback' }, { type: 'Fuse' }, { type: 'Strip', content: ' ', start: 1, stop: 0 }] }, model: { type: 'Unigram', unk_id: 0, byte_fallback: false, vocab: [['<unk>', 0], ['▁', -1], ['a', -2.5], ['▁a', -2], ['b', -3]] } },
  ].map((seed) => JSON.stringify(seed)) // prettier-ignore
}

// --- one run

const SENTENCE = /^[^\n]{5,3000}$/u

async function survives(name: string, file: Uint8Array, read: () => unknown): Promise<boolean> {
  largest = 0
  const began = performance.now()
  try {
    await read()
    return true
  } catch (cause) {
    const failure = cause as { name?: string; message?: string; stack?: string }
    if (failure.name !== 'EngineFailure' || !SENTENCE.test(failure.message!.replaceAll('\n', ' '))) {
      throw new Error(`${name} of ${file.length} bytes, ${Buffer.from(file).toString('base64')}: ${failure.stack ?? String(cause)}`)
    }
    return false
  } finally {
    const took = performance.now() - began
    if (took > PATIENCE_MS) expect.fail(`${name} took ${took} ms: ${Buffer.from(file).toString('base64')}`)
  }
}

async function many(
  name: string,
  seeds: readonly Uint8Array[],
  jsonStart: number | null,
  read: (file: Uint8Array) => unknown,
): Promise<void> {
  const random: Random = randomFrom(20261125 + name.length)
  let read_ = 0
  for (const seed of seeds) {
    expect(seed.length).toBeLessThanOrEqual(LARGEST_SEED)
    // What is damaged must have been whole.
    await read(seed)
  }
  for (let run = 0; run < RUNS; run++) {
    const file = mutated(seeds[random(seeds.length)]!, random, jsonStart)
    if (await survives(name, file, () => read(file))) read_++
    // A few tables of constant size (half floats, byte alphabets) are made once.
    if (largest > Math.max(file.length * 8, 600_000))
      expect.fail(`${name} took ${largest} bytes for ${file.length}: ${Buffer.from(file).toString('base64')}`)
  }
  console.log(`${name}: ${RUNS} damaged files, ${read_} of them still readable`)
}

/** As far as a model is opened before its weights are read. */
async function openHead(files: Record<string, Uint8Array | string>): Promise<void> {
  const file = await engine.openModelFile(engine.memorySource('fuzz', files))
  const tokenizer = await file.tokenizer().catch((cause: unknown) => {
    if ((cause as Error).name !== 'EngineFailure') throw cause
    return null
  })
  if (tokenizer) engine.loadTokenizer(tokenizer.tokenizer, tokenizer.config ?? undefined).encode('ab a <s> ü')
  const family = engine.familyOf(file.config)
  engine.findWeights(family, engine.specOf(family, file), file.weights)
}

describe('damaged heads', () => {
  test('safetensors', async () => {
    const seed = engine.writeSafetensors(
      shapes.map(([name, , shape]) => [name, { shape, data: dataOf(shape) }]),
      { format: 'pt' },
    )
    const [tokenizer] = tokenizerSeeds()
    await many('safetensors', [seed], 8, (file) =>
      openHead({ 'config.json': JSON.stringify(config), 'tokenizer.json': tokenizer!, 'model.safetensors': file }),
    )
  })

  test('GGUF', async () => {
    const tensors = shapes.map(([, name, shape]) => ({ name, shape, type: 'F32' as const, data: dataOf(shape) }))
    const factors = { name: 'rope_freqs.weight', shape: [2], type: 'F32' as const, data: Float32Array.of(1, 1) }
    const seeds = ['llama', 'gpt2'].map((model) => engine.writeGguf(llamaKeys(model), [...tensors, factors]))
    await many('GGUF', seeds, null, (file) => openHead({ 'x.gguf': file }))
    const python = new Uint8Array(readFileSync('tests/oracles/gguf/written.gguf'))
    await many('GGUF of the Python package', [python], null, (file) => engine.readGgufLayout(file))
  })

  test('ONNX', async () => {
    const seeds = [null, Float32Array.from({ length: 64 }, (_, i) => i / 8)].map((weights) => {
      const graph = new engine.OnnxGraph(weights)
      graph.input('input_ids', 'int64', ['batch', 'T'])
      const rows = graph.step('Gather', [graph.weight('table', [8, 8], 'weights', 0), 'input_ids'])
      const parts = graph.split(rows, 2, [4, 4])
      graph.node('Softmax', [graph.step('Add', [parts[0]!, graph.scalar(1)])], 'odds', { axis: -1 })
      graph.output('odds', ['batch', 'T', 4])
      return graph.finish()
    })
    await many('ONNX', seeds, null, (bytes) => {
      const file = engine.readOnnx(bytes)
      const names = file.inner.map(({ name }) => name)
      expect(engine.readOnnx(engine.exposeTensors(bytes, file, names)).outputs.length).toBeGreaterThanOrEqual(new Set(names).size)
    })
  })

  test('tokenizer.json', async () => {
    const seeds = tokenizerSeeds().map((text) => new TextEncoder().encode(text))
    await many('tokenizer.json', seeds, 0, (file) => engine.loadTokenizer(new TextDecoder().decode(file)).encode('ab a <s> üa b'))
  })
})
