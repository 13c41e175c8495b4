/* Anything with rows as a table: what Arrange and Summarise take. */
import type { Json } from '../graph/json'
import { oneOf } from '../graph/one-of'
import type { Boxed } from '../graph/port-type'
import { NodeFailure } from '../graph/states'
import {
  Distribution,
  Documents,
  Hits,
  JsonPort,
  lastRow,
  ListPort,
  Messages,
  plural,
  TablePort,
  tableOf,
  Tensor,
  Tokens,
  type ColumnSpec,
  type DistributionValue,
  type DocumentsValue,
  type HitsValue,
  type ListValue,
  type MessagesValue,
  type TableValue,
  type TensorValue,
  type TokensValue,
} from '../values'
import { cellOf, columnOf } from './repeat'

export const Rows = oneOf(TablePort, ListPort, JsonPort, Documents, Hits, Tokens, Messages, Distribution, Tensor)

/** More cells than these are not laid out as rows. */
const MOST_CELLS = 2_000_000

export function tableOfRows({ type, value }: Boxed, port = 'from'): TableValue {
  switch (type) {
    case TablePort:
      return value as TableValue
    case ListPort:
      return ofList(value as ListValue)
    case JsonPort:
      return ofData(value as Json, port)
    case Documents:
      return ofDocuments(value as DocumentsValue)
    case Hits:
      return ofHits(value as HitsValue)
    case Tokens:
      return ofTokens(value as TokensValue)
    case Messages:
      return made(
        [
          ['role', 'text'],
          ['text', 'text'],
        ],
        (value as MessagesValue).turns.map(({ role, text }) => [role, text]),
      )
    case Distribution:
      return ofOdds(value as DistributionValue)
    default:
      return ofTensor(value as TensorValue, port)
  }
}

const made = (columns: readonly ColumnSpec[], rows: readonly (readonly Json[])[]): TableValue => tableOf(columns, rows)

const ofList = ({ items, labels }: ListValue): TableValue =>
  made(
    [['label', 'text'], columnOf('value', items)],
    items.map((item, at) => [labels[at]!, cellOf(item)]),
  )

/** A list of records, or of plain values. */
function ofData(value: Json, port: string): TableValue {
  if (!Array.isArray(value))
    throw new NodeFailure('no-rows', 'The data is no list, and so has no rows.', { port, hint: 'Pick takes a list out of data.' })
  const records = (value as readonly Json[]).map((entry): Readonly<Record<string, Json>> =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? (entry as Readonly<Record<string, Json>>) : { value: entry },
  )
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))]
  const rows = records.map((record) => names.map((name) => (Object.hasOwn(record, name) ? record[name]! : null)))
  return made(
    names.map((name, at) => [name, typeOf(rows.map((row) => row[at]!))] as const),
    rows.map((row) => row.map((cell) => (typeof cell === 'boolean' ? Number(cell) : cell))),
  )
}

function typeOf(cells: readonly Json[]): ColumnSpec[1] {
  const kinds = new Set(cells.flatMap((cell) => (cell === null ? [] : [typeof cell])))
  const [only] = kinds
  if (kinds.size !== 1) return kinds.size === 0 ? 'text' : 'json'
  return only === 'number' ? 'number' : only === 'string' ? 'text' : only === 'boolean' ? 'yes/no' : 'json'
}

function ofDocuments({ items, sources }: DocumentsValue): TableValue {
  const extra = [...new Set(items.flatMap(({ metadata }) => Object.keys(metadata)))].filter(
    (name) => !['id', 'text', 'source'].includes(name),
  )
  const cells = items.map(({ metadata }) => extra.map((name) => metadata[name] ?? null))
  return made(
    [
      ['id', 'text'],
      ['text', 'text'],
      ['source', 'text'],
      ...extra.map((name, at) => [name, typeOf(cells.map((row) => row[at]!))] as const),
    ],
    items.map(({ id, text, source }, at) => [id, text, sources[source]!.name, ...cells[at]!]),
  )
}

const ofHits = ({ hits, documents }: HitsValue): TableValue =>
  made(
    [
      ['rank', 'number'],
      ['id', 'text'],
      ['score', 'number'],
      ['text', 'text'],
    ],
    hits.map(({ place, score }, at) => [at + 1, documents.items[place]!.id, score, documents.items[place]!.text]),
  )

const ofTokens = ({ ids, pieces, special }: TokensValue): TableValue =>
  made(
    [
      ['place', 'number'],
      ['id', 'number'],
      ['piece', 'text'],
      ['special', 'yes/no'],
    ],
    ids.map((id, at) => [at, id, pieces[at]!, Number(special[at])]),
  )

/** The candidates of the last row, by id. */
function ofOdds(odds: DistributionValue): TableValue {
  const row = lastRow(odds)
  return made(
    [
      ['id', 'number'],
      ['piece', 'text'],
      ['p', 'number', '%'],
    ],
    Array.from(row, (p, id) => [id, odds.tokenizer.engine.piece(id), p]),
  )
}

/** One axis: a row for each number; two: a row for each row. */
function ofTensor({ shape, data, dims, labels }: TensorValue, port: string): TableValue {
  if (shape.length === 0 || shape.length > 2)
    throw new NodeFailure('no-rows', `The tensor has ${plural(shape.length, 'axis', 'axes')}; rows are made of one or two.`, {
      port,
      hint: 'Take a slice of it with Tensor.',
    })
  if (data.length > MOST_CELLS)
    throw new NodeFailure('too-many', `The tensor has ${data.length} numbers; at most ${MOST_CELLS} are laid out as rows.`, {
      port,
      hint: 'Take a slice of it with Tensor.',
    })
  const [count = 0, width = 1] = shape
  const names = Array.from({ length: width }, (_, at) => (shape.length === 1 ? 'value' : (labels?.[1]?.[at] ?? `c${at}`)))
  const own = unique(names)
  const rowNames = labels?.[0]
  const cell = (at: number): Json => (Number.isFinite(data[at]) ? data[at]! : null)
  return made(
    [[dims[0]!, rowNames ? 'text' : 'number'], ...own.map((name) => [name, 'number'] as const)],
    Array.from({ length: count }, (_, row) => [rowNames?.[row] ?? row, ...own.map((_name, at) => cell(row * width + at))]),
  )
}

function unique(names: readonly string[]): string[] {
  const taken: string[] = []
  const seen = new Set<string>()
  for (const [at, name] of names.entries()) {
    const own = seen.has(name) ? `${name} ${at}` : name
    seen.add(own)
    taken.push(own)
  }
  return taken
}
