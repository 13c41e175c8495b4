/* What each column holds, read off its cells; and several tables under one another. */
import type { Grid } from '../../engine/tables'
import type { Json } from '../../graph/json'
import { tableOf, type ColumnType, type TableValue } from '../../values'

export interface Made {
  readonly table: TableValue
  readonly problems: readonly string[]
}

/** As people write them; 007 and 1,000 are texts. */
const NUMBER = /^[-+]?(?:0|[1-9]\d*|(?=\.\d))(?:\.\d*)?(?:[eE][-+]?\d+)?$/
const TRUTH: Readonly<Record<string, number>> = { yes: 1, no: 0, true: 1, false: 0 }

export function tableFrom({ names, rows, problems, texts = false }: Grid): Made {
  const columns = names.map((_, at) =>
    columnOf(
      rows.map((row) => row[at]!),
      texts,
    ),
  )
  return {
    table: tableOf(
      names.map((name, at) => [name, columns[at]!.type]),
      rows.map((_, row) => columns.map(({ cells }) => cells[row]!)),
    ),
    problems,
  }
}

interface Column {
  readonly type: ColumnType
  readonly cells: readonly Json[]
}

function columnOf(cells: readonly Json[], texts: boolean): Column {
  if (texts) return typed(cells as readonly (string | null)[])
  const type = typeOf(cells)
  return { type, cells: type === 'yes/no' ? cells.map((cell) => (cell === null ? null : Number(cell))) : cells }
}

/** Cells of CSV: one that does not fit makes the whole column texts, as they stood there. Empty ones of numbers are missing. */
function typed(cells: readonly (string | null)[]): Column {
  const trimmed = cells.map((cell) => cell?.trim() ?? '')
  const filled = trimmed.filter((cell) => cell !== '')
  if (filled.length > 0 && filled.every((cell) => NUMBER.test(cell) && Number.isFinite(Number(cell))))
    return { type: 'number', cells: trimmed.map((cell) => (cell === '' ? null : Number(cell))) }
  if (filled.length > 0 && filled.every((cell) => Object.hasOwn(TRUTH, cell.toLowerCase())))
    return { type: 'yes/no', cells: trimmed.map((cell) => (cell === '' ? null : TRUTH[cell.toLowerCase()]!)) }
  return { type: 'text', cells }
}

function typeOf(cells: readonly Json[]): ColumnType {
  const kinds = new Set(cells.flatMap((cell) => (cell === null ? [] : [typeof cell])))
  if (kinds.size !== 1) return kinds.size === 0 ? 'text' : 'json'
  const [only] = kinds
  return only === 'number' ? 'number' : only === 'string' ? 'text' : only === 'boolean' ? 'yes/no' : 'json'
}

/** Columns of all, in the order in which they first appear; what a table does not have is missing there. */
export function stacked(parts: readonly Made[], most: number): Made {
  const problems = parts.flatMap((part) => part.problems)
  const whole = parts.length === 1 ? parts[0]!.table : together(parts.map(({ table }) => table).filter(({ columns }) => columns.length > 0))
  if (whole.rows.length <= most) return { table: whole, problems }
  return {
    table: { ...whole, rows: whole.rows.slice(0, most) },
    problems: [...problems, `There are ${whole.rows.length} rows; the first ${most} are taken.`],
  }
}

function together(tables: readonly TableValue[]): TableValue {
  const names = [...new Set(tables.flatMap(({ columns }) => columns.map(({ name }) => name)))]
  const types = names.map((name): ColumnType => {
    const found = new Set(tables.flatMap(({ columns }) => columns.filter((column) => column.name === name).map(({ type }) => type)))
    return found.size === 1 ? [...found][0]! : 'json'
  })
  const rows = tables.flatMap(({ columns, rows: own }) => {
    const places = names.map((name) => columns.findIndex((column) => column.name === name))
    return own.map((row) => places.map((at) => (at < 0 ? null : row[at]!)))
  })
  return tableOf(
    names.map((name, at) => [name, types[at]!]),
    rows,
  )
}
