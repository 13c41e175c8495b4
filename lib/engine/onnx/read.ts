/* Reads what an ONNX file holds: inputs, outputs, every inner tensor, weights. Attributes and graphs inside nodes are passed over. */
import { EngineFailure } from '../types'
import { bad, Message, type Field } from './protobuf-reader'
import type { DimSize, InnerTensor, Initializer, OnnxFile, TensorNote } from './types'

/** Shapes of more axes are damage. */
const MOST_AXES = 32

export function readOnnx(bytes: Uint8Array): OnnxFile {
  let graph: Field | null = null
  let opset = 0
  const model = new Message(bytes)
  for (const field of model.fields()) {
    if (field.number === 7) {
      if (graph) throw bad('a second graph', field.from)
      graph = field
    }
    if (field.number === 8) opset = Math.max(opset, opsetOf(model.inner(field, 'a set of operations')))
  }
  if (!graph) throw new EngineFailure('bad-onnx', 'The file has no graph, so it is no ONNX file.')
  const { from, start, end } = graph
  return { opset, graph: { from, start, end }, ...readGraph(model.inner(graph, 'a graph')) }
}

function opsetOf(set: Message): number {
  let [domain, version] = ['', 0]
  for (const field of set.fields()) {
    if (field.number === 1) domain = set.name(field, 'the name of a set of operations')
    if (field.number === 2) version = field.value
  }
  return domain === '' || domain === 'ai.onnx' ? version : 0
}

function readGraph(graph: Message): Omit<OnnxFile, 'opset' | 'graph'> {
  const nodes: { readonly operation: string; readonly outputs: readonly string[] }[] = []
  const initializers: Initializer[] = []
  const lists: Record<'inputs' | 'outputs' | 'said', TensorNote[]> = { inputs: [], outputs: [], said: [] }
  for (const field of graph.fields()) {
    if (field.number === 1) nodes.push(readNode(graph.inner(field, 'a node')))
    if (field.number === 5) initializers.push(readTensor(graph.inner(field, 'a weight')))
    if (field.number === 11) lists.inputs.push(readNote(graph.inner(field, 'an input')))
    if (field.number === 12) lists.outputs.push(readNote(graph.inner(field, 'an output')))
    if (field.number === 13) lists.said.push(readNote(graph.inner(field, 'a shape')))
  }
  const weights = new Set(initializers.map(({ name }) => name))
  const notes = new Map([...lists.said, ...lists.outputs].map((note) => [note.name, note]))
  return {
    // Old files list their weights among the inputs.
    inputs: lists.inputs.filter(({ name }) => name !== '' && !weights.has(name)),
    outputs: lists.outputs.filter(({ name }) => name !== ''),
    inner: innerOf(nodes, notes),
    initializers,
  }
}

function innerOf(
  nodes: readonly { readonly operation: string; readonly outputs: readonly string[] }[],
  notes: ReadonlyMap<string, TensorNote>,
): InnerTensor[] {
  const seen = new Set<string>()
  return nodes.flatMap(({ operation, outputs }) =>
    outputs.flatMap((name) => {
      if (name === '' || seen.has(name)) return []
      seen.add(name)
      const { type = 0, shape = null } = notes.get(name) ?? {}
      return [{ name, type, shape, operation }]
    }),
  )
}

function readNode(node: Message) {
  const outputs: string[] = []
  let operation = ''
  for (const field of node.fields()) {
    if (field.number === 2) outputs.push(node.name(field, 'the name of a tensor'))
    if (field.number === 4) operation = node.name(field, 'the name of an operation')
  }
  return { operation, outputs }
}

function readTensor(tensor: Message): Initializer {
  const shape: number[] = []
  let [name, type] = ['', 0]
  let data: Initializer['data'] = null
  let location: string | null = null
  for (const field of tensor.fields()) {
    if (field.number === 1) for (const size of tensor.integers(field)) pushAxis(shape, size, field)
    if (field.number === 2) type = field.value
    if (field.number === 8) name = tensor.name(field, 'the name of a weight')
    // Packed floats, or raw bytes.
    if ((field.number === 4 || field.number === 9) && field.wire === 2) data = { start: field.start, end: field.end }
    if (field.number === 13) location = locationIn(tensor.inner(field, 'a place of a weight')) ?? location
  }
  return { name, type, shape, data, location }
}

function locationIn(entry: Message): string | null {
  let [key, value] = ['', '']
  for (const field of entry.fields()) {
    if (field.number === 1) key = entry.name(field, 'the name of a setting')
    if (field.number === 2) value = entry.name(field, 'a setting')
  }
  return key === 'location' ? value : null
}

function readNote(note: Message): TensorNote {
  let name = ''
  let told: Pick<TensorNote, 'type' | 'shape'> = { type: 0, shape: null }
  for (const field of note.fields()) {
    if (field.number === 1) name = note.name(field, 'the name of a tensor')
    if (field.number === 2) told = readType(note.inner(field, 'a type'))
  }
  return { name, ...told }
}

function readType(type: Message): Pick<TensorNote, 'type' | 'shape'> {
  for (const field of type.fields()) if (field.number === 1) return readTensorType(type.inner(field, 'the type of a tensor'))
  return { type: 0, shape: null }
}

function readTensorType(tensor: Message): Pick<TensorNote, 'type' | 'shape'> {
  let type = 0
  let shape: DimSize[] | null = null
  for (const field of tensor.fields()) {
    if (field.number === 1) type = field.value
    if (field.number === 2) shape = readShape(tensor.inner(field, 'a shape'))
  }
  return { type, shape }
}

function readShape(message: Message): DimSize[] {
  const shape: DimSize[] = []
  for (const field of message.fields()) {
    if (field.number !== 1) continue
    let size: DimSize = null
    const dim = message.inner(field, 'an axis')
    for (const part of dim.fields()) {
      if (part.number === 1) size = part.value > Number.MAX_SAFE_INTEGER ? null : part.value
      if (part.number === 2) size = dim.name(part, 'the name of an axis')
    }
    pushAxis(shape, size, field)
  }
  return shape
}

function pushAxis<T>(shape: T[], size: T, { from }: Field): void {
  if (shape.length >= MOST_AXES) throw bad(`a shape of more than ${MOST_AXES} axes`, from)
  shape.push(size)
}
