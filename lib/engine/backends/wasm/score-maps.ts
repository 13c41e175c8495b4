/* Scores of queries and keys that lie outside the machine, by the kernels of a pass. */
import type { HeadShape } from '../backend'
import { JOBS, type Machine } from './machine'

/** Queries [T,H,D], keys [S,K,D] → [H,T,S], times the factor. */
export function scoreMaps(machine: Machine, queries: Float32Array, keys: Float32Array, shape: HeadShape, factor: number): Float32Array {
  const { heads, keyHeads, size } = shape
  const T = queries.length / (heads * size)
  const S = keys.length / (keyHeads * size)
  const count = heads * T * S
  const places = [queries.byteLength, keys.byteLength, 4 * count].map((bytes) => machine.heap.take(bytes))
  const [q, k, out] = places as [number, number, number]
  try {
    machine.heap.floats.set(queries, q / 4)
    machine.heap.floats.set(keys, k / 4)
    machine.job(JOBS.scores, heads, [q, k, out, T, S, heads, keyHeads, size])
    if (factor !== 1) machine.kernels.scale(out, out, count, factor)
    return Float32Array.from(machine.heap.floats.subarray(out / 4, out / 4 + count))
  } finally {
    for (const place of places) machine.heap.free(place)
  }
}
