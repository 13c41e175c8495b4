/* Along one axis: sum, mean, pick. */
import { strideOf, tensorSummary, type TensorValue } from '../../values'
import type { Indices } from '../place'
import { gather } from '../slice'
import { axisOf, labelAt, refuse, requireRank, type Made } from './shapes'

/** The axis is added up and disappears. */
export function reduced(a: TensorValue, letter: string, how: 'sum' | 'mean'): Made {
  requireRank(a, 1, how)
  const axis = axisOf(a, letter)
  const length = a.shape[axis]!
  const stride = strideOf(a.shape, axis)
  const data = new Float32Array(a.data.length / length)
  for (let place = 0; place < data.length; place++) {
    const start = Math.floor(place / stride) * stride * length + (place % stride)
    let sum = 0
    for (let i = 0; i < length; i++) sum += a.data[start + i * stride]!
    data[place] = how === 'mean' ? sum / length : sum
  }
  const rest = <Item>(list: readonly Item[]): Item[] => list.filter((_, other) => other !== axis)
  return { data, shape: rest(a.shape), dims: rest(a.dims), labels: rest(a.shape.map((_, other) => labelAt(a, other))) }
}

/** One index drops the axis, a list keeps it. −1 is the last. */
export function picked(a: TensorValue, letter: string, at: number | readonly number[]): Made {
  requireRank(a, 1, 'pick')
  const axis = axisOf(a, letter)
  const length = a.shape[axis]!
  const place = (index: number): number => {
    const counted = index < 0 ? length + index : index
    if (counted >= 0 && counted < length) return counted
    throw refuse('out-of-range', `a is ${tensorSummary(a)}: ${a.dims[axis]} runs from 0 to ${length - 1}, got ${index}.`, 'at')
  }
  const indices: Indices = typeof at === 'number' ? place(at) : at.map(place)
  const { data, shape, dims, labels } = gather(
    a,
    a.shape.map((_, other) => (other === axis ? indices : [])),
  )
  return { data, shape, dims, labels: labels ?? [] }
}
