/* RMS and layer normalisation in two steps, so that the denominator is a tensor of its own. */

export type NormKind = 'rms' | 'layer'

/** The denominator of each row: √(mean square + ε), for `layer` of the centred row → [rows]. */
export function normScale(kind: NormKind, x: Float32Array, width: number, epsilon: number): Float32Array {
  const out = new Float32Array(x.length / width)
  for (let row = 0; row < out.length; row++) {
    const mean = kind === 'layer' ? rowMean(x, row, width) : 0
    let squares = 0
    for (let i = row * width; i < (row + 1) * width; i++) squares += (x[i]! - mean) * (x[i]! - mean)
    out[row] = Math.sqrt(squares / width + epsilon)
  }
  return out
}

/** (x − mean) / scale · (weight + offset) + bias; the mean is 0 for `rms`. */
export function normalize(
  kind: NormKind,
  x: Float32Array,
  scale: Float32Array,
  weight: Float32Array,
  bias: Float32Array | null,
  offset: 0 | 1 = 0,
): Float32Array {
  const width = weight.length
  const out = new Float32Array(x.length)
  for (let row = 0; row < scale.length; row++) {
    const mean = kind === 'layer' ? rowMean(x, row, width) : 0
    for (let i = 0; i < width; i++) {
      const value = ((x[row * width + i]! - mean) / scale[row]!) * (weight[i]! + offset)
      out[row * width + i] = bias ? value + bias[i]! : value
    }
  }
  return out
}

function rowMean(x: Float32Array, row: number, width: number): number {
  let sum = 0
  for (let i = row * width; i < (row + 1) * width; i++) sum += x[i]!
  return sum / width
}
