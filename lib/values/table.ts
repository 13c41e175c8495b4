/* Table: typed columns, N rows. */
import { plain } from './encoding'
import { canonicalJson } from '../graph/hash'
import type { Json } from '../graph/json'
import { definePort } from '../graph/port-type'
import { describe, isRecord, plural } from './describe'
import { isJson } from './json'
import type { ColumnType, TableValue } from './types'

export const TablePort = definePort<TableValue>({
  name: 'table',
  title: 'Table',
  check,
  parts: (value) => [
    ...value.columns.flatMap((column) => [column.name, column.type, column.unit ?? '']),
    value.rows.length,
    ...value.rows.map((row) => canonicalJson(row)),
    ...(value.axes ? [canonicalJson(value.axes)] : []),
  ],
  bytes: (value) => value.rows.reduce((sum, row) => sum + row.reduce<number>((bytes, cell) => bytes + cellBytes(cell), 16), 64),
  toJson: (value) => ({
    columns: value.columns.map(({ name }) => name),
    rows: value.rows,
    ...(value.axes ? { axes: value.axes.map(({ name, labels }) => ({ name, labels })) } : {}),
  }),
  fromJson: tableFromJson,
  encoding: plain(),
  summary: (value) => `${plural(value.rows.length, 'row')}, ${plural(value.columns.length, 'column')}`,
})

function check(value: unknown): string | null {
  if (!isRecord(value) || !Array.isArray(value.columns) || !Array.isArray(value.rows)) return `expected a table, got ${describe(value)}`
  const width = value.columns.length
  for (const [place, row] of value.rows.entries()) {
    if (!Array.isArray(row) || row.length !== width)
      return `expected rows of ${plural(width, 'cell')}, got ${describe(row)} in row ${place}`
    if (!row.every(isJson)) return `expected plain data in every cell, got something else in row ${place}`
  }
  return null
}

const cellBytes = (cell: Json): number =>
  typeof cell === 'string' ? cell.length * 2 : typeof cell === 'object' ? canonicalJson(cell).length * 2 : 8

/** A column as `['p', 'number', '%']` or just `['word', 'text']`. */
export type ColumnSpec = readonly [name: string, type: ColumnType, unit?: string]

export const tableOf = (columns: readonly ColumnSpec[], rows: readonly (readonly Json[])[]): TableValue => ({
  columns: columns.map(([name, type, unit]) => (unit ? { name, type, unit } : { name, type })),
  rows,
})

/** `{columns, rows}` as results print it. What a column holds is read off its cells. */
function tableFromJson(json: Json): unknown {
  if (!isRecord(json) || !Array.isArray(json['columns']) || !Array.isArray(json['rows'])) return json
  const rows = json['rows'] as readonly Json[]
  const columns = (json['columns'] as readonly Json[]).map((column, place) =>
    isRecord(column)
      ? column
      : { name: String(column), type: columnType(rows.map((row) => (Array.isArray(row) ? row[place] : undefined))) },
  )
  return { columns, rows }
}

function columnType(cells: readonly unknown[]): ColumnType {
  if (cells.every((cell) => typeof cell === 'number' || cell === null)) return 'number'
  if (cells.every((cell) => typeof cell === 'boolean' || cell === null)) return 'yes/no'
  return cells.every((cell) => typeof cell === 'string' || cell === null) ? 'text' : 'json'
}
