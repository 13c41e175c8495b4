/* Softmax along the last axis. A row of -Infinity alone gives NaN, as everywhere. */
import { exp } from './math'

export function softmaxRows(x: Float32Array, width: number): Float32Array {
  const out = new Float32Array(x.length)
  const powers = new Float64Array(width)
  for (let start = 0; start < x.length; start += width) {
    let largest = -Infinity
    for (let i = 0; i < width; i++) if (!(x[start + i]! <= largest)) largest = x[start + i]!
    let sum = 0
    for (let i = 0; i < width; i++) {
      const power = exp(x[start + i]! - largest)
      powers[i] = power
      sum += power
    }
    for (let i = 0; i < width; i++) out[start + i] = powers[i]! / sum
  }
  return out
}
