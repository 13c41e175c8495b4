/*
 * A program as an ONNX model. Which hooks are edited belongs to the graph; what the edits do comes in at run time
 * (mask, value, factor, term), so that changing a value builds nothing.
 */
import { pruneProgram, type Op, type Program, type Size, type ValueInfo } from '../../ir/program'
import type { Weights } from '../../weights'
import type { BlockedWeights } from './blocked-weights'
import { emitOp, maskInput, ropeInput } from './emit-op'
import { OnnxGraph } from './onnx-graph'

export interface EmittedGraph {
  readonly bytes: Uint8Array
  /** Operations that read what a call brings: ids, positions, masks, rotary rows; one for each input of the graph. */
  readonly feeds: readonly FedOp[]
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
  const info = (name: string) => program.values.get(name)!
  const editedHere = edited.filter((name) => program.ops.some((op) => op.out === name)).map(info)
  const editedNames = new Set(editedHere.map((value) => value.name))
  const feeds = fedOps(program)
  for (const op of feeds) declareInputs(graph, op)
  const context = { graph, weights, blocks, centred: new Map<string, string>(), cacheInput: (cache: string) => (cached ? cache : null) }
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
    feeds,
    caches: cached ? appends.map((op) => op.cache) : [],
    edited: editedHere,
  }
}

const FED = ['embed', 'positions', 'token-types', 'mask', 'rope', 'position-bias', 'pool'] as const
export type FedOp = Extract<Op, { op: (typeof FED)[number] }>

/** The first operation of each input: all others that read it read the same. */
export function fedOps(program: Program): FedOp[] {
  const first = new Map<string, FedOp>()
  for (const op of program.ops) if (isFed(op) && !first.has(inputOf(op))) first.set(inputOf(op), op)
  return [...first.values()].filter((op) => op.op !== 'pool' || op.by === 'mean')
}

const isFed = (op: Op): op is FedOp => (FED as readonly string[]).includes(op.op)

function inputOf(op: FedOp): string {
  if (op.op === 'mask') return maskInput(op)
  if (op.op === 'rope') return ropeInput(op.table, 'cos')
  return op.op === 'pool' ? `pool ${op.by}` : op.op
}

function declareInputs(graph: OnnxGraph, op: FedOp): void {
  switch (op.op) {
    case 'embed':
      return void graph.input('ids', 'int32', ['T'])
    case 'positions':
      return void graph.input('positions', 'int32', ['T'])
    case 'token-types':
      return void graph.input('types', 'int32', ['T'])
    case 'position-bias':
      return void graph.input('buckets', 'int32', ['T', 'S'])
    case 'mask':
      return void graph.input(maskInput(op), 'float32', ['T', 'S'])
    case 'pool':
      return void graph.input('shares', 'float32', [1, 'T'])
    case 'rope':
      for (const what of ['cos', 'sin'] as const) graph.input(ropeInput(op.table, what), 'float32', ['T', 1, op.turns])
  }
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
