/*
 * An ONNX file of whatever operators ONNX Runtime has, its own among them, with weights of any type beside it. For measuring it at its
 * best; the project's own exporter keeps to standard operators.
 */
import { ProtobufWriter } from '../../lib/engine/backends/ort/protobuf'

export type TensorType = 'float32' | 'uint8' | 'int8' | 'int32' | 'int64'
const codes: Readonly<Record<TensorType, number>> = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7 }
const FLOAT = 1

export type Attributes = Readonly<Record<string, number | { readonly float: number }>>
type Numbers = Float32Array | Uint8Array | Int8Array | Int32Array | BigInt64Array

export class PeerOnnx {
  private readonly graph = new ProtobufWriter()
  private readonly blobs: Uint8Array[] = []
  private bytes = 0
  private fresh = 0

  /** `location`: name of the file with the weights. */
  constructor(private readonly location: string) {}

  /** Gives the results by name; an empty name asks for none. */
  node(
    type: string,
    domain: '' | 'com.microsoft',
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Attributes = {},
  ): void {
    this.graph.message(1, (node) => {
      for (const input of inputs) node.text(1, input)
      for (const output of outputs) node.text(2, output)
      node.text(4, type)
      for (const [name, value] of Object.entries(attributes))
        node.message(5, (attribute) => {
          attribute.text(1, name)
          if (typeof value === 'number') attribute.int(3, value).int(20, 2)
          else attribute.float(2, value.float).int(20, 1)
        })
      node.text(7, domain)
    })
  }

  step(type: string, domain: '' | 'com.microsoft', inputs: readonly string[], attributes: Attributes = {}): string {
    const out = this.name()
    this.node(type, domain, inputs, [out], attributes)
    return out
  }

  name(): string {
    return `v${this.fresh++}`
  }

  cast(x: string): string {
    return this.step('Cast', '', [x], { to: FLOAT })
  }

  /** Small ones lie in the file. */
  constant(type: TensorType, shape: readonly number[], data: Numbers): string {
    const name = this.name()
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    this.graph.message(5, (tensor) => {
      for (const size of shape) tensor.int(1, size)
      tensor.int(2, codes[type]).text(8, name)
      if (bytes.length < 1024) return void tensor.block(9, bytes)
      const entry = (key: string, value: number | string) => tensor.message(13, (pair) => pair.text(1, key).text(2, String(value)))
      entry('location', this.location)
      entry('offset', this.bytes)
      entry('length', bytes.length)
      tensor.int(14, 1)
      this.blobs.push(bytes)
      this.bytes += bytes.length
    })
    return name
  }

  put(way: 'in' | 'out', name: string, type: TensorType, dims: readonly (number | string)[]): void {
    this.graph.message(way === 'in' ? 11 : 12, (info) =>
      info.text(1, name).message(2, (typeProto) =>
        typeProto.message(1, (tensor) => {
          tensor.int(1, codes[type])
          tensor.message(2, (shape) => {
            for (const dim of dims) shape.message(1, (size) => (typeof dim === 'number' ? size.int(1, dim) : size.text(2, dim)))
          })
        }),
      ),
    )
  }

  finish(): { readonly graph: Uint8Array; readonly weights: Uint8Array } {
    const weights = new Uint8Array(this.bytes)
    let at = 0
    for (const blob of this.blobs.splice(0)) {
      weights.set(blob, at)
      at += blob.length
    }
    const model = new ProtobufWriter()
    model.int(1, 8).text(2, 'bench').block(7, this.graph.text(2, 'bench').finish())
    model.message(8, (opset) => opset.text(1, '').int(2, 17))
    model.message(8, (opset) => opset.text(1, 'com.microsoft').int(2, 1))
    return { graph: model.finish(), weights }
  }
}
