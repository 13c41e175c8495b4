/* Sizes of row-major tensors. */

export type Shape = readonly number[]

export function elementCount(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1)
}

/** Distance in elements between neighbours along each axis. */
export function rowMajorStrides(shape: Shape): number[] {
  const strides: number[] = Array.from({ length: shape.length }, () => 1)
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!
  return strides
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis])
}

/** The index of each axis for a flat row-major position: 7 in [3, 4] is [1, 3]. */
export function unflatten(position: number, shape: Shape): number[] {
  const index: number[] = []
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = position % shape[axis]!
    position = Math.floor(position / shape[axis]!)
  }
  return index
}
