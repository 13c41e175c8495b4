/* A sweep of two axes as a map: what was kept first, as far as it is numbers. */
import type { AnyPanel } from '../../viz/panels'
import type { TableValue, TensorValue } from '../../values'
import { show } from '../../viz/show'

export function gridOf({ axes = [], columns, rows }: TableValue): AnyPanel[] {
  const [down, across] = axes
  const own = new Set(axes.flatMap((axis) => axis.columns))
  const place = columns.findIndex(({ name, type }) => !own.has(name) && (type === 'number' || type === 'yes/no'))
  if (axes.length !== 2 || !down || !across || place < 0 || rows.length === 0) return []
  const { name, unit } = columns[place]!
  const value: TensorValue = {
    data: Float32Array.from(rows, (row) => (typeof row[place] === 'number' ? row[place] : NaN)),
    shape: [down.labels.length, across.labels.length],
    dims: [down.name, across.name],
    origin: { tensor: name, slice: [null, null] },
    labels: [down.labels, across.labels],
  }
  return [show.heat(value, { title: unit === undefined ? name : `${name} (${unit})` })]
}
