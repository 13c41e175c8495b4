/* One operation of the program as ONNX nodes. Shapes stay dynamic in T and S. */
import type { ActivationName } from '../../../tensor'
import type { Op } from '../../ir/program'
import type { Weights } from '../../weights'
import { BLOCK, blockSizes, type BlockedWeights } from './blocked-weights'
import type { OnnxGraph } from './onnx-graph'

/** Names of the two buffers that a session is given. */
export const WEIGHTS = 'weights'
export const BLOCKS = 'blocks'

/** Names of what a run is fed. */
export const maskInput = ({ causal, window }: Pick<OpOf<'mask'>, 'causal' | 'window'>) =>
  `mask.${causal ? 'causal' : 'both'}${window === null ? '' : `.${window}`}`
export const ropeInput = (table: number, what: 'cos' | 'sin') => `rope.${what}.${table}`

export interface EmitContext {
  readonly graph: OnnxGraph
  readonly weights: Weights
  /** Null: matrix products in one piece. */
  readonly blocks: BlockedWeights | null
  /** Centred rows by the tensor's name. */
  readonly centred: Map<string, string>
  /** Name of the input that holds the rows already in a cache; null without a cache. */
  cacheInput(cache: string): string | null
}

const ROOT_HALF = 0.7071067811865476
const ROOT_TWO_OVER_PI = 0.7978845608028654

/** Writes nodes that end in `out`. */
export function emitOp(op: Op, out: string, context: EmitContext): void {
  const { graph, cacheInput } = context
  const [a, b] = op.inputs as [string, string]
  const weight = (name: string) => wholeWeight(context, name)
  switch (op.op) {
    case 'embed':
      return void graph.node('Gather', [weight(op.weight), 'ids'], out)
    case 'positions':
      return void graph.node('Gather', [weight(op.weight), 'positions'], out)
    case 'token-types':
      return void graph.node('Gather', [weight(op.weight), 'types'], out)
    case 'copy':
      return void graph.node('Identity', [a], out)
    case 'add':
      return void graph.node('Add', [a, b], out)
    case 'multiply':
      return void graph.node('Mul', [a, b], out)
    case 'norm-scale':
      return emitNormScale(op, a, out, context)
    case 'normalize': {
      const centred = op.norm === 'layer' ? centredRows(context, a) : a
      const scaled = graph.step('Div', [centred, b])
      const gain = op.offset === 0 ? weight(op.weight) : graph.step('Add', [weight(op.weight), graph.scalar(op.offset)])
      if (op.bias === null) return void graph.node('Mul', [scaled, gain], out)
      return void graph.node('Add', [graph.step('Mul', [scaled, gain]), weight(op.bias)], out)
    }
    case 'linear':
      return emitLinear(op, a, out, context)
    case 'slice':
      return void graph.node('Slice', [a, graph.integers(op.start), graph.integers(op.start + op.size), graph.integers(-1)], out)
    case 'split-heads':
      return void graph.node('Reshape', [a, graph.integers(-1, op.heads, op.size)], out)
    case 'merge-heads':
      return void graph.node('Reshape', [a, graph.integers(-1, op.width)], out)
    case 'rope':
      return emitRope(op, a, out, graph)
    case 'append': {
      const before = cacheInput(op.cache)
      return void (before ? graph.node('Concat', [before, a], out, { axis: 0 }) : graph.node('Identity', [a], out))
    }
    case 'scores':
      return emitScores(op, a, b, out, graph)
    case 'position-bias': {
      const pairs = graph.step('Gather', [weight(op.weight), 'buckets']) // [T,S,H]
      return void graph.node('Transpose', [pairs], out, { perm: [2, 0, 1] })
    }
    case 'scale':
      return void graph.node('Mul', [a, graph.scalar(op.factor)], out)
    case 'mask':
      return void graph.node('Add', [a, maskInput(op)], out)
    case 'softmax':
      return void graph.node('Softmax', [a], out, { axis: -1 })
    case 'mix':
      return emitMix(op, a, b, out, graph)
    case 'head-results':
      return emitHeadResults(op, a, out, graph, weight)
    case 'sum-heads': {
      const sum = graph.step('ReduceSum', [a, graph.integers(1)], { keepdims: 0 }) // [T,C]
      return void (op.bias === null ? graph.node('Identity', [sum], out) : graph.node('Add', [sum, weight(op.bias)], out))
    }
    case 'activation':
      return emitActivation(op.activation, a, out, graph)
    case 'last-row':
      return void graph.node('Slice', [a, graph.integers(-1), graph.integers(2147483647), graph.integers(0)], out)
    case 'pool':
      if (op.by === 'mean') return void graph.node('MatMul', ['shares', a], out) // [1,T] · [T,C]
      return void graph.node('Slice', [a, graph.integers(0), graph.integers(1), graph.integers(0)], out)
    case 'unit-length': {
      const length = graph.step('ReduceL2', [a], { axes: [-1], keepdims: 1 })
      return void graph.node('Div', [a, graph.step('Max', [length, graph.scalar(1e-12)])], out)
    }
    case 'flatten':
      return void graph.node('Reshape', [a, graph.integers(-1)], out)
  }
}

type OpOf<Name extends Op['op']> = Extract<Op, { op: Name }>
type WeightOf = (name: string) => string

function rowMean(graph: OnnxGraph, x: string): string {
  return graph.step('ReduceMean', [x], { axes: [-1], keepdims: 1 })
}

/**
 * Rows less their mean, and less what rounding left of it: a row of equal numbers, as an edit may make, would else be divided by
 * almost nothing and show its rounding errors alone. Once for the scale and the norm of one tensor.
 */
function centredRows({ graph, centred }: EmitContext, x: string): string {
  const known = centred.get(x)
  if (known) return known
  const once = graph.step('Sub', [x, rowMean(graph, x)])
  const made = graph.step('Sub', [once, rowMean(graph, once)])
  centred.set(x, made)
  return made
}

function emitNormScale(op: OpOf<'norm-scale'>, x: string, out: string, context: EmitContext): void {
  const { graph } = context
  const centred = op.norm === 'layer' ? centredRows(context, x) : x
  const square = rowMean(graph, graph.step('Mul', [centred, centred]))
  graph.node('Sqrt', [graph.step('Add', [square, graph.scalar(op.epsilon)])], out)
}

/** Block by block of the inner dimension; each product takes the sum so far (first the bias) as its third input. */
function emitLinear(op: OpOf<'linear'>, x: string, out: string, context: EmitContext): void {
  const { graph } = context
  const attributes = op.layout === 'out-in' ? { transB: 1 } : undefined
  const sizes = context.blocks ? blockSizes(op.inner) : [op.inner]
  const parts = sizes.length === 1 ? [x] : graph.split(x, 1, sizes)
  let sum = op.bias === null ? [] : [wholeWeight(context, op.bias)]
  for (const [index, part] of parts.entries()) {
    const inputs = [part, weightBlock(op, index, sizes, context), ...sum]
    sum = [index === sizes.length - 1 ? graph.node('Gemm', inputs, out, attributes) : graph.step('Gemm', inputs, attributes)]
  }
}

function wholeWeight({ graph, weights }: EmitContext, name: string): string {
  const { shape, start } = weights.placeOf(name)
  return graph.weight(name, shape, WEIGHTS, start)
}

function weightBlock(op: OpOf<'linear'>, index: number, sizes: readonly number[], context: EmitContext): string {
  if (sizes.length === 1) return wholeWeight(context, op.weight)
  const { graph, weights, blocks } = context
  const name = `${op.weight}#${index}`
  const before = index * BLOCK * op.outer
  if (op.layout === 'in-out') return graph.weight(name, [sizes[index]!, op.outer], WEIGHTS, weights.placeOf(op.weight).start + before)
  return graph.weight(name, [op.outer, sizes[index]!], BLOCKS, blocks!.starts.get(op.weight)! + before)
}

/** Dimension i turns with i + turns/2: x·cos + swapped·sin, the sign in the sine input. */
function emitRope(op: OpOf<'rope'>, x: string, out: string, graph: OnnxGraph): void {
  const part = (from: number, to: number) => graph.step('Slice', [x, graph.integers(from), graph.integers(to), graph.integers(2)])
  const half = op.turns / 2
  const turning = op.turns === op.size ? x : part(0, op.turns)
  const swapped = graph.step('Concat', [part(half, op.turns), part(0, half)], { axis: 2 })
  const sum = [graph.step('Mul', [turning, ropeInput(op.table, 'cos')]), graph.step('Mul', [swapped, ropeInput(op.table, 'sin')])]
  if (op.turns === op.size) graph.node('Add', sum, out)
  else graph.node('Concat', [graph.step('Add', sum), part(op.turns, op.size)], out, { axis: 2 })
}

/** Query heads that share a key head are rows of one matrix: [K, G·T, D] · [K, D, S]. */
function emitScores(op: OpOf<'scores'>, q: string, k: string, out: string, graph: OnnxGraph): void {
  const queries = graph.step('Transpose', [q], { perm: [1, 0, 2] }) // [H,T,D]
  const keys = graph.step('Transpose', [k], { perm: [1, 2, 0] }) // [K,D,S]
  if (op.heads === op.keyHeads) return void graph.node('MatMul', [queries, keys], out)
  const grouped = graph.step('Reshape', [queries, graph.integers(op.keyHeads, -1, op.size)])
  graph.node('Reshape', [graph.step('MatMul', [grouped, keys]), graph.integers(op.heads, -1, 0)], out) // [H,T,S]
}

function emitMix(op: OpOf<'mix'>, pattern: string, v: string, out: string, graph: OnnxGraph): void {
  const values = graph.step('Transpose', [v], { perm: [1, 0, 2] }) // [K,S,D]
  const perHead = () => {
    if (op.heads === op.keyHeads) return graph.step('MatMul', [pattern, values])
    const grouped = graph.step('Reshape', [pattern, graph.integers(op.keyHeads, -1, 0)]) // [K,G·T,S]
    return graph.step('Reshape', [graph.step('MatMul', [grouped, values]), graph.integers(op.heads, -1, op.size)])
  }
  graph.node('Transpose', [perHead()], out, { perm: [1, 0, 2] }) // [T,H,D]
}

function emitHeadResults(op: OpOf<'head-results'>, z: string, out: string, graph: OnnxGraph, weight: WeightOf): void {
  const stored = weight(op.weight)
  const inner = op.layout === 'out-in' ? graph.step('Transpose', [stored], { perm: [1, 0] }) : stored // [H·D,C]
  const perHead = graph.step('Reshape', [inner, graph.integers(op.heads, op.size, op.width)]) // [H,D,C]
  const heads = graph.step('Transpose', [z], { perm: [1, 0, 2] }) // [H,T,D]
  graph.node('Transpose', [graph.step('MatMul', [heads, perHead])], out, { perm: [1, 0, 2] }) // [T,H,C]
}

function emitActivation(name: ActivationName, x: string, out: string, graph: OnnxGraph): void {
  const halfTimesOnePlus = (inner: string) => {
    const onePlus = graph.step('Add', [inner, graph.scalar(1)])
    graph.node('Mul', [graph.step('Mul', [x, graph.scalar(0.5)]), onePlus], out)
  }
  switch (name) {
    case 'relu':
      return void graph.node('Relu', [x], out)
    case 'tanh':
      return void graph.node('Tanh', [x], out)
    case 'silu':
      return void graph.node('Mul', [x, graph.step('Sigmoid', [x])], out)
    case 'gelu-sigmoid':
      return void graph.node('Mul', [x, graph.step('Sigmoid', [graph.step('Mul', [x, graph.scalar(1.702)])])], out)
    case 'gelu':
      return halfTimesOnePlus(graph.step('Erf', [graph.step('Mul', [x, graph.scalar(ROOT_HALF)])]))
    case 'gelu-tanh': {
      const cube = graph.step('Mul', [graph.step('Mul', [x, x]), x])
      const sum = graph.step('Add', [x, graph.step('Mul', [cube, graph.scalar(0.044715)])])
      return halfTimesOnePlus(graph.step('Tanh', [graph.step('Mul', [sum, graph.scalar(ROOT_TWO_OVER_PI)])]))
    }
  }
}
