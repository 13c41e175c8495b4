/* How far two rows of shares are apart, and two arrays of numbers. Logarithms are to the base 2: bits. */
import { log2 } from '../../tensor/math'

/** Σ a log₂ (a / b): what it costs to expect b where a is true (Kullback and Leibler 1951). Infinite where b excludes what a gives. */
export function divergence(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) if (a[i]! > 0) sum += a[i]! * (log2(a[i]!) - log2(b[i]!))
  return Math.max(0, sum)
}

/** The mean divergence of both from their middle (Lin 1991): between 0 and 1 bit. */
export function jensenShannon(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) {
    const middle = (a[i]! + b[i]!) / 2
    if (a[i]! > 0) sum += (a[i]! / 2) * log2(a[i]! / middle)
    if (b[i]! > 0) sum += (b[i]! / 2) * log2(b[i]! / middle)
  }
  return Math.max(0, sum)
}

/** Half of Σ |a − b|: the mass that has to move. */
export function totalVariation(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!)
  return sum / 2
}

export function largestDifference(a: Float32Array, b: Float32Array): number {
  let most = 0
  for (let i = 0; i < a.length; i++) {
    const distance = a[i] === b[i] ? 0 : Math.abs(a[i]! - b[i]!)
    if (!(distance <= most)) most = distance
  }
  return most
}

export const sameBest = (a: Float32Array, b: Float32Array): number => (bestOf(a) === bestOf(b) ? 1 : 0)

function bestOf(row: Float32Array): number {
  let best = 0
  for (let i = 1; i < row.length; i++) if (row[i]! > row[best]!) best = i
  return best
}
