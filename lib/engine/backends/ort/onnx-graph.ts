/*
 * Builds an ONNX model as bytes: nodes, small constants, weights that lie outside the file, inputs and outputs.
 * Field numbers are those of onnx.proto3. It knows nothing of transformers.
 */
import { joined, ProtobufWriter } from './protobuf'

export type ElementType = 'float32' | 'int32' | 'int64' | 'bool'
const elementCodes: Readonly<Record<ElementType, number>> = { float32: 1, int32: 6, int64: 7, bool: 9 }

export type Attribute = number | string | readonly number[] | { readonly float: number }
export type DimSize = number | string

const OPSET = 17

export class OnnxGraph {
  private readonly nodes = new ProtobufWriter()
  private readonly initializers = new ProtobufWriter()
  private readonly inputs = new ProtobufWriter()
  private readonly outputs = new ProtobufWriter()
  private readonly constants = new Map<string, string>()
  private readonly external = new Set<string>()
  private fresh = 0

  /** `embedded`: the numbers of all weights, to be written into the file; without them they lie outside. */
  constructor(private readonly embedded: Float32Array | null = null) {}

  node(type: string, inputs: readonly string[], output: string, attributes: Readonly<Record<string, Attribute>> = {}): string {
    this.addNode(type, inputs, [output], attributes)
    return output
  }

  private addNode(
    type: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
  ): void {
    this.nodes.message(1, (node) => {
      for (const input of inputs) node.text(1, input)
      for (const output of outputs) node.text(2, output)
      node.text(3, outputs[0]!).text(4, type)
      for (const [name, value] of Object.entries(attributes)) node.message(5, (attribute) => writeAttribute(attribute, name, value))
    })
  }

  /** A node whose result is an inner step. */
  step(type: string, inputs: readonly string[], attributes?: Readonly<Record<string, Attribute>>): string {
    return this.node(type, inputs, `_${this.fresh++}`, attributes)
  }

  numbers(shape: readonly number[], values: Float32Array): string {
    return this.constant('float32', shape, values)
  }

  /** A whole number, not a list of one. */
  integer(value: number): string {
    return this.constant('int64', [], BigInt64Array.of(BigInt(value)))
  }

  scalar(value: number): string {
    return this.constant('float32', [], Float32Array.of(value))
  }

  /** A list of whole numbers, as shapes and axes are. */
  integers(...values: number[]): string {
    return this.constant('int64', [values.length], BigInt64Array.from(values, BigInt))
  }

  /** The parts of an axis, in order. */
  split(input: string, axis: number, sizes: readonly number[]): string[] {
    const parts = sizes.map(() => `_${this.fresh++}`)
    this.addNode('Split', [input, this.integers(...sizes)], parts, { axis })
    return parts
  }

  /** Float32 data at `offset` elements of the weights: in the file, or in a buffer that the session is given under `location`. */
  weight(name: string, shape: readonly number[], location: string, offset: number): string {
    if (this.external.has(name)) return name
    this.external.add(name)
    this.initializers.message(5, (tensor) => {
      for (const size of shape) tensor.int(1, size)
      tensor.int(2, elementCodes.float32).text(8, name)
      const count = shape.reduce((product, size) => product * size, 1)
      if (this.embedded) return void tensor.block(9, bytesOf(this.embedded.subarray(offset, offset + count)))
      const entry = (key: string, value: string) => tensor.message(13, (pair) => pair.text(1, key).text(2, value))
      entry('location', location)
      entry('offset', String(offset * 4))
      entry('length', String(4 * count))
      tensor.int(14, 1)
    })
    return name
  }

  input(name: string, type: ElementType, dims: readonly DimSize[]): string {
    this.inputs.message(11, (info) => writeValueInfo(info, name, type, dims))
    return name
  }

  output(name: string, dims: readonly DimSize[]): void {
    this.outputs.message(12, (info) => writeValueInfo(info, name, 'float32', dims))
  }

  finish(): Uint8Array {
    return joined(this.pieces())
  }

  /** The file in pieces: the weights stay where they lie. */
  pieces(): readonly Uint8Array[] {
    const graph = new ProtobufWriter()
    for (const part of [this.nodes, this.initializers, this.inputs, this.outputs]) for (const piece of part.pieces()) graph.put(piece)
    graph.text(2, 'vitrine')
    const model = new ProtobufWriter()
    model.int(1, 8).text(2, 'vitrine').blocks(7, graph.pieces())
    model.message(8, (opset) => opset.text(1, '').int(2, OPSET))
    return model.pieces()
  }

  private constant(type: ElementType, shape: readonly number[], data: Float32Array | BigInt64Array): string {
    const key = `${type}[${shape}]${data.join()}`
    const known = this.constants.get(key)
    if (known) return known
    const name = `_c${this.constants.size}`
    this.constants.set(key, name)
    this.initializers.message(5, (tensor) => {
      for (const size of shape) tensor.int(1, size)
      tensor.int(2, elementCodes[type]).text(8, name)
      tensor.block(9, bytesOf(data))
    })
    return name
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | BigInt64Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)

function writeAttribute(writer: ProtobufWriter, name: string, value: Attribute): void {
  writer.text(1, name)
  if (typeof value === 'number') writer.int(3, value).int(20, 2)
  else if (typeof value === 'string') writer.text(4, value).int(20, 3)
  else if ('float' in value) writer.float(2, value.float).int(20, 1)
  else {
    for (const each of value) writer.int(8, each)
    writer.int(20, 7)
  }
}

function writeValueInfo(writer: ProtobufWriter, name: string, type: ElementType, dims: readonly DimSize[]): void {
  writer.text(1, name).message(2, (typeProto) =>
    typeProto.message(1, (tensor) => {
      tensor.int(1, elementCodes[type])
      tensor.message(2, (shape) => {
        for (const dim of dims) shape.message(1, (size) => (typeof dim === 'number' ? size.int(1, dim) : size.text(2, dim)))
      })
    }),
  )
}
