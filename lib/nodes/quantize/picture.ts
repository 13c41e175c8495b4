/* What a quantize node shows: the comb over the numbers it was laid on, where the error is, and the worst rows or matrices. */
import type { QuantizeSettings } from '../../engine'
import { tableOf, type TableValue, type TensorValue } from '../../values'
import type { AnyPanel } from '../../viz/panels'
import { show } from '../../viz/show'
import { worstComb } from './comb'

/** The map shows the beginning of the matrix; the table says which rows are worst in all of it. */
const MAP = { rows: 48, columns: 224 }

export function tensorPanels(before: TensorValue, after: TensorValue, table: TableValue, settings: QuantizeSettings): readonly AnyPanel[] {
  return [combPanel(before, after, settings), errorMap(before, after), show.table(short(table), { title: 'Worst rows' })]
}

/** `of`: which of a model's matrices. */
export function combPanel(before: TensorValue, after: TensorValue, settings: QuantizeSettings, of?: string): AnyPanel {
  const { words, numbers, grid } = worstComb(before, after, settings)
  const bins = numbers.data.length < 400 ? 24 : 48
  return show.histogram(numbers, { bins, grid, title: `The grid over ${words}${of ? ` of ${of}` : ''}` })
}

function errorMap(before: TensorValue, after: TensorValue): AnyPanel {
  const error: TensorValue = { ...after, origin: { ...before.origin, tensor: `error of ${before.origin.tensor}` } }
  // Only of what the window shows: a matrix is many times as large.
  return show.heat(error, { window: MAP, entry: (place) => after.data[place]! - before.data[place]!, title: 'Error: after − before' })
}

const ROWS = 5
const short = (table: TableValue): TableValue =>
  tableOf(
    table.columns.map(({ name, type, unit }) => [name, type, unit]),
    table.rows.slice(0, ROWS),
  )
