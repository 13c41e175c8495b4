/* What an ONNX file says of itself, as far as it is used. */

/** `T`, `batch_size`; null where nothing is said. */
export type DimSize = number | string | null

export interface TensorNote {
  readonly name: string
  /** The number ONNX gives the type; 0 where it is not said. */
  readonly type: number
  /** null: rank unknown. */
  readonly shape: readonly DimSize[] | null
}

export interface InnerTensor extends TensorNote {
  /** What makes it: `MatMul`. */
  readonly operation: string
}

export interface Initializer {
  readonly name: string
  readonly type: number
  readonly shape: readonly number[]
  /** Where its numbers lie in the file, if there. */
  readonly data: { readonly start: number; readonly end: number } | null
  /** Else the file beside it. */
  readonly location: string | null
}

export interface OnnxFile {
  readonly opset: number
  readonly inputs: readonly TensorNote[]
  readonly outputs: readonly TensorNote[]
  /** Everything that nodes make, in their order, outputs among them. */
  readonly inner: readonly InnerTensor[]
  readonly initializers: readonly Initializer[]
  /** Where the graph's own field begins in the file, and its content. */
  readonly graph: { readonly from: number; readonly start: number; readonly end: number }
}

const TYPES: Readonly<Record<number, string>> = {
  1: 'float32', 2: 'uint8', 3: 'int8', 4: 'uint16', 5: 'int16', 6: 'int32', 7: 'int64', 8: 'string', 9: 'bool', 10: 'float16',
  11: 'float64', 12: 'uint32', 13: 'uint64', 16: 'bfloat16',
} // prettier-ignore

export const typeName = (type: number): string => TYPES[type] ?? `type ${type}`

/** `[batch, 4, ?]` */
export const shapeWords = (shape: TensorNote['shape']): string =>
  shape === null ? '' : `[${shape.map((size) => (size === null ? '?' : String(size))).join(', ')}]`
