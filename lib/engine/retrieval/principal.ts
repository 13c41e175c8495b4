/*
 * The two leading principal axes of rows: where each row stands on them, and how much of all variance they keep (Pearson 1901,
 * doi:10.1080/14786440109462720). Reckoned from the inner products of the centred rows by subspace iteration, always from the
 * same beginning. The sign of an axis is free: its farthest row stands on the positive side.
 */
import { cos } from '../../tensor/math'

export interface Principal {
  /** [N, 2], row by row. */
  readonly points: Float32Array
  /** Share of the variance along the first and the second axis; 0 where all rows are one. */
  readonly shares: readonly [number, number]
}

/** Iterated beside the two that are wanted: axes of nearly equal length part the sooner. */
const BLOCK = 8
const MOST_ROUNDS = 400
const SETTLED = 1e-13

/** rows [N, width], of which the first `count` are looked at. */
export function principalPoints(rows: Float32Array, count: number, width: number): Principal {
  const products = centredProducts(rows, count, width)
  let total = 0
  for (let i = 0; i < count; i++) total += products[i * count + i]!
  const points = new Float32Array(2 * count)
  const shares: [number, number] = [0, 0]
  if (!(total > 0)) return { points, shares }
  for (const [axis, { value, vector }] of leading(products, count, 2).entries()) {
    // Below this there is nothing but rounding.
    if (value <= total * 1e-12) continue
    shares[axis] = value / total
    const length = Math.sqrt(value) * signOf(vector)
    vector.forEach((entry, row) => (points[2 * row + axis] = entry * length))
  }
  return { points, shares }
}

/** Inner products [N, N] of the rows less their mean. Columns of zeros, most of those of counted words, are passed over. */
function centredProducts(rows: Float32Array, count: number, width: number): Float64Array {
  const products = new Float64Array(count * count)
  const column = new Float64Array(count)
  for (let c = 0; c < width; c++) {
    let sum = 0
    let any = false
    for (let row = 0; row < count; row++) {
      const entry = rows[row * width + c]!
      sum += entry
      any ||= entry !== 0
    }
    if (!any) continue
    for (let row = 0; row < count; row++) column[row] = rows[row * width + c]! - sum / count
    for (let i = 0; i < count; i++) for (let j = 0; j <= i; j++) products[i * count + j]! += column[i]! * column[j]!
  }
  for (let i = 0; i < count; i++) for (let j = 0; j < i; j++) products[j * count + i] = products[i * count + j]!
  return products
}

interface Pair {
  readonly value: number
  readonly vector: Float64Array
}

/** The largest eigenvalues of a symmetric matrix without negative ones, with their vectors. */
function leading(matrix: Float64Array, size: number, wanted: number): readonly Pair[] {
  const block = Math.min(BLOCK, size)
  let basis: Float64Array[] = Array.from({ length: block }, (_, j) =>
    Float64Array.from({ length: size }, (__, i) => cos((i + 1) * (j + 1))),
  )
  orthonormal(basis)
  let before: readonly number[] = []
  for (let round = 0; ; round++) {
    const images = basis.map((vector) => times(matrix, size, vector))
    const { values, turn } = jacobi(basis.map((a) => images.map((b) => dot(a, b))))
    const turned = (from: readonly Float64Array[]): Float64Array[] => turn.map((weights) => combined(from, weights))
    const still = values.slice(0, wanted).every((value, at) => Math.abs(value - (before[at] ?? Infinity)) <= SETTLED * values[0]!)
    if (still || round === MOST_ROUNDS)
      return turned(basis)
        .slice(0, wanted)
        .map((vector, at) => ({ value: values[at]!, vector }))
    before = values
    basis = turned(images)
    orthonormal(basis)
  }
}

function times(matrix: Float64Array, size: number, vector: Float64Array): Float64Array {
  const out = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    let sum = 0
    for (let j = 0; j < size; j++) sum += matrix[i * size + j]! * vector[j]!
    out[i] = sum
  }
  return out
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function combined(vectors: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const out = new Float64Array(vectors[0]!.length)
  vectors.forEach((vector, at) => vector.forEach((entry, i) => (out[i]! += weights[at]! * entry)))
  return out
}

/** Gram–Schmidt, each vector twice. What lies wholly among the earlier becomes zero. */
function orthonormal(vectors: readonly Float64Array[]): void {
  for (const [at, vector] of vectors.entries()) {
    const first = Math.sqrt(dot(vector, vector))
    for (let pass = 0; pass < 2; pass++)
      for (const earlier of vectors.slice(0, at)) {
        const part = dot(vector, earlier)
        for (let i = 0; i < vector.length; i++) vector[i]! -= part * earlier[i]!
      }
    const length = Math.sqrt(dot(vector, vector))
    const scale = length > 1e-12 * first ? 1 / length : 0
    for (let i = 0; i < vector.length; i++) vector[i]! *= scale
  }
}

/** All eigenvalues of a small symmetric matrix, the largest first, and what each takes of every column. Cyclic Jacobi rotations. */
function jacobi(matrix: number[][]): { readonly values: readonly number[]; readonly turn: readonly (readonly number[])[] } {
  const size = matrix.length
  const turn = matrix.map((_, i) => matrix.map((__, j) => (i === j ? 1 : 0)))
  for (let sweep = 0; sweep < 30; sweep++)
    for (let p = 0; p < size; p++)
      for (let q = p + 1; q < size; q++) {
        const off = matrix[p]![q]!
        if (off === 0) continue
        const slope = (matrix[q]![q]! - matrix[p]![p]!) / (2 * off)
        const t = (slope < 0 ? -1 : 1) / (Math.abs(slope) + Math.sqrt(slope * slope + 1))
        const c = 1 / Math.sqrt(t * t + 1)
        rotateColumns(matrix, p, q, c, t * c)
        rotateRows(matrix, p, q, c, t * c)
        rotateRows(turn, p, q, c, t * c)
        matrix[p]![q] = matrix[q]![p] = 0
      }
  const order = matrix.map((_, at) => at).sort((a, b) => matrix[b]![b]! - matrix[a]![a]! || a - b)
  return { values: order.map((at) => matrix[at]![at]!), turn: order.map((at) => turn[at]!) }
}

function rotateRows(matrix: number[][], p: number, q: number, c: number, s: number): void {
  for (let k = 0; k < matrix.length; k++) {
    const [a, b] = [matrix[p]![k]!, matrix[q]![k]!]
    matrix[p]![k] = c * a - s * b
    matrix[q]![k] = s * a + c * b
  }
}

function rotateColumns(matrix: number[][], p: number, q: number, c: number, s: number): void {
  for (const row of matrix) {
    const [a, b] = [row[p]!, row[q]!]
    row[p] = c * a - s * b
    row[q] = s * a + c * b
  }
}

function signOf(vector: Float64Array): 1 | -1 {
  let farthest = 0
  for (let i = 1; i < vector.length; i++) if (Math.abs(vector[i]!) > Math.abs(vector[farthest]!) * (1 + 1e-9)) farthest = i
  return (vector[farthest] ?? 0) < 0 ? -1 : 1
}
