/* Flat search: the cosine of the query with every vector there is. Exact, and as slow as there are vectors. */
import type { Steps } from './steps'

/** Numbers multiplied between two steps. */
const STEP = 262_144

/** rows [N,C], query [C] → [N] in float64; 0 where either has no length. */
export function* flatScores(rows: Float32Array, query: ArrayLike<number>): Steps<Float64Array> {
  const width = query.length
  const count = width > 0 ? Math.floor(rows.length / width) : 0
  const scores = new Float64Array(count)
  const length = lengthOf(query, 0, width)
  let done = 0
  for (let row = 0; row < count; row++) {
    const start = row * width
    let dot = 0
    for (let c = 0; c < width; c++) dot += rows[start + c]! * query[c]!
    const scale = length * lengthOf(rows, start, width)
    scores[row] = scale > 0 ? dot / scale : 0
    done += width
    if (done >= STEP) {
      done = 0
      yield
    }
  }
  return scores
}

export function lengthOf(values: ArrayLike<number>, start: number, width: number): number {
  let squares = 0
  for (let at = start; at < start + width; at++) squares += values[at]! * values[at]!
  return Math.sqrt(squares)
}
