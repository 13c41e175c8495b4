/*
 * What a call brings, as nodes of the graph itself: for a file that others run, who know nothing of rotary tables and masks. The same
 * tables as in ir/call-tables.ts; inputs of the file are named as Hugging Face names them.
 */
import type { EngineSpec } from '../../models'
import { ropeFrequencies } from '../../models/rope-scaling'
import type { RopeSpec } from '../../models/rope'
import type { FedOp } from './emit'
import { maskInput, ropeInput } from './emit-op'
import type { OnnxGraph } from './onnx-graph'

const IDS = 'input_ids'
const PADDING = 'attention_mask'
const TYPES = 'token_type_ids'
const INT64 = 7
const FLOAT = 1

/** Declares the inputs and writes nodes that end in the names which operations read. */
export function writeCallNodes(graph: OnnxGraph, feeds: readonly FedOp[], spec: EngineSpec): void {
  graph.input(IDS, 'int64', ['T'])
  if (!spec.causal) graph.input(PADDING, 'int64', ['T'])
  const length = graph.step('Gather', [graph.step('Shape', [IDS]), graph.integer(0)])
  const places = graph.step('Range', [graph.integer(0), length, graph.integer(1)]) // [T]
  for (const op of feeds) writeCallNode(graph, op, { spec, length, places })
}

interface Call {
  readonly spec: EngineSpec
  readonly length: string
  readonly places: string
}

function writeCallNode(graph: OnnxGraph, op: FedOp, call: Call): void {
  switch (op.op) {
    case 'embed':
      return void graph.node('Identity', [IDS], 'ids')
    case 'positions':
      return op.padding === null ? void graph.node('Identity', [call.places], 'positions') : countedPositions(graph, op.padding)
    case 'token-types':
      graph.input(TYPES, 'int64', ['T'])
      return void graph.node('Identity', [TYPES], 'types')
    case 'mask':
      return maskNodes(graph, op, call)
    case 'pool':
      return shareNodes(graph)
    case 'position-bias':
      return bucketNodes(graph, op, call)
    case 'rope':
      return ropeNodes(graph, op.table, call)
  }
}

/** Real tokens count from padding + 1; padding takes its own number. */
function countedPositions(graph: OnnxGraph, padding: number): void {
  const real = graph.step('Cast', [graph.step('Not', [graph.step('Equal', [IDS, graph.integer(padding)])])], { to: INT64 })
  const counted = graph.step('Mul', [graph.step('CumSum', [real, graph.integer(0)]), real])
  graph.node('Add', [counted, graph.integer(padding)], 'positions')
}

/** [T, T]: position of the query less that of the key. */
function behind(graph: OnnxGraph, places: string): string {
  const queries = graph.step('Unsqueeze', [places, graph.integers(1)])
  return graph.step('Sub', [queries, graph.step('Unsqueeze', [places, graph.integers(0)])])
}

function maskNodes(graph: OnnxGraph, op: Extract<FedOp, { op: 'mask' }>, { spec, places }: Call): void {
  const { causal, window } = op
  const far = behind(graph, places)
  const seen: string[] = []
  if (causal) seen.push(graph.step('GreaterOrEqual', [far, graph.integer(0)]))
  if (window !== null) seen.push(graph.step('Less', [far, graph.integer(window)]))
  if (window !== null && !causal) seen.push(graph.step('Greater', [far, graph.integer(-window)]))
  if (!spec.causal) seen.push(graph.step('Equal', [graph.step('Unsqueeze', [PADDING, graph.integers(0)]), graph.integer(1)]))
  const all = seen.reduce((both, one) => graph.step('And', [both, one]))
  graph.node('Where', [all, graph.scalar(0), graph.scalar(-Infinity)], maskInput(op))
}

function shareNodes(graph: OnnxGraph): void {
  const real = graph.step('Cast', [graph.step('Unsqueeze', [PADDING, graph.integers(0)])], { to: FLOAT }) // [1,T]
  graph.node('Div', [real, graph.step('ReduceSum', [real], { keepdims: 1 })], 'shares')
}

function bucketNodes(graph: OnnxGraph, op: Extract<FedOp, { op: 'position-bias' }>, { places }: Call): void {
  const half = Math.floor(op.buckets / 2)
  const exact = Math.floor(half / 2)
  const far = behind(graph, places)
  const size = graph.step('Abs', [far])
  const ahead = graph.step('Less', [far, graph.integer(0)])
  const base = graph.step('Where', [ahead, graph.integer(half), graph.integer(0)])
  const least = graph.step('Cast', [graph.step('Max', [size, graph.integer(1)])], { to: FLOAT })
  const waves = graph.step('Log', [graph.step('Div', [least, graph.scalar(exact)])])
  const share = graph.step('Div', [waves, graph.step('Log', [graph.scalar(op.distance / exact)])])
  const steps = graph.step('Cast', [graph.step('Mul', [share, graph.scalar(half - exact)])], { to: INT64 })
  const large = graph.step('Min', [graph.step('Add', [steps, graph.integer(exact)]), graph.integer(half - 1)])
  const near = graph.step('Less', [size, graph.integer(exact)])
  graph.node('Add', [base, graph.step('Where', [near, size, large])], 'buckets')
}

/** Angles are position times frequency; the sign of the swapped half is in the sines. */
function ropeNodes(graph: OnnxGraph, table: number, { spec, length, places }: Call): void {
  const rope = spec.ropes[table]!
  const positions = graph.step('Unsqueeze', [graph.step('Cast', [places], { to: FLOAT }), graph.integers(1)])
  const angles = graph.step('Mul', [positions, frequencyNodes(graph, rope, length)]) // [T,turns/2]
  const longer = (type: 'Cos' | 'Sin') => graph.step('Mul', [graph.step(type, [angles]), graph.scalar(rope.attentionFactor)])
  const [cos, sin] = [longer('Cos'), longer('Sin')]
  const both = (first: string, second: string, out: string) =>
    graph.node('Unsqueeze', [graph.step('Concat', [first, second], { axis: 1 }), graph.integers(1)], out)
  both(cos, cos, ropeInput(table, 'cos'))
  both(graph.step('Neg', [sin]), sin, ropeInput(table, 'sin'))
}

/** [1, turns/2]. Dynamic scaling and longrope look at the length of the text. */
function frequencyNodes(graph: OnnxGraph, rope: RopeSpec, length: string): string {
  const half = rope.size / 2
  const constant = (from: number) => graph.numbers([1, half], Float32Array.from(ropeFrequencies(rope, from)))
  if (rope.kind === 'longrope') {
    const long = graph.step('Greater', [length, graph.integer(rope.original)])
    return graph.step('Where', [long, constant(rope.original + 1), constant(rope.original)])
  }
  if (rope.kind !== 'dynamic') return constant(1)
  const text = graph.step('Cast', [graph.step('Max', [length, graph.integer(rope.original)])], { to: FLOAT })
  const stretched = graph.step('Mul', [text, graph.scalar(rope.factor / rope.original)])
  const growth = graph.step('Sub', [stretched, graph.scalar(rope.factor - 1)])
  // base · growth^(size/(size − 2)) to the power of −2i/size.
  const exponents = Float32Array.from({ length: half }, (_, i) => (-2 * i) / (rope.size - 2))
  return graph.step('Mul', [constant(1), graph.step('Pow', [growth, graph.numbers([1, half], exponents)])])
}
