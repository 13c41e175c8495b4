/* What all tensors have in common: Tensor, Logits, Attention and Embeddings are checked, hashed and printed by these. */
import type { Json } from '../graph/json'
import { describe, isRecord } from './describe'
import type { Origin, TensorValue } from './types'

/** `dims` fixes the number of axes and their letters: ['T', 'V']. */
export function checkTensor(value: unknown, dims?: readonly string[]): string | null {
  const wanted = dims ? `[${dims.join(', ')}]` : 'a tensor'
  if (!isTensor(value)) return `expected ${wanted}, got ${describe(value)}`
  if (value.dims.length !== value.shape.length) return `expected a name for each of ${value.shape.length} axes, got ${value.dims.length}`
  if (dims && value.shape.length !== dims.length) return `expected ${wanted}, got [${value.shape.join(', ')}]`
  const count = value.shape.reduce((product, length) => product * length, 1)
  if (count !== value.data.length) return `expected ${count} numbers for [${value.shape.join(', ')}], got ${value.data.length}`
  return null
}

export const isTensor = (value: unknown): value is TensorValue =>
  isRecord(value) && value.data instanceof Float32Array && Array.isArray(value.shape) && Array.isArray(value.dims) && isRecord(value.origin)

const digests = new WeakMap<Float32Array, string>()
/** Numbers that follow from fewer bytes may be hashed by those: `digest` names them and nothing else. */
export const hashedBy = (data: Float32Array, digest: string): void => void digests.set(data, digest)

export const tensorParts = (value: TensorValue): (string | Float32Array)[] => [
  value.shape.join(','),
  value.dims.join(','),
  digests.get(value.data) ?? value.data,
  JSON.stringify(value.labels ?? null),
  originText(value.origin),
]

const originText = ({ tensor, slice, model = '', backend = '' }: Origin): string => JSON.stringify([tensor, slice, model, backend])

/** Which tensor it is, and the part of it that was taken. */
export const originFacts = ({ origin }: { readonly origin: Origin }): Readonly<Record<string, Json>> => ({
  tensor: origin.tensor,
  slice: origin.slice,
  ...(origin.model === undefined ? {} : { model: origin.model }),
  ...(origin.backend === undefined ? {} : { backend: origin.backend }),
})

export const tensorBytes = (value: TensorValue): number =>
  value.data.byteLength +
  128 +
  (value.labels ?? []).reduce((sum, labels) => sum + (labels?.reduce((bytes, label) => bytes + 2 * label.length, 0) ?? 0), 0)

/** Extremes and mean are of the finite entries: a masked score is −∞ and no JSON holds that. */
export function tensorJson(value: TensorValue): Json {
  let low = Infinity
  let high = -Infinity
  let sum = 0
  let count = 0
  const { data } = value
  for (let i = 0; i < data.length; i++) {
    const entry = data[i]!
    // Not finite: neither kind of infinity is equal to itself less itself, and a NaN is equal to nothing.
    if (entry - entry !== 0) continue
    if (entry < low) low = entry
    if (entry > high) high = entry
    sum += entry
    count++
  }
  return {
    shape: value.shape,
    dims: value.dims,
    dtype: 'float32',
    min: count ? low : null,
    max: count ? high : null,
    mean: count ? sum / count : null,
  }
}

/** `[T 12, V 4096]`. */
export const tensorSummary = (value: TensorValue): string => `[${value.dims.map((dim, axis) => `${dim} ${value.shape[axis]}`).join(', ')}]`

/** How many consecutive numbers one step along an axis skips (row-major). */
export const strideOf = (shape: readonly number[], axis: number): number =>
  shape.slice(axis + 1).reduce((product, length) => product * length, 1)
