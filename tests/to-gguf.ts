/*
 * A model folder in Hugging Face's form as a GGUF file, in the way llama.cpp's converter writes it: its names, its order of rows, its keys.
 * For tests; the types are those the writer knows.
 */
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { ggufNames } from '../lib/engine/gguf/names'
import { writeGguf, type GgufWritable, type GgufWritten } from '../lib/engine/gguf/write'
import { readSafetensors, type PlainTensor } from '../lib/engine/safetensors'

type Config = Readonly<Record<string, unknown>>
type Type = GgufWritable['type']

const architectures: Readonly<Record<string, string>> = {
  llama: 'llama', mistral: 'llama', qwen2: 'qwen2', qwen3: 'qwen3', gemma2: 'gemma2', gemma3_text: 'gemma3', phi3: 'phi3', gpt2: 'gpt2',
  gpt_neox: 'gptneox', olmo2: 'olmo2', smollm3: 'smollm3',
} // prettier-ignore

type Entries = readonly (readonly [string, GgufWritten])[]

/** `type` is taken by matrices whose rows its blocks fit, F32 by all else. */
export function folderToGguf(folder: string, type: Type = 'F32', more: Entries = []): Uint8Array {
  const { metadata, tensors } = contentOf(folder, type, more)
  return writeGguf(metadata, tensors)
}

/** The same in parts by name, as gguf-split cuts: the first holds the metadata, each its own tensors. */
export function folderToParts(folder: string, count: number, name = 'whole'): Record<string, Uint8Array> {
  const { metadata, tensors } = contentOf(folder, 'F32', [])
  const most = Math.ceil(tensors.length / count)
  const five = (number: number) => String(number).padStart(5, '0')
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => {
      const split: Entries = [
        ['split.no', at],
        ['split.count', count],
        ['split.tensors.count', tensors.length],
      ]
      const bytes = writeGguf([...(at === 0 ? metadata : []), ...split], tensors.slice(at * most, (at + 1) * most))
      return [`${name}-${five(at + 1)}-of-${five(count)}.gguf`, bytes]
    }),
  )
}

function contentOf(folder: string, type: Type, more: Entries): { readonly metadata: Entries; readonly tensors: readonly GgufWritable[] } {
  const config = JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8')) as Config
  const files = readdirSync(folder).filter((name) => /^model.*\.safetensors$/.test(name))
  const tensors = files.flatMap((file) => [...readSafetensors(readFileSync(path.join(folder, file)))])
  const architecture = architectures[String(config['model_type'])]!
  const written = tensors.flatMap(([name, tensor]) => {
    const own = ggufName(architecture, name)
    return own === null ? [] : [writable(architecture, own, tensor, config, type)]
  })
  for (const [name, factors] of ropeTensors(config)) written.push({ name, shape: [factors.length], type: 'F32', data: factors })
  return { metadata: [['general.architecture', architecture], ...keys(architecture, config), ...more], tensors: written }
}

function ggufName(architecture: string, name: string): string | null {
  const { outer, block, blocks } = ggufNames[architecture]!
  const prefix = architecture === 'gpt2' ? 'transformer.' : ''
  const full = name.startsWith(prefix) || name.startsWith('lm_head') ? name : prefix + name
  const [, place, ending] = /^(.+)\.(weight|bias)$/.exec(full) ?? []
  if (place === undefined) return null
  for (const [own, theirs] of Object.entries(outer)) if (theirs === place) return `${own}.${ending}`
  if (!place.startsWith(blocks)) return null
  const [, layer, part] = /^(\d+)\.(.+)$/.exec(place.slice(blocks.length)) ?? []
  const own = Object.entries(block).find(([, theirs]) => theirs === part)?.[0]
  return own === undefined ? null : `blk.${layer}.${own}.${ending}`
}

function writable(architecture: string, name: string, tensor: PlainTensor, config: Config, type: Type): GgufWritable {
  const { shape, data } = rearranged(architecture, name, tensor, config)
  const blocks = type === 'F32' || type === 'F16' ? 1 : 32
  const fits = shape.length === 2 && shape[1]! % blocks === 0
  return { name, shape, data, type: fits ? type : 'F32' }
}

const number = (config: Config, ...names: string[]): number | undefined => {
  for (const name of names) if (typeof config[name] === 'number') return config[name]
  return undefined
}

function rearranged(architecture: string, name: string, { shape, data }: PlainTensor, config: Config): PlainTensor {
  const heads = number(config, 'num_attention_heads', 'n_head')!
  const keys = number(config, 'num_key_value_heads') ?? heads
  const pairs = architecture === 'llama' || architecture === 'smollm3'
  if (pairs && /attn_q\./.test(name)) return byRows(shape, data, (row) => pairedRow(row, shape[0]! / heads))
  if (pairs && /attn_k\./.test(name)) return byRows(shape, data, (row) => pairedRow(row, shape[0]! / keys))
  if (architecture === 'gptneox' && /attn_qkv\./.test(name)) {
    const size = shape[0]! / heads / 3
    // All queries, then all keys, then all values.
    return byRows(shape, data, (row) => {
      const [part, head, within] = [Math.floor(row / (heads * size)), Math.floor(row / size) % heads, row % size]
      return (head * 3 + part) * size + within
    })
  }
  if (architecture === 'gpt2' && /(attn_qkv|attn_output|ffn_up|ffn_down)\.weight/.test(name)) {
    const [rows, columns] = shape as [number, number]
    return { shape: [columns, rows], data: data.map((_, i) => data[(i % rows) * columns + Math.floor(i / rows)]!) }
  }
  if (architecture.startsWith('gemma') && name.endsWith('norm.weight')) return { shape, data: data.map((x) => x + 1) }
  return { shape, data }
}

/** Row 2i comes from i, row 2i + 1 from i + size/2, in each head. */
function pairedRow(row: number, size: number): number {
  const within = row % size
  return row - within + (within % 2) * (size / 2) + Math.floor(within / 2)
}

function byRows(shape: readonly number[], data: Float32Array, from: (row: number) => number): PlainTensor {
  const size = data.length / shape[0]!
  const out = new Float32Array(data.length)
  for (let row = 0; row < shape[0]!; row++) out.set(data.subarray(from(row) * size, (from(row) + 1) * size), row * size)
  return { shape, data: out }
}

interface Rope {
  readonly rope_type?: string
  readonly type?: string
  readonly factor?: number
  readonly rope_theta?: number
  readonly partial_rotary_factor?: number
  readonly original_max_position_embeddings?: number
  readonly long_factor?: readonly number[]
  readonly short_factor?: readonly number[]
}
const ropeOf = (config: Config): Rope => ({
  rope_theta: number(config, 'rope_theta')!,
  ...((config['rope_scaling'] ?? config['rope_parameters'] ?? {}) as Rope),
})

/** Factors of the frequencies, which lie in tensors of their own. */
function ropeTensors(config: Config): (readonly [string, Float32Array])[] {
  const llama3 = ropeFactors(config)
  const { long_factor: long, short_factor: short } = ropeOf(config)
  if (llama3) return [['rope_freqs.weight', llama3]]
  return long && short
    ? [
        ['rope_factors_long.weight', Float32Array.from(long)],
        ['rope_factors_short.weight', Float32Array.from(short)],
      ]
    : []
}

/** Llama 3's scaling as a divisor a frequency. */
function ropeFactors(config: Config): Float32Array | null {
  const rope = ropeOf(config)
  if (rope.rope_type !== 'llama3') return null
  const size = headSize(config)
  return Float32Array.from({ length: size / 2 }, (_, i) => {
    const wave = 2 * Math.PI * (rope.rope_theta ?? 10000) ** ((2 * i) / size)
    const original = rope.original_max_position_embeddings!
    if (wave < original / 4) return 1
    if (wave > original) return rope.factor!
    const smooth = (original / wave - 1) / 3
    return 1 / ((1 - smooth) / rope.factor! + smooth)
  })
}

const headSize = (config: Config): number =>
  number(config, 'head_dim') ?? number(config, 'hidden_size', 'n_embd')! / number(config, 'num_attention_heads', 'n_head')!

/** Keys that are floats, whole or not. */
const FLOATS = /epsilon|freq_base|factor|softcapping|scale$/

function keys(architecture: string, config: Config): (readonly [string, GgufWritten])[] {
  const rope = ropeOf(config)
  const width = number(config, 'hidden_size', 'n_embd')!
  const scalar = number(config, 'query_pre_attn_scalar')
  const type = rope.rope_type ?? rope.type
  const values: Readonly<Record<string, number | string | boolean | undefined>> = {
    block_count: number(config, 'num_hidden_layers', 'n_layer'),
    context_length: number(config, 'max_position_embeddings', 'n_positions'),
    embedding_length: width,
    feed_forward_length: number(config, 'intermediate_size', 'n_inner') ?? 4 * width,
    'attention.head_count': number(config, 'num_attention_heads', 'n_head'),
    'attention.head_count_kv': number(config, 'num_key_value_heads'),
    'attention.key_length': number(config, 'head_dim'),
    'attention.layer_norm_rms_epsilon': number(config, 'rms_norm_eps'),
    'attention.layer_norm_epsilon': number(config, 'layer_norm_eps', 'layer_norm_epsilon'),
    'attention.sliding_window': config['use_sliding_window'] === false ? undefined : number(config, 'sliding_window'),
    'attention.sliding_window_pattern': number(config, 'sliding_window_pattern'),
    'attention.scale': scalar === undefined ? undefined : 1 / Math.sqrt(scalar),
    attn_logit_softcapping: number(config, 'attn_logit_softcapping'),
    final_logit_softcapping: number(config, 'final_logit_softcapping'),
    'rope.freq_base': rope.rope_theta ?? (architecture === 'smollm3' ? 2e6 : undefined) ?? number(config, 'rotary_emb_base'),
    'rope.dimension_count':
      architecture === 'gptneox' ? Math.floor(headSize(config) * (number(config, 'rotary_pct') ?? rope.partial_rotary_factor!)) : undefined,
    'rope.freq_base_swa': number(config, 'rope_local_base_freq'),
    'rope.scaling.type': type === 'linear' || type === 'yarn' ? type : undefined,
    'rope.scaling.factor': type === 'linear' || type === 'yarn' ? rope.factor : undefined,
    'rope.scaling.original_context_length': type === 'yarn' || rope.long_factor ? rope.original_max_position_embeddings : undefined,
    use_parallel_residual: typeof config['use_parallel_residual'] === 'boolean' ? config['use_parallel_residual'] : undefined,
  }
  return Object.entries(values).flatMap(([key, value]) => {
    const written = typeof value === 'number' && FLOATS.test(key) ? { float: value } : value
    return written === undefined ? [] : [[`${architecture}.${key}`, written] as const]
  })
}
