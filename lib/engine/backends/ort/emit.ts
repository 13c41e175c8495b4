/*
 * A program as an ONNX model. Which hooks are edited belongs to the graph; what the edits do comes in at run time
 * (mask, value, factor, term), so that changing a value builds nothing.
 */
import { pruneProgram, type Program, type Size, type ValueInfo } from '../../ir/program'
import type { Weights } from '../../weights'
import type { BlockedWeights } from './blocked-weights'
import { emitOp } from './emit-op'
import { OnnxGraph } from './onnx-graph'

export interface EmittedGraph {
  readonly bytes: Uint8Array
  readonly usesIds: boolean
  readonly usesPositions: boolean
  readonly usesRope: boolean
  readonly usesMask: boolean
  /** Caches by name; rows of this call come out as CACHE.new. */
  readonly caches: readonly string[]
  readonly edited: readonly ValueInfo[]
}

export interface EmitRequest {
  readonly program: Program
  readonly weights: Weights
  /** For exact hooks; null for speed. */
  readonly blocks: BlockedWeights | null
  readonly outputs: readonly string[]
  readonly edited: readonly string[]
  /** With a cache the graph takes earlier keys and values and gives those of this call. */
  readonly cached: boolean
}

export const editInput = (hook: string, what: 'mask' | 'value' | 'factor' | 'term') => `edit.${what}.${hook}`
export const cacheOutput = (cache: string) => `${cache}.new`

export function emitGraph({ program: whole, weights, blocks, outputs, edited, cached }: EmitRequest): EmittedGraph {
  const appends = whole.ops.filter((op) => op.op === 'append')
  const program = pruneProgram(whole, cached ? [...outputs, ...appends.map((op) => op.out)] : outputs)
  const graph = new OnnxGraph()
  const present = new Set(program.ops.map((op) => op.op))
  const info = (name: string) => program.values.get(name)!
  const editedHere = edited.filter((name) => program.ops.some((op) => op.out === name)).map(info)
  const editedNames = new Set(editedHere.map((value) => value.name))
  declareInputs(graph, present, program)
  const context = { graph, weights, blocks, cacheInput: (cache: string) => (cached ? cache : null) }
  for (const op of program.ops) {
    if (op.op === 'append' && cached) graph.input(op.cache, 'float32', ['P', op.heads, op.size])
    if (editedNames.has(op.out)) {
      emitOp(op, `${op.out}.before`, context)
      emitEdit(graph, info(op.out))
    } else emitOp(op, op.out, context)
    if (op.op === 'append' && cached) {
      graph.node('Identity', [op.inputs[0]!], cacheOutput(op.cache))
      graph.output(cacheOutput(op.cache), ['T', op.heads, op.size])
    }
  }
  for (const name of outputs) graph.output(name, dimsOf(info(name)))
  return {
    bytes: graph.finish(),
    usesIds: present.has('embed'),
    usesPositions: present.has('positions'),
    usesRope: present.has('rope'),
    usesMask: present.has('mask'),
    caches: cached ? appends.map((op) => op.cache) : [],
    edited: editedHere,
  }
}

function declareInputs(graph: OnnxGraph, present: ReadonlySet<string>, program: Program): void {
  if (present.has('embed')) graph.input('ids', 'int32', ['T'])
  if (present.has('positions')) graph.input('positions', 'int32', ['T'])
  if (present.has('mask')) graph.input('mask', 'float32', ['T', 'S'])
  const rope = program.ops.find((op) => op.op === 'rope')
  if (!rope) return
  graph.input('rope_cos', 'float32', ['T', 1, rope.size])
  graph.input('rope_sin', 'float32', ['T', 1, rope.size])
}

function emitEdit(graph: OnnxGraph, info: ValueInfo): void {
  const dims = dimsOf(info)
  const input = (what: 'value' | 'factor' | 'term') => graph.input(editInput(info.name, what), 'float32', dims)
  const mask = graph.input(editInput(info.name, 'mask'), 'bool', dims)
  const scaled = graph.step('Add', [graph.step('Mul', [`${info.name}.before`, input('factor')]), input('term')])
  graph.node('Where', [mask, input('value'), scaled], info.name)
}

function dimsOf(info: ValueInfo): readonly Size[] {
  return info.shape
}
