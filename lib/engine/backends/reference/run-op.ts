/* One operation of the program by plain loops from lib/tensor. */
import {
  activate, attentionScores, headResults, linear, linearInOut, mixValues, normalize, normScale, rotateHalves, softmaxRows,
} from '../../../tensor' // prettier-ignore
import type { RopeRows } from '../../models/rope'
import { maskRows, poolShares, positionIds, relativeBuckets, typeIds, type CallInputs } from '../../ir/call-tables'
import type { Op } from '../../ir/program'
import type { Rows } from '../../ir/regions'
import { packedLinear } from '../../quantize/packed-matrix'
import type { EngineTensor } from '../../types'
import type { WeightStore } from '../../weights'

export interface OpContext {
  readonly call: CallInputs
  readonly rows: Rows
  readonly weights: WeightStore
  /** Rows of one of the spec's rotary tables for this call. */
  rope(table: number): RopeRows
  /** Rows already in a cache, or null without one; what is appended is kept by the caller. */
  cached(cache: string): Float32Array | null
}

/** `input(n)` is the op's n-th input. The result is always a fresh array. */
export function runOp(op: Op, input: (n: number) => Float32Array, context: OpContext): Float32Array {
  const { call, rows, weights } = context
  const weight = (name: string) => weights.get(name)
  const bias = (name: string | null) => (name === null ? null : weights.get(name))
  switch (op.op) {
    case 'embed':
      return gatherRows(weights.byName(op.weight), call.ids)
    case 'positions':
      return gatherRows(weights.byName(op.weight), positionIds(op.padding, call.ids, rows.first))
    case 'token-types':
      return gatherRows(weights.byName(op.weight), typeIds(call))
    case 'copy':
    case 'split-heads':
    case 'merge-heads':
    case 'flatten':
      return input(0).slice()
    case 'add':
      return combine(input(0), input(1), (a, b) => a + b)
    case 'multiply':
      return combine(input(0), input(1), (a, b) => a * b)
    case 'norm-scale':
      return normScale(op.norm, input(0), op.width, op.epsilon)
    case 'normalize':
      return normalize(op.norm, input(0), input(1), weight(op.weight), bias(op.bias), op.offset)
    case 'linear': {
      const packed = weights.packed(op.weight)
      if (packed) return packedLinear(input(0), packed, bias(op.bias))
      const product = op.layout === 'out-in' ? linear : linearInOut
      return product(input(0), weight(op.weight), bias(op.bias), op.inner, op.outer)
    }
    case 'slice':
      return sliceColumns(input(0), op.width, op.start, op.size)
    case 'rope':
      return rotated(op, input(0), context.rope(op.table))
    case 'append':
      return concatenate(context.cached(op.cache), input(0))
    case 'scores':
      return attentionScores(input(0), input(1), op)
    case 'position-bias':
      return byHeads(gatherRows(weights.byName(op.weight), relativeBuckets(op, rows)), op.heads)
    case 'scale':
      return input(0).map((x) => x * op.factor)
    case 'mask':
      return masked(input(0), maskRows(op, rows, call.mask))
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
    case 'pool':
      return op.by === 'first' ? input(0).slice(0, op.width) : weightedSum(input(0), poolShares(call), op.width)
    case 'unit-length':
      return unitLength(input(0))
  }
}

function gatherRows({ data, shape }: EngineTensor, ids: ArrayLike<number>): Float32Array {
  const width = shape[1]!
  const out = new Float32Array(ids.length * width)
  for (let row = 0; row < ids.length; row++) out.set(data.subarray(ids[row]! * width, (ids[row]! + 1) * width), row * width)
  return out
}

function rotated({ heads, size, turns }: Extract<Op, { op: 'rope' }>, x: Float32Array, { cos, sin }: RopeRows): Float32Array {
  return rotateHalves(x, cos, sin, heads, size, turns)
}

/** [T·S, H] → [H, T·S] */
function byHeads(x: Float32Array, heads: number): Float32Array {
  const pairs = x.length / heads
  return Float32Array.from({ length: x.length }, (_, i) => x[(i % pairs) * heads + Math.floor(i / pairs)]!)
}

/** [H, T, S], each head under the same mask [T, S]. */
function masked(scores: Float32Array, mask: Float32Array): Float32Array {
  return scores.map((x, i) => (mask[i % mask.length]! < 0 ? -Infinity : x))
}

/** [T, C] → [C] */
function weightedSum(x: Float32Array, shares: Float32Array, width: number): Float32Array {
  const sums = new Float64Array(width)
  for (const [row, share] of shares.entries()) for (let i = 0; i < width; i++) sums[i]! += share * x[row * width + i]!
  return Float32Array.from(sums)
}

function unitLength(x: Float32Array): Float32Array {
  const length = Math.sqrt(x.reduce((sum, value) => sum + value * value, 0))
  return x.map((value) => value / Math.max(length, 1e-12))
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
