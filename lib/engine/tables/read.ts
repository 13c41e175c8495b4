/*
 * A text as rows with named columns: CSV, TSV, JSON, JSON lines, said or recognised. What cannot be read gets a sentence with its
 * line, and the rest goes on. Cells of CSV are texts still; what a column holds is decided where all of it is known.
 */
import { csvRows } from '../retrieval/csv'
import { parseJson, type Json } from '../retrieval/json'
import type { Steps } from '../retrieval/steps'
import { gridOf, isRecord, Notes, type Grid, type Rec } from './grid'

export type { Grid }

export const FORMATS = ['recognised', 'csv', 'tsv', 'json', 'jsonl'] as const
export type Format = (typeof FORMATS)[number]

export interface ReadOptions {
  /** What sentences call it: `pets.csv`, or `The text`. */
  readonly name: string
  readonly format: Format
  /** Whether the first row of CSV names the columns. Recognised: unless it is all numbers. */
  readonly header: 'recognised' | 'yes' | 'no'
}

export function* readTable(given: string, options: ReadOptions): Steps<Grid> {
  const text = given.startsWith('\ufeff') ? given.slice(1) : given
  const notes = new Notes(options.name)
  if (text.trim() === '') return { names: [], rows: [], problems: [`${options.name} is empty.`] }
  if (text.includes('\0')) return { names: [], rows: [], problems: [`${options.name} holds binary bytes, not text.`] }
  const format = options.format === 'recognised' ? formatOf(text, options.name) : options.format
  if (format === 'json') return fromJson(text, notes)
  if (format === 'jsonl') return yield* fromLines(text, notes)
  return yield* fromCsv(text, format === 'tsv' ? '\t' : ',', options.header, notes)
}

/** By the name's ending, else by how it begins: a bracket is JSON, or JSON lines where a line is whole; tabs are TSV. */
function formatOf(text: string, name: string): Exclude<Format, 'recognised'> {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase()
  if (ending === 'ndjson') return 'jsonl'
  if (ending === 'csv' || ending === 'tsv' || ending === 'jsonl') return ending
  const start = text.trimStart()
  const [line = ''] = start.split(/\r?\n/, 1)
  if (ending === 'json' || /^[[{]/.test(start))
    return line.startsWith('{') && parseJson(line).ok && line.length < start.trimEnd().length ? 'jsonl' : 'json'
  return line.includes('\t') ? 'tsv' : 'csv'
}

function fromJson(text: string, notes: Notes): Grid {
  const read = parseJson(text)
  if (read.ok) return gridOf(recordsIn(read.value), notes, 'entry')
  notes.add(`${notes.name} ${read.why}; it was left out.`)
  return { names: [], rows: [], problems: notes.all() }
}

/** Records, lists, columns side by side, `{columns, rows}`, one record, or plain values. */
function recordsIn(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[]
  if (!isRecord(value)) return [value]
  const { columns, rows } = value
  if (Array.isArray(columns) && Array.isArray(rows) && Object.keys(value).every((key) => ['columns', 'rows', 'axes'].includes(key)))
    return (rows as readonly Json[]).map((row) =>
      Array.isArray(row) ? pairedWith(columns as readonly Json[], row as readonly Json[]) : row,
    )
  const lists = Object.values(value)
  const length = Array.isArray(lists[0]) ? lists[0].length : -1
  if (lists.length === 0 || !lists.every((list) => Array.isArray(list) && list.length === length) || !lists.every(plainList)) return [value]
  return Array.from({ length }, (_, at) =>
    Object.fromEntries(Object.entries(value).map(([name, list]) => [name, (list as readonly Json[])[at]!])),
  )
}

/** A list of records is one value of a record, such as the turns of a conversation. */
const plainList = (list: Json): boolean => Array.isArray(list) && list.every((entry) => entry === null || typeof entry !== 'object')

const pairedWith = (columns: readonly Json[], row: readonly Json[]): Rec =>
  Object.fromEntries(columns.map((column, at) => [isRecord(column) ? String(column['name']) : String(column), row[at] ?? null]))

function* fromLines(text: string, notes: Notes): Steps<Grid> {
  const values: Json[] = []
  const lines = text.split(/\r?\n/)
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue
    const read = parseJson(line)
    if (read.ok) values.push(read.value)
    else notes.add(`${notes.name}, line ${at + 1} ${read.why}; it was left out.`)
    if (at % 256 === 255) yield
  }
  return gridOf(values, notes, 'line')
}

const isNumber = (cell: string): boolean => /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/.test(cell)

function* fromCsv(text: string, between: ',' | '\t', header: ReadOptions['header'], notes: Notes): Steps<Grid> {
  const { rows, unclosed } = yield* csvRows(text, between)
  if (unclosed !== null) notes.add(`${notes.name}, line ${unclosed}: a quoted cell is never closed; it ends with the text.`)
  const [first] = rows
  const named = header === 'yes' || (header === 'recognised' && first !== undefined && !first.cells.every(isNumber))
  const body = named ? rows.slice(1) : rows
  const names = named ? namesFrom(first!.cells, notes) : Array.from({ length: first?.cells.length ?? 0 }, (_, at) => `c${at}`)
  const taken: Json[][] = []
  for (const [at, { cells, line }] of body.entries()) {
    if (cells.length !== names.length) notes.add(ragged(notes.name, line, cells.length, names.length))
    taken.push(names.map((_, place) => cells[place] ?? null))
    if (at % 1024 === 1023) yield
  }
  return { names, rows: taken, problems: notes.all(), texts: true }
}

const ragged = (name: string, line: number, has: number, wanted: number): string =>
  `${name}, line ${line} has ${has} ${has === 1 ? 'cell' : 'cells'} where ${wanted} are named; ${has < wanted ? 'the others are empty' : 'what is beyond was left out'}.`

/** Every column has a name of its own. */
function namesFrom(cells: readonly string[], notes: Notes): string[] {
  const names: string[] = []
  for (const [at, cell] of cells.entries()) {
    const wanted = cell.trim() === '' ? `column ${at + 1}` : cell.trim()
    let own = wanted
    for (let again = 2; names.includes(own); again++) own = `${wanted} ${again}`
    if (own !== wanted) notes.add(`${notes.name} has two columns called ${wanted}; the second is called ${own}.`)
    names.push(own)
  }
  return names
}
