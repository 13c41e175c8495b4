/* A part of a tensor by heads, positions and dims. A single index drops its axis; a list keeps it. */
import { NodeFailure } from '../graph/states'
import { unflatten } from '../tensor'
import { tensorSummary, type TensorValue } from '../values'
import { indexList, type Indices } from './place'

export interface Selection {
  readonly heads: Indices
  readonly positions: Indices
  readonly dims: Indices
}

export function sliceTensor(value: TensorValue, selection: Selection): TensorValue {
  const picked = value.shape.map((): Indices => [])
  assign(value, picked, 'heads', selection.heads, (dim) => dim === 'H' || dim === 'Hkv')
  assign(value, picked, 'positions', selection.positions, (dim) => dim === 'T' || dim === 'S')
  if (indexList(selection.dims)) picked[picked.length - 1] = checked(value, 'dims', selection.dims, picked.length - 1)
  return picked.every((indices) => indexList(indices) === null) ? value : gather(value, picked)
}

/** Puts a choice of indices on the first axis whose letter fits. */
function assign(value: TensorValue, picked: Indices[], param: string, indices: Indices, isAxis: (dim: string) => boolean): void {
  if (!indexList(indices)) return
  const axis = value.dims.findIndex(isAxis)
  if (axis >= 0) picked[axis] = checked(value, param, indices, axis)
  else
    throw new NodeFailure('no-such-axis', `${value.origin.tensor} is ${tensorSummary(value)}: it has no ${param}.`, {
      port: param,
      hint: `Leave ${param} empty.`,
    })
}

function checked(value: TensorValue, param: string, indices: Indices, axis: number): Indices {
  const length = value.shape[axis]!
  const bad = indexList(indices)?.find((index) => index >= length)
  if (bad === undefined) return indices
  throw new NodeFailure(
    'out-of-range',
    `${value.origin.tensor} is ${tensorSummary(value)}: ${param} run from 0 to ${length - 1}, got ${bad}.`,
    { port: param },
  )
}

/** `picked` has one entry per axis: an index, a list of them, or an empty list for all. */
export function gather(value: TensorValue, picked: readonly Indices[]): TensorValue {
  const lists = picked.map((indices, axis) => indexList(indices) ?? Array.from({ length: value.shape[axis]! }, (_, index) => index))
  const shape = lists.map((list) => list.length)
  const data = new Float32Array(shape.reduce((product, length) => product * length, 1))
  for (let place = 0; place < data.length; place++) {
    const index = unflatten(place, shape)
    let source = 0
    for (let axis = 0; axis < lists.length; axis++) source = source * value.shape[axis]! + lists[axis]![index[axis]!]!
    data[place] = value.data[source]!
  }
  const kept = picked.map((indices) => typeof indices !== 'number')
  const labels = lists.map((list, axis) => labelsOf(value, axis, picked[axis]!, list))
  const own = <Item>(list: readonly Item[]): Item[] => list.filter((_, axis) => kept[axis])
  return {
    data,
    shape: own(shape),
    dims: own(value.dims),
    origin: { ...value.origin, slice: sliceOf(value, picked) },
    labels: own(labels),
  }
}

/** Names along an axis; where only some indices were picked, at least their numbers. */
function labelsOf(value: TensorValue, axis: number, picked: Indices, list: readonly number[]): readonly string[] | null {
  const labels = value.labels?.[axis]
  if (labels) return list.map((index) => labels[index] ?? String(index))
  return indexList(picked) ? list.map(String) : null
}

/** The open axes of the origin run with the value's own; a dropped axis is fixed. */
function sliceOf(value: TensorValue, picked: readonly Indices[]): readonly (number | null)[] {
  const open = value.origin.slice.filter((index) => index === null).length
  if (open !== value.shape.length) return value.origin.slice
  let axis = 0
  return value.origin.slice.map((fixed) => {
    if (fixed !== null) return fixed
    const indices = picked[axis++]!
    return typeof indices === 'number' ? indices : null
  })
}
