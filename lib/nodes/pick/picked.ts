/* Which value is meant: by place, column and path. */
import { closest } from '../../graph/closest'
import type { Json } from '../../graph/json'
import type { Boxed } from '../../graph/port-type'
import { NodeFailure } from '../../graph/states'
import { JsonPort, ListPort, TablePort, type JsonValue, type ListValue, type TableValue } from '../../values'
import { atPath, readPath } from '../json-path'
import { boxOf } from '../repeat'

interface Where {
  readonly place: number
  readonly column: string
  readonly path: string
}

export function picked({ type, value }: Boxed, where: Where): Boxed {
  if (type === ListPort) return inside(itemOf(value as ListValue, where.place), where.path)
  if (type === TablePort) return inside(fromTable(value as TableValue, where), where.path)
  return fromData(value as JsonValue, where)
}

function itemOf({ items }: ListValue, place: number): Boxed {
  return items[placeIn(items.length, place, 'item')]!
}

/** The row and the column's place; null: the whole row. */
export function cellAt(
  { columns, rows }: TableValue,
  { place, column }: Pick<Where, 'place' | 'column'>,
): readonly [number, number | null] {
  const row = placeIn(rows.length, place, 'row')
  if (column === '') return [row, null]
  const at = columns.findIndex(({ name }) => name === column)
  if (at >= 0) return [row, at]
  const names = columns.map(({ name }) => name)
  const near = closest(column, names)
  throw new NodeFailure('no-column', `The table has no column ${column}.`, {
    port: 'column',
    hint: near.length > 0 ? `Close to it: ${near.join(', ')}.` : `Its columns: ${names.slice(0, 12).join(', ') || 'none'}.`,
  })
}

function fromTable(table: TableValue, where: Where): Boxed {
  const [row, at] = cellAt(table, where)
  const cells = table.rows[row]!
  if (at === null) return { type: JsonPort, value: Object.fromEntries(table.columns.map(({ name }, place) => [name, cells[place]!])) }
  const { name, type, unit } = table.columns[at]!
  const cell = cells[at]!
  if (cell === null)
    throw new NodeFailure('no-value', `Row ${row} has nothing in ${name}.`, {
      port: 'place',
      hint: 'Take another row, or leave such rows out with Arrange.',
    })
  return type === 'yes/no' && typeof cell === 'number' ? boxOf(cell !== 0) : boxOf(cell, unit)
}

/** A path begins at the whole; without one, a list gives its item. */
function fromData(value: JsonValue, { place, path }: Where): Boxed {
  if (path !== '' || !Array.isArray(value)) return inside({ type: JsonPort, value }, path)
  return boxOf((value as readonly Json[])[placeIn(value.length, place, 'item')]!)
}

function inside(box: Boxed, path: string): Boxed {
  if (path === '') return box.type === JsonPort ? boxOf(box.value as Json) : box
  if (box.type !== JsonPort)
    throw new NodeFailure('no-path', `A path goes into data, and this is a ${box.type.title.toLowerCase()}.`, {
      port: 'path',
      hint: 'Leave the path empty.',
    })
  const found = atPath(box.value as JsonValue, readPath(path))
  if (found === undefined)
    throw new NodeFailure('not-there', `Nothing is at ${path}.`, { port: 'path', hint: here(box.value as JsonValue) })
  return boxOf(found)
}

function here(value: JsonValue): string {
  if (Array.isArray(value)) return `The data is a list of ${value.length}.`
  if (value === null || typeof value !== 'object') return `The data is ${JSON.stringify(value).slice(0, 40)}.`
  return `The data has ${Object.keys(value).slice(0, 12).join(', ') || 'no fields'}.`
}

/** From the end below 0. */
function placeIn(count: number, place: number, what: 'item' | 'row'): number {
  const at = place < 0 ? count + place : place
  if (at >= 0 && at < count) return at
  throw new NodeFailure(
    'no-such-place',
    `There is no ${what} ${place}: ${count === 0 ? `there is none at all` : `there are ${count}, from 0 to ${count - 1}`}.`,
    {
      port: 'place',
    },
  )
}
