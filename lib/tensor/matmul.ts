/* Matrix products by plain loops, summed in double and rounded once. */

/** x [rows, inner] · Wᵀ + bias, weight stored [outer, inner] → [rows, outer]. */
export function linear(x: Float32Array, weight: Float32Array, bias: Float32Array | null, inner: number, outer: number): Float32Array {
  const rows = x.length / inner
  const out = new Float32Array(rows * outer)
  for (let row = 0; row < rows; row++) {
    const xStart = row * inner
    for (let o = 0; o < outer; o++) {
      const wStart = o * inner
      let sum = 0
      for (let i = 0; i < inner; i++) sum += x[xStart + i]! * weight[wStart + i]!
      out[row * outer + o] = bias ? sum + bias[o]! : sum
    }
  }
  return out
}

/** x [rows, inner] · W + bias, weight stored [inner, outer] (GPT-2's habit) → [rows, outer]. */
export function linearInOut(x: Float32Array, weight: Float32Array, bias: Float32Array | null, inner: number, outer: number): Float32Array {
  const rows = x.length / inner
  const out = new Float32Array(rows * outer)
  const sums = new Float64Array(outer)
  for (let row = 0; row < rows; row++) {
    sums.fill(0)
    for (let i = 0; i < inner; i++) {
      const value = x[row * inner + i]!
      const wStart = i * outer
      for (let o = 0; o < outer; o++) sums[o]! += value * weight[wStart + o]!
    }
    for (let o = 0; o < outer; o++) out[row * outer + o] = bias ? sums[o]! + bias[o]! : sums[o]!
  }
  return out
}

/** a [rows, inner] · b [inner, columns] → [rows, columns]. */
export function matmul(a: Float32Array, b: Float32Array, inner: number, columns: number): Float32Array {
  return linearInOut(a, b, null, inner, columns)
}
