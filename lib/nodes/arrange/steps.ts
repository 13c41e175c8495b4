/* Columns added, rows kept, put in order, drawn by chance. Every step gives a new table. */
import type { Json } from '../../graph/json'
import { NodeFailure } from '../../graph/states'
import type { ColumnType, TableValue } from '../../values'
import { columnAt, plainOf } from '../columns'
import { readExpression, type Expression } from '../expression'
import { givesTruth, holds, valueOf } from '../expression-value'

/** A formula over the columns of a row; names are looked up once. */
function overRows(
  table: TableValue,
  source: string,
  port: string,
): { readonly read: Expression; readonly of: (row: readonly Json[]) => Json } {
  const read = readExpression(source, port)
  const places = new Map(read.names.map((name) => [name, columnAt(table, name, port)]))
  return { read, of: (row) => valueOf(read, (name) => plainOf(row[places.get(name)!]!)) }
}

/** A column of a name that is there already takes its place. Later ones may read earlier ones. */
export function extended(table: TableValue, add: Readonly<Record<string, string>>): TableValue {
  return Object.entries(add).reduce((before, [name, source]) => {
    if (name.trim() === '') throw new NodeFailure('no-name', 'A new column has no name.', { port: 'add', hint: 'Write {name: "formula"}.' })
    const { read, of } = overRows(before, source, 'add')
    const cells = before.rows.map(of)
    const type: ColumnType = givesTruth(read) ? 'yes/no' : typeOf(cells)
    const at = before.columns.findIndex((column) => column.name === name)
    const column = { name, type }
    return at < 0
      ? { columns: [...before.columns, column], rows: before.rows.map((row, place) => [...row, cells[place]!]) }
      : { columns: before.columns.with(at, column), rows: before.rows.map((row, place) => row.with(at, cells[place]!)) }
  }, table)
}

function typeOf(cells: readonly Json[]): ColumnType {
  if (cells.every((cell) => cell === null || typeof cell === 'number')) return 'number'
  return cells.every((cell) => cell === null || typeof cell === 'string') ? 'text' : 'json'
}

/** Where it cannot be told, since something is missing, it is not so. */
export function filtered(table: TableValue, where: string): TableValue {
  if (where.trim() === '') return table
  const { of } = overRows(table, where, 'where')
  return { columns: table.columns, rows: table.rows.filter((row) => holds(plainOf(of(row)))) }
}

/** Rows that are equal by all columns stay in their order; missing cells come last whichever way. */
export function sorted(table: TableValue, by: readonly string[]): TableValue {
  const orders = by.map((written) => {
    const falling = /^[-−]/.test(written) && !table.columns.some(({ name }) => name === written)
    return { at: columnAt(table, falling ? written.slice(1).trim() : written, 'sort'), sign: falling ? -1 : 1 }
  })
  if (orders.length === 0) return table
  const compare = (a: readonly Json[], b: readonly Json[]): number => {
    for (const { at, sign } of orders) {
      const order = compared(a[at]!, b[at]!, sign)
      if (order !== 0) return order
    }
    return 0
  }
  return { columns: table.columns, rows: table.rows.toSorted(compare) }
}

/** Numbers before texts; texts by their letters' codes, the same on every machine. */
function compared(first: Json, second: Json, sign: number): number {
  const [a, b] = [plainOf(first), plainOf(second)]
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
  if (typeof a !== typeof b) return sign * (typeof a === 'number' ? -1 : 1)
  return a === b ? 0 : sign * (a < b ? -1 : 1)
}

/** Floyd's way: as many draws as rows are taken, each set equally likely. */
export function sampled(table: TableValue, count: number, random: () => number): TableValue {
  const { length } = table.rows
  if (count === 0 || count >= length) return table
  const taken = new Set<number>()
  for (let last = length - count; last < length; last++) {
    const drawn = Math.floor(random() * (last + 1))
    taken.add(taken.has(drawn) ? last : drawn)
  }
  return { columns: table.columns, rows: table.rows.filter((_, at) => taken.has(at)) }
}
