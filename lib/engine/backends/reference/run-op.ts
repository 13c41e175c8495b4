/* One operation of the program by plain loops from lib/tensor. */
import {
  activate, attentionScores, causalMask, headResults, linear, linearInOut, mixValues, normalize, normScale, rotateHalves, softmaxRows,
} from '../../../tensor' // prettier-ignore
import type { RopeRows } from '../../models/rope'
import type { Op } from '../../ir/program'
import type { Rows } from '../../ir/regions'
import { packedLinear } from '../../quantize/packed-matrix'
import type { WeightStore } from '../../weights'

export interface OpContext {
  readonly ids: readonly number[]
  readonly rows: Rows
  readonly weights: WeightStore
  readonly rope: RopeRows | null
  /** Rows already in a cache, or null without one; what is appended is kept by the caller. */
  cached(cache: string): Float32Array | null
}

/** `input(n)` is the op's n-th input. The result is always a fresh array. */
export function runOp(op: Op, input: (n: number) => Float32Array, context: OpContext): Float32Array {
  const { rows, weights } = context
  const weight = (name: string) => weights.get(name)
  const bias = (name: string | null) => (name === null ? null : weights.get(name))
  switch (op.op) {
    case 'embed':
      return gatherRows(weights.byName(op.weight).data, weights.byName(op.weight).shape[1]!, context.ids)
    case 'positions':
      return gatherRows(
        weight(op.weight),
        weights.byName(op.weight).shape[1]!,
        Array.from({ length: rows.T }, (_, i) => rows.first + i),
      )
    case 'copy':
    case 'split-heads':
    case 'merge-heads':
      return input(0).slice()
    case 'add':
      return combine(input(0), input(1), (a, b) => a + b)
    case 'multiply':
      return combine(input(0), input(1), (a, b) => a * b)
    case 'norm-scale':
      return normScale(op.norm, input(0), input(0).length / rows.T, op.epsilon)
    case 'normalize':
      return normalize(op.norm, input(0), input(1), weight(op.weight), bias(op.bias))
    case 'linear': {
      const packed = weights.packed(op.weight)
      if (packed) return packedLinear(input(0), packed, bias(op.bias))
      const product = op.layout === 'out-in' ? linear : linearInOut
      return product(input(0), weight(op.weight), bias(op.bias), op.inner, op.outer)
    }
    case 'slice':
      return sliceColumns(input(0), input(0).length / rows.T, op.start, op.size)
    case 'rope':
      return rotateHalves(input(0), context.rope!.cos, context.rope!.sin, op.heads, op.size)
    case 'append':
      return concatenate(context.cached(op.cache), input(0))
    case 'scores':
      return attentionScores(input(0), input(1), op)
    case 'scale':
      return input(0).map((x) => x * op.factor)
    case 'mask':
      return causalMask(input(0), rows.T, rows.S)
    case 'softmax':
      return softmaxRows(input(0), rows.S)
    case 'mix':
      return mixValues(input(0), input(1), op)
    case 'head-results':
      return headResults(input(0), weight(op.weight), op.layout, op.heads, op.size, op.width)
    case 'sum-heads':
      return sumHeads(input(0), bias(op.bias), op.heads, op.width)
    case 'activation':
      return activate(op.activation, input(0))
    case 'last-row':
      return input(0).slice(input(0).length - input(0).length / rows.T)
  }
}

function gatherRows(table: Float32Array, width: number, ids: readonly number[]): Float32Array {
  const out = new Float32Array(ids.length * width)
  for (const [row, id] of ids.entries()) out.set(table.subarray(id * width, (id + 1) * width), row * width)
  return out
}

function combine(a: Float32Array, b: Float32Array, f: (a: number, b: number) => number): Float32Array {
  const out = new Float32Array(a.length)
  for (let i = 0; i < a.length; i++) out[i] = f(a[i]!, b[i]!)
  return out
}

function sliceColumns(x: Float32Array, width: number, start: number, size: number): Float32Array {
  const out = new Float32Array((x.length / width) * size)
  for (let row = 0; row * width < x.length; row++) out.set(x.subarray(row * width + start, row * width + start + size), row * size)
  return out
}

function concatenate(before: Float32Array | null, rows: Float32Array): Float32Array {
  if (!before) return rows.slice()
  const out = new Float32Array(before.length + rows.length)
  out.set(before)
  out.set(rows, before.length)
  return out
}

/** [T,H,C] → [T,C] */
function sumHeads(results: Float32Array, bias: Float32Array | null, heads: number, width: number): Float32Array {
  const out = new Float32Array(results.length / heads)
  for (let i = 0; i < out.length; i++) {
    const row = Math.floor(i / width)
    const column = i % width
    let sum = bias ? bias[column]! : 0
    for (let h = 0; h < heads; h++) sum += results[(row * heads + h) * width + column]!
    out[i] = sum
  }
  return out
}
