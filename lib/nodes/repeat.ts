/* What Map, Loop and Sweep share: values taken out of tables and lists one by one, and the table of what was kept. */
import type { Json } from '../graph/json'
import type { Boxed } from '../graph/port-type'
import type { Gathered, Wired } from '../graph/regions/spec'
import { NodeFailure } from '../graph/states'
import {
  JsonPort,
  listOf,
  ListPort,
  NumberPort,
  numberOf,
  TablePort,
  tableOf,
  Text,
  type ColumnSpec,
  type ColumnType,
  type DocumentsValue,
  type ListValue,
  type NumberValue,
  type TableValue,
} from '../values'

/** The place of an iteration, as every region gives it. */
export const place = (index: number): Boxed => ({ type: NumberPort, value: numberOf(index) })

/** Plain data as the port type that says most of it. */
export function boxOf(value: Json, unit?: string): Boxed {
  if (typeof value === 'number') return { type: NumberPort, value: numberOf(value, unit) }
  if (typeof value === 'boolean') return { type: NumberPort, value: numberOf(value ? 1 : 0, 'yes/no') }
  return typeof value === 'string' ? { type: Text, value } : { type: JsonPort, value }
}

/** One thing to go over, with the names under which it is read. */
export interface Item {
  readonly label: string
  /** The thing itself, and its columns. */
  readonly own: Boxed
  readonly columns: Readonly<Record<string, Boxed>>
}
export interface Items {
  readonly items: readonly Item[]
  /** Names of the columns that every item may have. */
  readonly columns: readonly string[]
}

const LABEL = 24
export const shortened = (text: string): string => (text.length > LABEL ? `${text.slice(0, LABEL - 1)}…` : text)

/** What a value holds one by one; null where it holds nothing to go over. */
export function itemsOf({ type, value }: Boxed): Items | null {
  if (type === ListPort) return listItems(value as ListValue)
  if (type === TablePort) return rowItems(value as TableValue)
  if (type.name === 'documents') return documentItems(value as DocumentsValue)
  if (type !== JsonPort || !Array.isArray(value)) return null
  return { columns: [], items: (value as Json[]).map((one) => ({ label: labelOf(one), own: boxOf(one), columns: {} })) }
}

const labelOf = (value: Json): string => shortened(typeof value === 'string' ? value : JSON.stringify(value))

const listItems = ({ items, labels }: ListValue): Items => ({
  columns: [],
  items: items.map((own, at) => ({ label: shortened(labels[at]!), own, columns: {} })),
})

function rowItems({ columns, rows }: TableValue): Items {
  const named = columns.findIndex(({ type }) => type === 'text')
  const items = rows.map((row, at): Item => {
    const boxes = columns.flatMap(({ name, type, unit }, column): [string, Boxed][] => {
      const cell = row[column] ?? null
      return cell === null ? [] : [[name, boxOf(cell, type === 'yes/no' ? 'yes/no' : unit)]]
    })
    const record = Object.fromEntries(columns.map(({ name }, column) => [name, row[column] ?? null]))
    const label = named < 0 ? String(at) : labelOf(row[named] ?? null)
    return { label, own: { type: JsonPort, value: record }, columns: Object.fromEntries(boxes) }
  })
  return { columns: columns.map(({ name }) => name), items }
}

const documentItems = ({ items }: DocumentsValue): Items => ({
  columns: ['id'],
  items: items.map(({ id, text }) => ({ label: shortened(id), own: boxOf(text), columns: { id: boxOf(id) } })),
})

/** A value in a cell: numbers, texts and data as they are, everything else in a few words. */
export function cellOf(box: Boxed | undefined): Json {
  if (!box) return null
  const { type, value } = box
  if (type === NumberPort) return (value as NumberValue).value
  if (type === Text || type === JsonPort) return value as Json
  return type.spec.summary(value)
}

/** A column for what was kept under a name; its type is that of the values. */
export function columnOf(name: string, values: readonly (Boxed | undefined)[]): ColumnSpec {
  const made = values.filter((box) => box !== undefined)
  const types = new Set(made.map(typeOf))
  const units = new Set(made.map(({ type, value }) => (type === NumberPort ? (value as NumberValue).unit : undefined)))
  const type = types.size === 1 ? [...types][0]! : made.length === 0 ? 'number' : 'json'
  const unit = units.size === 1 ? [...units][0] : undefined
  return type === 'number' && unit !== undefined ? [name, type, unit] : [name, type]
}

function typeOf({ type, value }: Boxed): ColumnType {
  if (type === NumberPort) return (value as NumberValue).unit === 'yes/no' ? 'yes/no' : 'number'
  return type === JsonPort ? 'json' : 'text'
}

/** Own columns first, then what was kept; a row for each iteration. `boxes`: the cells of own columns, row by row. */
export function keptTable({ node, kept }: Gathered, own: readonly string[], boxes: readonly Readonly<Record<string, Boxed>>[]): TableValue {
  const names = Object.keys(kept)
  const twice = names.find((name) => own.includes(name))
  if (twice !== undefined)
    throw new NodeFailure('two-columns', `${node} keeps ${twice}, but its table has a column ${twice} already.`, {
      port: 'keep',
      hint: 'Keep it under another name.',
    })
  return tableOf(
    [
      ...own.map((name) =>
        columnOf(
          name,
          boxes.map((row) => row[name]),
        ),
      ),
      ...names.map((name) => columnOf(name, kept[name]!)),
    ],
    boxes.map((row, at) => [...own.map((name) => cellOf(row[name])), ...names.map((name) => cellOf(kept[name]![at]))]),
  )
}

/** Every kept value as a list of what was made, called as its iteration is. */
export function keptLists({ kept, iterations }: Gathered): Record<string, Boxed> {
  const lists = Object.entries(kept).map(([name, values]): [string, Boxed] => {
    const made = values.flatMap((box, at) => (box ? [[box, iterations.rounds[at]?.label ?? String(at)] as const] : []))
    const list = listOf(
      made.map(([box]) => box),
      made.map(([, label]) => label),
    )
    return [name, { type: ListPort, value: list }]
  })
  return Object.fromEntries(lists)
}

/** An output for each kept value. */
export const keptPorts = ({ entries }: Wired) => ({
  outputs: Object.fromEntries((entries['keep'] ?? []).map((name) => [name, ListPort.output('what was kept of every iteration, in order')])),
})

export const without = (names: readonly string[], ...taken: readonly string[]): string[] => names.filter((name) => !taken.includes(name))
