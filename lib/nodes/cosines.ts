/* Cosine of every row of one matrix with every row of another. A row of zeros has no direction: 0. */

/** a [N,C], b [M,C] → [N,M]. */
export function cosines(a: Float32Array, b: Float32Array, width: number): Float32Array {
  const left = lengths(a, width)
  const right = lengths(b, width)
  const out = new Float32Array(left.length * right.length)
  for (let i = 0; i < left.length; i++)
    for (let j = 0; j < right.length; j++) {
      let dot = 0
      for (let c = 0; c < width; c++) dot += a[i * width + c]! * b[j * width + c]!
      const scale = left[i]! * right[j]!
      out[i * right.length + j] = scale > 0 ? dot / scale : 0
    }
  return out
}

function lengths(rows: Float32Array, width: number): Float64Array {
  const out = new Float64Array(rows.length / width)
  for (let row = 0; row < out.length; row++) {
    let squares = 0
    for (let c = row * width; c < (row + 1) * width; c++) squares += rows[c]! * rows[c]!
    out[row] = Math.sqrt(squares)
  }
  return out
}
