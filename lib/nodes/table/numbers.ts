/* A table of numbers alone as a tensor, row by row. */
import type { TableValue, TensorValue } from '../../values'

/** Undefined where a cell is no number, or too large for float32. */
export function tensorFrom({ columns, rows }: TableValue): TensorValue | undefined {
  if (columns.length === 0 || rows.length === 0 || columns.some(({ type }) => type !== 'number')) return undefined
  const data = Float32Array.from(rows.flat(), (cell) => (typeof cell === 'number' ? cell : NaN))
  if (!data.every(Number.isFinite)) return undefined
  const names = columns.map(({ name }) => name)
  return {
    data,
    shape: [rows.length, columns.length],
    dims: ['N', 'C'],
    origin: { tensor: 'table.tensor', slice: [null, null] },
    ...(names.every((name, at) => name === `c${at}`) ? {} : { labels: [null, names] }),
  }
}
