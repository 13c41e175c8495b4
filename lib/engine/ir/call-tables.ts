/*
 * What one call of a model brings beside its tensors: ids, token types and padding, and the tables that operations read from them.
 * Every backend takes them from here, so that a mask or a position is decided once.
 */
import { log } from '../../tensor/math'
import type { Op } from './program'
import type { Rows } from './regions'

/** Lists as long as `ids`; null: no padding, all of type 0. */
export interface CallInputs {
  readonly ids: readonly number[]
  /** 1 for a real token, 0 for padding, whose key nobody sees. */
  readonly mask: readonly number[] | null
  readonly types: readonly number[] | null
}

export const plainCall = (ids: readonly number[]): CallInputs => ({ ids, mask: null, types: null })

type MaskOp = Pick<Extract<Op, { op: 'mask' }>, 'causal' | 'window'>
type BiasOp = Pick<Extract<Op, { op: 'position-bias' }>, 'buckets' | 'distance'>

/**
 * [T, S]: 0 where a query may look, −∞ elsewhere. A query that may look nowhere (padding before the text) looks at itself: its row
 * means nothing, but must not become NaN.
 */
export function maskRows({ causal, window }: MaskOp, { T, S, first }: Rows, padding: readonly number[] | null): Float32Array {
  const mask = new Float32Array(T * S)
  for (let t = 0; t < T; t++) {
    const row = mask.subarray(t * S, (t + 1) * S)
    const position = first + t
    if (causal) row.fill(-Infinity, position + 1)
    if (window !== null) {
      row.fill(-Infinity, 0, Math.max(0, position - window + 1))
      if (!causal) row.fill(-Infinity, Math.min(S, position + window))
    }
    if (!padding) continue
    for (let s = 0; s < S; s++) if (padding[s] === 0) row[s] = -Infinity
    if (row.every((value) => value < 0)) row[position] = 0
  }
  return mask
}

/** [T] rows of the position table. Padding tokens take `padding` itself. */
export function positionIds(padding: number | null, ids: readonly number[], first: number): Int32Array {
  if (padding === null) return Int32Array.from(ids, (_, i) => first + i)
  let real = 0
  return Int32Array.from(ids, (id) => (id === padding ? padding : padding + ++real))
}

/** [T] token types. */
export function typeIds(call: CallInputs): Int32Array {
  return Int32Array.from(call.ids, (_, i) => call.types?.[i] ?? 0)
}

/**
 * [T, S] buckets of key position less query position: half of them for keys behind, half for keys ahead; of each half the first
 * half are exact distances, the rest logarithmic up to `distance`. arXiv:1910.10683, section 2.1, as MPNet uses it.
 */
export function relativeBuckets({ buckets, distance }: BiasOp, { T, S, first }: Rows): Int32Array {
  const half = Math.floor(buckets / 2)
  const exact = Math.floor(half / 2)
  const bucket = (ahead: number): number => {
    const far = Math.abs(ahead)
    const base = ahead > 0 ? half : 0
    if (far < exact) return base + far
    // In float32 steps, as the tables were trained: the last bit decides at the bounds.
    const share = Math.fround(Math.fround(log(Math.fround(far / exact))) / Math.fround(log(distance / exact)))
    return base + Math.min(half - 1, exact + Math.trunc(Math.fround(share * (half - exact))))
  }
  return Int32Array.from({ length: T * S }, (_, i) => bucket((i % S) - (first + Math.floor(i / S))))
}

/** [T]: each row's share of the mean of the real rows. */
export function poolShares(call: CallInputs): Float32Array {
  const real = call.ids.map((_, i) => (call.mask ? call.mask[i]! : 1))
  const count = Math.max(
    1e-9,
    real.reduce((sum, one) => sum + one, 0),
  )
  return Float32Array.from(real, (one) => one / count)
}
