/* The scatter panel: points with two numbers each, of a tensor [N,2] or of two columns of a table. */
import type { TableValue } from '../../values/types'
import type { ScatterAxis, ScatterPanel, Source } from '../panels'
import type { About } from './about'

export interface ScatterOptions extends About {
  readonly x: ScatterAxis
  readonly y: ScatterAxis
  readonly labels?: readonly string[]
  /** Both axes have the same unit. */
  readonly equal?: boolean
  /** How many there are, where not all are given. */
  readonly total?: number
  readonly source?: Source
}

/** Points [N,2], x before y. */
export function scatter(points: Float32Array, options: ScatterOptions): ScatterPanel {
  return { panel: 'scatter', points, total: points.length / 2, ...options }
}

/** Rows drawn of a table. */
const MOST = 500

/** Two columns of numbers against one another; the first column of texts names the points. Entries that are no numbers stay out. */
export function scatterOf(
  table: TableValue,
  columns: readonly [x: string, y: string],
  options: About & { readonly names?: string } = {},
): ScatterPanel {
  const { names, ...about } = options
  const at = columns.map((name) => table.columns.findIndex((column) => column.name === name))
  const label = table.columns.findIndex(({ name, type }) => (names === undefined ? type === 'text' : name === names))
  const rows = table.rows.slice(0, MOST)
  const points = Float32Array.from({ length: 2 * rows.length }, (_, place) => {
    const entry = rows[place >> 1]![at[place & 1]!]
    return typeof entry === 'number' ? entry : NaN
  })
  const axis = (place: 0 | 1): ScatterAxis => {
    const unit = table.columns[at[place]!]?.unit
    return { name: columns[place], ...(unit === undefined ? {} : { note: unit }) }
  }
  return scatter(points, {
    x: axis(0),
    y: axis(1),
    total: table.rows.length,
    ...(label < 0 ? {} : { labels: rows.map((row) => String(row[label] ?? '')) }),
    ...about,
  })
}
