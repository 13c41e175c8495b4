/* A sweep of two axes as a map: what was kept first, as far as it is numbers. */
import type { AnyPanel } from '../../viz/panels'
import type { TableValue, TensorValue } from '../../values'
import { show } from '../../viz/show'

/** From so many rows on, a map that is far taller than wide is laid on its side: nodes are wider than they are tall. */
const TALL = 12

export function gridOf({ axes = [], columns, rows }: TableValue): AnyPanel[] {
  const [down, across] = axes
  const own = new Set(axes.flatMap((axis) => axis.columns))
  const place = columns.findIndex(({ name, type }) => !own.has(name) && (type === 'number' || type === 'yes/no'))
  if (axes.length !== 2 || !down || !across || place < 0 || rows.length === 0) return []
  const { name, unit } = columns[place]!
  const numbers = Float32Array.from(rows, (row) => (typeof row[place] === 'number' ? row[place] : NaN))
  const lying = down.labels.length >= TALL && down.labels.length > 4 * across.labels.length
  const sides = lying ? [across, down] : [down, across]
  const value: TensorValue = {
    data: lying ? turned(numbers, down.labels.length, across.labels.length) : numbers,
    shape: sides.map(({ labels }) => labels.length),
    dims: sides.map((side) => side.name),
    origin: { tensor: name, slice: [null, null] },
    labels: sides.map(({ labels }) => labels),
  }
  return [show.heat(value, { title: unit === undefined ? name : `${name} (${unit})` })]
}

/** [rows,columns] as [columns,rows]. */
const turned = (data: Float32Array, rows: number, columns: number): Float32Array =>
  data.map((_, at) => data[(at % rows) * columns + Math.floor(at / rows)]!)
