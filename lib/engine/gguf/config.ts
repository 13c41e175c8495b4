/* From the metadata of a GGUF file to an object in the form of config.json, family by family. */
import type { JsonObject } from '../files/json'
import { EngineFailure } from '../types'
import type { GgufLayout } from './layout'
import { Entries } from './metadata'
import { ggufNames } from './names'
import { ropeScaling, type RopeFactors } from './rope-scaling'

export interface GgufConfigs {
  readonly architecture: string
  readonly config: JsonObject
  readonly heads: number
  readonly keyValueHeads: number
}

export function readConfig(layout: GgufLayout, factors: RopeFactors): GgufConfigs {
  const architecture = new Entries(layout.metadata, '').text('general.architecture')
  if (architecture === undefined) throw new EngineFailure('bad-gguf', 'The GGUF metadata lacks general.architecture.')
  if (!Object.hasOwn(ggufNames, architecture)) {
    const known = Object.keys(ggufNames).join(', ')
    throw new EngineFailure('unknown-architecture', `The GGUF file holds the architecture ${architecture.slice(0, 60)}; expected ${known}.`)
  }
  const entries = new Entries(layout.metadata, architecture)
  const heads = entries.needed('.attention.head_count')
  const keyValueHeads = entries.shared('.attention.head_count_kv') ?? heads
  const file = { layout, entries, architecture, factors, heads, keyValueHeads }
  const config = { ...common(file), ...families[architecture]!(file), ...tokenIds(entries) }
  return { architecture, config, heads, keyValueHeads }
}

interface File {
  readonly layout: GgufLayout
  readonly entries: Entries
  readonly architecture: string
  readonly factors: RopeFactors
  readonly heads: number
  readonly keyValueHeads: number
}

const present = (values: Record<string, unknown>): JsonObject =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

const has = ({ layout }: File, tensor: string): boolean => layout.tensors.has(tensor)

/** Rows of the embedding: what the vocabulary is padded to. */
function vocabulary({ layout, entries }: File): number | undefined {
  return layout.tensors.get('token_embd.weight')?.shape[0] ?? entries.number('.vocab_size')
}

const headSize = ({ entries, heads }: File): number =>
  entries.number('.attention.key_length') ?? Math.floor(entries.needed('.embedding_length') / Math.max(1, heads))

/** Float32 values read as the decimals they were written from: 9.999999747378752e-06 → 0.00001. */
const decimal = (value: number | undefined): number | undefined => (value === undefined ? undefined : Number(value.toPrecision(7)))

function common(file: File): JsonObject {
  const { entries } = file
  return present({
    vocab_size: vocabulary(file),
    tie_word_embeddings: !has(file, 'output.weight'),
    hidden_size: entries.needed('.embedding_length'),
    num_hidden_layers: entries.needed('.block_count'),
    num_attention_heads: file.heads,
    num_key_value_heads: file.keyValueHeads,
    intermediate_size: entries.needed('.feed_forward_length'),
    max_position_embeddings: entries.number('.context_length'),
  })
}

function tokenIds(entries: Entries): JsonObject {
  const ends = ['tokenizer.ggml.eos_token_id', 'tokenizer.ggml.eot_token_id', 'tokenizer.ggml.eom_token_id'].map((key) =>
    entries.number(key),
  )
  return present({
    bos_token_id: entries.number('tokenizer.ggml.bos_token_id'),
    eos_token_id: [...new Set(ends.filter((id) => id !== undefined))],
  })
}

/** Families that share the shape of Llama. */
function llamaLike(type: string, more: (file: File) => Record<string, unknown> = () => ({})): (file: File) => JsonObject {
  return (file) => {
    const { entries } = file
    return present({
      model_type: type,
      hidden_act: 'silu',
      head_dim: headSize(file),
      rms_norm_eps: decimal(entries.number('.attention.layer_norm_rms_epsilon')),
      rope_theta: entries.number('.rope.freq_base') ?? 10000,
      rope_scaling: ropeScaling(entries, headSize(file), file.factors),
      ...more(file),
    })
  }
}

const biases = (file: File) => ({
  attention_bias: has(file, 'blk.0.attn_q.bias'),
  mlp_bias: has(file, 'blk.0.ffn_up.bias'),
})

const llama = (file: File): JsonObject => {
  const window = file.entries.number('.attention.sliding_window')
  return window ? llamaLike('mistral', () => ({ sliding_window: window }))(file) : llamaLike('llama', biases)(file)
}

/** llama.cpp leaves rotation out of every fourth layer and has no key for it. */
const smollm3 = llamaLike('smollm3', (file) => ({
  ...biases(file),
  no_rope_layer_interval: 4,
  no_rope_layers: Array.from({ length: Math.min(file.entries.needed('.block_count'), 10_000) }, (_, layer) => ((layer + 1) % 4 ? 1 : 0)),
}))

/** The largest Gemmas divide scores by the root of width over heads, which no key says; the layer count tells them. */
function scoreSize(file: File, largest: number): number {
  const scale = file.entries.number('.attention.scale')
  if (scale) return 1 / scale ** 2
  return file.entries.needed('.block_count') === largest ? file.entries.needed('.embedding_length') / file.heads : headSize(file)
}

const gemma2 = llamaLike('gemma2', (file) => ({
  hidden_act: undefined,
  hidden_activation: 'gelu_pytorch_tanh',
  attn_logit_softcapping: file.entries.number('.attn_logit_softcapping') ?? 50,
  final_logit_softcapping: file.entries.number('.final_logit_softcapping') ?? 30,
  sliding_window: file.entries.number('.attention.sliding_window') ?? 4096,
  query_pre_attn_scalar: scoreSize(file, 46),
}))

const gemma3 = llamaLike('gemma3_text', (file) => ({
  hidden_act: undefined,
  hidden_activation: 'gelu_pytorch_tanh',
  rope_theta: file.entries.number('.rope.freq_base') ?? 1e6,
  rope_local_base_freq: file.entries.number('.rope.freq_base_swa') ?? 10000,
  attn_logit_softcapping: file.entries.number('.attn_logit_softcapping'),
  final_logit_softcapping: file.entries.number('.final_logit_softcapping'),
  sliding_window: file.entries.number('.attention.sliding_window') ?? 4096,
  sliding_window_pattern: slidingPattern(file),
  query_pre_attn_scalar: scoreSize(file, 62),
}))

/** Newer files write a flag a layer; the period is where the first full layer stands. */
function slidingPattern({ entries }: File): number {
  const value = entries.values.get(`${entries.prefix}.attention.sliding_window_pattern`)
  if (typeof value === 'number') return value
  const first = ArrayBuffer.isView(value) ? value.indexOf(0) : -1
  return first >= 0 ? first + 1 : 6
}

const phi3 = llamaLike('phi3', (file) => {
  const turned = file.entries.number('.rope.dimension_count')
  return {
    partial_rotary_factor: turned === undefined ? undefined : turned / headSize(file),
    original_max_position_embeddings: file.entries.number('.rope.scaling.original_context_length'),
    sliding_window: file.entries.number('.attention.sliding_window') || undefined,
  }
})

const gpt2 = (file: File): JsonObject => {
  const { entries } = file
  return present({
    model_type: 'gpt2',
    n_embd: entries.needed('.embedding_length'),
    n_head: file.heads,
    n_layer: entries.needed('.block_count'),
    n_positions: entries.number('.context_length'),
    n_inner: entries.number('.feed_forward_length'),
    layer_norm_epsilon: decimal(entries.number('.attention.layer_norm_epsilon')),
    activation_function: 'gelu_new',
  })
}

const gptneox = (file: File): JsonObject => {
  const { entries } = file
  const turned = entries.number('.rope.dimension_count')
  return present({
    model_type: 'gpt_neox',
    hidden_act: 'gelu',
    layer_norm_eps: decimal(entries.number('.attention.layer_norm_epsilon')),
    rotary_pct: turned === undefined ? 0.25 : turned / headSize(file),
    rotary_emb_base: entries.number('.rope.freq_base') ?? 10000,
    rope_scaling: ropeScaling(entries, headSize(file), file.factors),
    use_parallel_residual: entries.flag('.use_parallel_residual') ?? true,
    attention_bias: has(file, 'blk.0.attn_qkv.bias'),
  })
}

const families: Readonly<Record<string, (file: File) => JsonObject>> = {
  llama,
  mistral3: llama,
  qwen2: llamaLike('qwen2'),
  qwen3: llamaLike('qwen3', biases),
  smollm3,
  gemma2,
  gemma3,
  olmo2: llamaLike('olmo2', biases),
  phi3,
  gpt2,
  gptneox,
}
