/*
 * Real numbers for panels: the embedded model's reference run of “Once upon a time, there was a little girl named”
 * (tests/oracles/primer-6m, computed with transformers), wrapped as values. Reads F32 arrays only; the engine is not used.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EngineTokenizer } from '../../../lib/engine/types'
import type { AttentionValue, DistributionValue, TensorValue, TokenizerValue, TokensValue } from '../../../lib/values/types'

const folder = join(import.meta.dirname, '..', '..', 'oracles', 'primer-6m')
const file = readFileSync(join(folder, 'reference.safetensors'))
const headerBytes = Number(file.readBigUInt64LE(0))
const header = JSON.parse(file.toString('utf8', 8, 8 + headerBytes)) as Record<string, { shape: number[]; data_offsets: [number, number] }>

export function array(name: string): { readonly data: Float32Array; readonly shape: readonly number[] } {
  const entry = header[name]
  if (!entry) throw new Error(`reference.safetensors holds no tensor "${name}".`)
  const [start, end] = entry.data_offsets
  const bytes = file.subarray(8 + headerBytes + start, 8 + headerBytes + end)
  return { data: new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)), shape: entry.shape }
}

interface Case {
  readonly text: string
  readonly ids: readonly number[]
  readonly tokens: readonly string[]
  readonly token_logprobs: readonly number[]
  readonly greedy_ids: readonly number[]
}
export const cases = (JSON.parse(readFileSync(join(folder, 'reference.json'), 'utf8')) as { cases: readonly Case[] }).cases
export const first = cases[0]!

const vocabulary = (
  JSON.parse(readFileSync(join(folder, '..', '..', '..', 'public', 'models', 'primer-6m', 'tokenizer.json'), 'utf8')) as {
    model: { vocab: Record<string, number> }
  }
).model.vocab
const pieces = new Map(Object.entries(vocabulary).map(([piece, id]) => [id, piece.replaceAll('Ġ', ' ').replaceAll('Ċ', '\n')]))
export const piece = (id: number): string => pieces.get(id) ?? '\uFFFD'

/** Only what panels ask of a tokenizer. */
export const tokenizer: TokenizerValue = {
  digest: '0'.repeat(64),
  name: 'primer-6m',
  engine: { size: 4096, piece, pieceBytes: () => new Uint8Array([0xc3]) } as unknown as EngineTokenizer,
}

export function tokensOf(ids: readonly number[], text: string): TokensValue {
  let at = 0
  const offsets = ids.map((id): readonly [number, number] => {
    if (id === 0) return [0, 0]
    const start = at
    at += piece(id).length
    return [start, at]
  })
  return {
    ids,
    pieces: ids.map((id) => (id === 0 ? '<|endoftext|>' : piece(id))),
    offsets,
    special: ids.map((id) => id === 0),
    text,
    tokenizer,
  }
}

export const tokens = tokensOf(first.ids, first.text)
const origin = { model: 'primer-6m', backend: 'reference' }

export function attention(layer: number): AttentionValue {
  const tensor = `blocks.${layer}.attn.hook_pattern`
  return {
    ...array(`0.${tensor}`),
    dims: ['H', 'T', 'S'],
    origin: { tensor, slice: [null, null, null], ...origin },
    layer,
    stage: 'weights',
    tokens,
  }
}

export function resid(layer: number): TensorValue {
  const tensor = `blocks.${layer}.hook_resid_pre`
  return { ...array(`0.${tensor}`), dims: ['T', 'C'], labels: [tokens.pieces, null], origin: { tensor, slice: [null, null], ...origin } }
}

/** ‖x‖ of the residual stream [L,T]. */
export function norms(): TensorValue {
  const layers = [0, 1, 2, 3, 4, 5].map(resid)
  const count = tokens.ids.length
  const data = Float32Array.from({ length: 6 * count }, (_, place) => {
    const { data: all, shape } = layers[Math.floor(place / count)]!
    const width = shape[1]!
    const row = place % count
    return Math.hypot(...all.subarray(row * width, (row + 1) * width))
  })
  return {
    data,
    shape: [6, count],
    dims: ['L', 'T'],
    labels: [null, null],
    origin: { tensor: 'forward.norms', slice: [null, null], ...origin },
  }
}

export function allPatterns(): TensorValue {
  const layers = [0, 1, 2, 3, 4, 5].map((layer) => array(`0.blocks.${layer}.attn.hook_pattern`))
  const size = layers[0]!.data.length
  const data = new Float32Array(6 * size)
  layers.forEach((layer, place) => data.set(layer.data, place * size))
  return {
    data,
    shape: [6, ...layers[0]!.shape],
    dims: ['L', 'H', 'T', 'S'],
    origin: { tensor: 'blocks.*.attn.hook_pattern', slice: [null, null, null, null], ...origin },
  }
}

/** Softmax of the last row at temperature T, then top-k and top-p, written out by hand. */
export function distribution(temperature = 1, chain?: { readonly k: number; readonly p: number }): DistributionValue {
  const { data, shape } = array('0.logits')
  const width = shape[1]!
  const row = data.subarray((shape[0]! - 1) * width)
  const before = softmax(row, 1)
  const heated = softmax(row, temperature)
  const position = shape[0]! - 1
  const value = {
    rows: 1,
    vocabulary: width,
    tokenizer,
    tokens,
    positions: [position],
    origin: { tensor: 'odds.distribution', slice: [null, null], ...origin },
  }
  if (!chain) return { ...value, probabilities: heated }
  const order = Array.from(heated.keys()).sort((a, b) => heated[b]! - heated[a]!)
  const inK = keep(heated, order.slice(0, chain.k))
  let sum = 0
  const nucleus = order.slice(0, chain.k).filter((id) => {
    const inside = sum < chain.p
    sum += inK[id]!
    return inside
  })
  const inP = keep(inK, nucleus)
  const stage = (name: string, setting: number, from: Float32Array, to: Float32Array, removed: number, kept: number, reason: string) => ({
    stage: name,
    setting,
    kept,
    removed,
    massRemoved: from.reduce((mass, entry, id) => (to[id] === 0 ? mass + entry : mass), 0),
    reason,
    probabilities: to,
  })
  return {
    ...value,
    probabilities: inP,
    before,
    stages: [
      stage('temperature', temperature, before, heated, 0, width, 'divides the scores'),
      stage('topK', chain.k, heated, inK, width - chain.k, chain.k, `the ${chain.k} best`),
      stage('topP', chain.p, inK, inP, chain.k - nucleus.length, nucleus.length, `smallest set reaching ${chain.p}`),
    ],
  }
}

function softmax(row: Float32Array, temperature: number): Float32Array {
  const most = Math.max(...row)
  const raised = row.map((score) => Math.exp((score - most) / temperature))
  const sum = raised.reduce((total, entry) => total + entry, 0)
  return raised.map((entry) => entry / sum)
}

function keep(from: Float32Array, ids: readonly number[]): Float32Array {
  const sum = ids.reduce((total, id) => total + from[id]!, 0)
  const out = new Float32Array(from.length)
  for (const id of ids) out[id] = from[id]! / sum
  return out
}
