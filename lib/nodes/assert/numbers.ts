/* What a value is when one number, or a list of numbers, is asked for. */
import type { Boxed } from '../../graph/port-type'
import type { DistributionValue, NumberValue, TableValue, TensorValue } from '../../values'

const TENSORS = ['tensor', 'logits', 'attention', 'embeddings']
export const isTensorType = ({ type }: Boxed): boolean => TENSORS.includes(type.name)

/** A Number, or a tensor with one entry; null for all else. */
export function oneNumber(boxed: Boxed): number | null {
  if (boxed.type.name === 'number') return (boxed.value as NumberValue).value
  if (!isTensorType(boxed)) return null
  const { data } = boxed.value as TensorValue
  return data.length === 1 ? data[0]! : null
}

/** Numbers in their order: a tensor's, or a table's last column of numbers. */
export function series(boxed: Boxed): readonly number[] | null {
  if (isTensorType(boxed)) return Array.from((boxed.value as TensorValue).data)
  if (boxed.type.name !== 'table') return null
  const { columns, rows } = boxed.value as TableValue
  const column = columns.findLastIndex(({ type }) => type === 'number')
  return column < 0 ? null : rows.map((row) => Number(row[column]))
}

/** Sums along the last axis. */
export function rowSums(boxed: Boxed): readonly number[] | null {
  if (boxed.type.name === 'distribution') {
    const { probabilities, vocabulary } = boxed.value as DistributionValue
    return sums(probabilities, vocabulary)
  }
  if (!isTensorType(boxed)) return null
  const { data, shape } = boxed.value as TensorValue
  return sums(data, shape[shape.length - 1] ?? 1)
}

function sums(data: Float32Array, width: number): readonly number[] {
  return Array.from({ length: data.length / width }, (_, row) =>
    data.subarray(row * width, (row + 1) * width).reduce((sum, entry) => sum + entry, 0),
  )
}

export const shapeOf = (boxed: Boxed): readonly number[] | null => {
  if (isTensorType(boxed)) return (boxed.value as TensorValue).shape
  if (boxed.type.name === 'distribution') return [(boxed.value as DistributionValue).rows, (boxed.value as DistributionValue).vocabulary]
  return boxed.type.name === 'table' ? [(boxed.value as TableValue).rows.length, (boxed.value as TableValue).columns.length] : null
}
