/* Products: matmul and transpose. The contracted axis is named; two axes with the same letter stay apart as T and S. */
import { matmul } from '../../tensor'
import { tensorSummary, type TensorValue } from '../../values'
import { labelAt, lastOf, refuse, requireB, requireRank, type Made } from './shapes'

/** a [… , I, J] · b [… , J, K] → [… , I, K]. A vector a is one row, a vector b one column. */
export function multiplyMatrices(a: TensorValue, given: TensorValue | undefined): Made {
  const b = requireB(given, 'matmul')
  requireRank(a, 1, 'matmul')
  requireRank(b, 1, 'matmul')
  const inner = lastOf(a.shape)
  const columns = b.shape.length > 1 ? lastOf(b.shape) : 1
  requireContraction(a, b)
  const rows = a.shape.length > 1 ? lastOf(a.shape, 2) : 1
  const batch = batchOf(a, b)
  const data = new Float32Array(batch.count * rows * columns)
  for (let place = 0; place < batch.count; place++) {
    const left = a.data.subarray(batch.a ? place * rows * inner : 0, (batch.a ? place + 1 : 1) * rows * inner)
    const right = b.data.subarray(batch.b ? place * inner * columns : 0, (batch.b ? place + 1 : 1) * inner * columns)
    data.set(matmul(left, right, inner, columns), place * rows * columns)
  }
  return named(a, b, batch.axes, data)
}

/** Name and length of the axis that is summed over. */
export const contracted = (a: TensorValue): string => `${lastOf(a.dims)} = ${lastOf(a.shape)}`

function requireContraction(a: TensorValue, b: TensorValue): void {
  const axis = Math.max(0, b.shape.length - 2)
  const [left, right] = [lastOf(a.dims), b.dims[axis]!]
  const turned = b.shape.length > 1 && lastOf(b.dims) === left && lastOf(b.shape) === lastOf(a.shape)
  if (lastOf(a.shape) === b.shape[axis] && sameLetter(left, right)) return
  throw refuse(
    'wrong-shape',
    `matmul sums over the last axis of a, ${left} = ${lastOf(a.shape)}; b is ${tensorSummary(b)} and has ${right} = ${b.shape[axis]} there.`,
    'b',
    turned ? 'Transpose b first.' : undefined,
  )
}

/** T and S count the same tokens, once as readers and once as read; N is free. */
const sameLetter = (a: string, b: string): boolean => a === b || a === 'N' || b === 'N' || (isPosition(a) && isPosition(b))
const isPosition = (letter: string): boolean => letter === 'T' || letter === 'S'

/** Leading axes must be equal, or one of the two has none. */
function batchOf(a: TensorValue, b: TensorValue) {
  const left = a.shape.slice(0, -2)
  const right = b.shape.slice(0, -2)
  const count = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1)
  if (left.length > 0 && right.length > 0 && left.join() !== right.join())
    throw refuse(
      'wrong-shape',
      `The leading axes differ: a is ${tensorSummary(a)}, b is ${tensorSummary(b)}.`,
      'b',
      'Pick one head of each, or the same heads.',
    )
  const from = left.length > 0 ? a : b
  return {
    count: count(left.length > 0 ? left : right),
    a: left.length > 0,
    b: right.length > 0,
    axes: from.shape.slice(0, -2).map((_, axis) => ({ from, axis })),
  }
}

function named(a: TensorValue, b: TensorValue, batch: readonly { from: TensorValue; axis: number }[], data: Float32Array): Made {
  const axes = batch.map(({ from, axis }) => ({ length: from.shape[axis]!, dim: from.dims[axis]!, labels: labelAt(from, axis) }))
  if (a.shape.length > 1) axes.push({ length: lastOf(a.shape, 2), dim: lastOf(a.dims, 2), labels: labelAt(a, a.shape.length - 2) })
  if (b.shape.length > 1) {
    const dim = lastOf(b.dims)
    const clash = a.shape.length > 1 && dim === lastOf(a.dims, 2)
    axes.push({ length: lastOf(b.shape), dim: clash && dim === 'T' ? 'S' : dim, labels: labelAt(b, b.shape.length - 1) })
  }
  return { data, shape: axes.map((axis) => axis.length), dims: axes.map((axis) => axis.dim), labels: axes.map((axis) => axis.labels) }
}

/** Swaps the last two axes. */
export function transposed(a: TensorValue): Made {
  requireRank(a, 2, 'transpose')
  const rows = lastOf(a.shape, 2)
  const columns = lastOf(a.shape)
  const data = new Float32Array(a.data.length)
  const size = rows * columns
  for (let start = 0; start < data.length; start += size)
    for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) data[start + j * rows + i] = a.data[start + i * columns + j]!
  const swap = <Item>(list: readonly Item[]): Item[] => [...list.slice(0, -2), lastOf(list), lastOf(list, 2)]
  return { data, shape: swap(a.shape), dims: swap(a.dims), labels: swap(a.shape.map((_, axis) => labelAt(a, axis))) }
}
