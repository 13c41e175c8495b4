/* A window on a buffer with any strides: transposing, slicing and picking cost nothing until `dense` copies. */
import { elementCount, rowMajorStrides, sameShape, type Shape } from './shape'

export interface View {
  readonly data: Float32Array
  readonly shape: Shape
  readonly strides: readonly number[]
  readonly offset: number
}

export function viewOf(data: Float32Array, shape: Shape): View {
  if (elementCount(shape) !== data.length) throw new RangeError(`${data.length} values do not fill the shape [${shape.join(', ')}].`)
  return { data, shape, strides: rowMajorStrides(shape), offset: 0 }
}

/** Reorders the axes: `transpose(v, [1, 0])`. */
export function transpose(view: View, axes: readonly number[]): View {
  return { ...view, shape: axes.map((axis) => view.shape[axis]!), strides: axes.map((axis) => view.strides[axis]!) }
}

/** Elements `from` (included) to `to` (excluded) along an axis. */
export function slice(view: View, axis: number, from: number, to: number): View {
  const size = view.shape[axis] ?? 0
  if (!(from >= 0 && from <= to && to <= size)) throw new RangeError(`${from}..${to} is outside axis ${axis} of size ${size}.`)
  const shape = view.shape.map((length, index) => (index === axis ? to - from : length))
  return { ...view, shape, offset: view.offset + from * view.strides[axis]! }
}

/** One index of an axis, which disappears. */
export function select(view: View, axis: number, index: number): View {
  const one = slice(view, axis, index, index + 1)
  const without = <T>(list: readonly T[]) => list.filter((_, at) => at !== axis)
  return { ...one, shape: without(one.shape), strides: without(one.strides) }
}

export function at(view: View, ...index: number[]): number {
  let position = view.offset
  for (let axis = 0; axis < index.length; axis++) position += index[axis]! * view.strides[axis]!
  return view.data[position]!
}

/** Row-major values; a view into the same buffer where it already is row-major. */
export function dense(view: View): Float32Array {
  const count = elementCount(view.shape)
  if (sameShape(view.strides, rowMajorStrides(view.shape))) return view.data.subarray(view.offset, view.offset + count)
  const out = new Float32Array(count)
  let next = 0
  const walk = (axis: number, position: number) => {
    const size = view.shape[axis]
    if (size === undefined) {
      out[next++] = view.data[position]!
      return
    }
    for (let i = 0; i < size; i++) walk(axis + 1, position + i * view.strides[axis]!)
  }
  walk(0, view.offset)
  return out
}
