/*
 * How far a matrix product may be off, proven output by output from what it is given, without knowing how it was computed. For tests of
 * packed weights and whole-number activations.
 *
 * What is rounded to b bits stands on a grid of step s = (largest of 32 neighbours) / (2^(b−1) − 1) and is off by half a step at most. So an output
 * is off by at most ½ Σ s(x) Σ |w| for activations, and ½ Σ s(w) Σ |x| for weights, over its blocks of 32. Float32 sums add half a last place
 * of Σ |x·w| for each addition.
 */
import type { ModelParts } from '../lib/engine/backends/backend'
import type { Op, Program } from '../lib/engine/ir/program'

export interface Product {
  readonly weight: string
  readonly bias: string | null
  readonly turned: boolean
  readonly inner: number
  readonly outer: number
  /** Values of the program. */
  readonly x: string
  readonly y: string
}

/** Products with a matrix: linear layers, and the output of attention as the sum of its heads. */
export function productsOf({ ops }: Program): Product[] {
  const made = new Map(ops.map((op) => [op.out, op]))
  return ops.flatMap((op): Product[] => {
    if (op.op === 'linear') {
      const { weight, bias, layout, inner, outer } = op
      return [{ weight, bias, turned: layout === 'in-out', inner, outer, x: op.inputs[0]!, y: op.out }]
    }
    if (op.op !== 'sum-heads') return []
    const { weight, layout, heads, size, width, inputs } = made.get(op.inputs[0]!) as Extract<Op, { op: 'head-results' }>
    return [{ weight, bias: op.bias, turned: layout === 'in-out', inner: heads * size, outer: width, x: inputs[0]!, y: op.out }]
  })
}

export interface Rounded {
  /** Of the activations; 24: float32 itself. */
  readonly activations: number
  /** Of the weights, where `parts` holds those from before; null: where it holds what is multiplied. */
  readonly weights: number | null
}

export interface Checked {
  /** Largest error over its bound: at most 1 where the bound holds. */
  readonly worst: number
  /** Root mean square error over the root mean square of the outputs. */
  readonly noise: number
}

/** Half of float32's last place. */
const ROUNDING = 2 ** -24
const BLOCK = 32
/** Half a step, and what is lost since the step itself is a float32. */
const HALF = 0.504
/** Outputs that are looked at of a larger matrix. */
const MOST_OUTPUTS = 4096

const stepOf = (largest: number, bits: number | null): number => (bits === null || bits >= 24 ? 0 : largest / (2 ** (bits - 1) - 1))

interface Sums {
  sum: number
  bound: number
  /** Of what was added, in magnitudes. */
  size: number
}

function addBlock(into: Sums, x: Float32Array, w: Float32Array, from: number, to: number, rounded: Rounded): void {
  let [xSum, wSum, xMost, wMost] = [0, 0, 0, 0]
  for (let i = from; i < to; i++) {
    const [a, b] = [Math.abs(x[i]!), Math.abs(w[i]!)]
    into.sum += x[i]! * w[i]!
    xSum += a
    wSum += b
    if (a > xMost) xMost = a
    if (b > wMost) wMost = b
  }
  const [xStep, wStep] = [HALF * stepOf(xMost, rounded.activations), HALF * stepOf(wMost, rounded.weights)]
  into.bound += xStep * wSum + wStep * xSum + xStep * wStep * (to - from)
  // A weight may be a minimum and a multiple of a step: three times the largest is the most of both.
  into.size += 3 * wMost * xSum
}

export function checkProduct(product: Product, parts: ModelParts, x: Float32Array, y: Float32Array, rounded: Rounded): Checked {
  const { inner, outer, turned } = product
  const matrix = parts.weights.get(product.weight)
  const bias = product.bias === null ? null : parts.weights.get(product.bias)
  // Within a block whole numbers are added exactly; float32 adds one after the other.
  const additions = rounded.activations >= 24 ? inner : Math.ceil(inner / BLOCK) + 8
  const column = new Float32Array(inner)
  let [worst, errors, power] = [0, 0, 0]
  for (let o = 0; o < outer; o += Math.max(1, Math.floor(outer / MOST_OUTPUTS))) {
    for (let i = 0; i < inner; i++) column[i] = matrix[turned ? i * outer + o : o * inner + i]!
    for (let row = 0; row < x.length / inner; row++) {
      const sums: Sums = { sum: bias?.[o] ?? 0, bound: 0, size: Math.abs(bias?.[o] ?? 0) }
      const values = x.subarray(row * inner, (row + 1) * inner)
      for (let from = 0; from < inner; from += BLOCK) addBlock(sums, values, column, from, Math.min(inner, from + BLOCK), rounded)
      const off = Math.abs(y[row * outer + o]! - sums.sum)
      if (off > 0) worst = Math.max(worst, off / (sums.bound + additions * ROUNDING * sums.size))
      errors += off * off
      power += sums.sum * sums.sum
    }
  }
  return { worst, noise: power === 0 ? 0 : Math.sqrt(errors / power) }
}
