/*
 * Files as documents: plain text and Markdown whole, JSON, JSON lines and CSV a document for each record. What cannot be read
 * gets a sentence naming the file and the place; everything else goes on. Nothing here opens a file.
 */
import { csvRows } from './csv'
import { parseJson, type Json } from './json'
import type { Steps } from './steps'

export interface NamedText {
  readonly name: string
  readonly text: string
}

export interface ReadDocument {
  readonly text: string
  readonly metadata: Readonly<Record<string, Json>>
  /** As the file calls it, where a field for it was asked for and is there. */
  readonly id?: string
}

export interface ReadFields {
  /** Field or column that holds the text. */
  readonly text: string
  /** Field or column that names a document; empty: none. */
  readonly id: string
}

export interface Reading {
  readonly documents: readonly ReadDocument[]
  /** A sentence for everything that was left out or mended. */
  readonly problems: readonly string[]
}

/** Sentences of one file; the others are counted. */
const MOST_PROBLEMS = 8

export function* readFile(file: NamedText, fields: ReadFields): Steps<Reading> {
  const notes = new Notes()
  const text = file.text.startsWith('\ufeff') ? file.text.slice(1) : file.text
  const binary = binaryProblem(file.name, text)
  if (binary) return { documents: [], problems: [binary] }
  if (text.trim() === '') return { documents: [], problems: [`${file.name} is empty.`] }
  const documents = yield* recordsOf({ name: file.name, text }, fields, notes)
  if (documents.length === 0 && notes.count === 0) notes.add(`${file.name} holds no document.`)
  return { documents, problems: notes.all(file.name) }
}

class Notes {
  private readonly list: string[] = []
  count = 0
  add(sentence: string): void {
    if (this.count++ < MOST_PROBLEMS) this.list.push(sentence)
  }
  all(name: string): string[] {
    const more = this.count - this.list.length
    return more > 0 ? [...this.list, `${name}: ${more} more of this kind.`] : this.list
  }
}

function recordsOf(file: NamedText, fields: ReadFields, notes: Notes): Steps<ReadDocument[]> {
  const ending = /\.([a-z0-9]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? 'txt'
  if (ending === 'jsonl' || ending === 'ndjson') return fromLines(file, fields, notes)
  if (ending === 'json') return fromJson(file, fields, notes)
  if (ending === 'csv' || ending === 'tsv') return fromCsv(file, fields, notes, ending === 'tsv' ? '\t' : ',')
  return whole(file)
}

/** More than this share of signs that no text holds makes a file binary. */
const ODD_SHARE = 0.02

function binaryProblem(name: string, text: string): string | null {
  let odd = 0
  const looked = Math.min(text.length, 65_536)
  for (let at = 0; at < looked; at++) {
    const unit = text.charCodeAt(at)
    if (unit === 0) return `${name} holds binary bytes, not text: the first zero byte stands at character ${at}.`
    if (unit === 0xfffd || (unit < 32 && unit !== 9 && unit !== 10 && unit !== 13 && unit !== 12)) odd++
  }
  return odd > looked * ODD_SHARE && odd > 2
    ? `${name} holds binary bytes, not text: ${odd} of its first ${looked} characters are none.`
    : null
}

function* whole({ name, text }: NamedText): Steps<ReadDocument[]> {
  yield
  return [{ text, metadata: { file: name } }]
}

function* fromLines({ name, text }: NamedText, fields: ReadFields, notes: Notes): Steps<ReadDocument[]> {
  const documents: ReadDocument[] = []
  let line = 0
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    const source = text.slice(start, end).trim()
    start = end + 1
    line++
    if (source !== '') {
      const where = `${name}, line ${line}`
      const read = parseJson(source)
      if (read.ok) take(documents, read.value, fields, notes, where, { file: name, line })
      else notes.add(`${where} ${read.why}; it was left out.`)
    }
    if (line % 256 === 0 || source.length > 65_536) yield
  }
  return documents
}

function* fromJson({ name, text }: NamedText, fields: ReadFields, notes: Notes): Steps<ReadDocument[]> {
  const read = parseJson(text)
  yield
  if (!read.ok) {
    notes.add(`${name} ${read.why}; it was left out.`)
    return []
  }
  const documents: ReadDocument[] = []
  const list = Array.isArray(read.value) ? read.value : [read.value]
  for (const [place, value] of list.entries()) {
    const where = Array.isArray(read.value) ? `${name}, entry ${place + 1}` : name
    take(documents, value, fields, notes, where, Array.isArray(read.value) ? { file: name, entry: place + 1 } : { file: name })
    if (place % 512 === 511) yield
  }
  return documents
}

/** A record's text field, or a bare string; the other fields stay beside it. */
function take(
  documents: ReadDocument[],
  value: Json,
  fields: ReadFields,
  notes: Notes,
  where: string,
  place: Readonly<Record<string, Json>>,
): void {
  if (typeof value === 'string') {
    documents.push({ text: value, metadata: place })
    return
  }
  if (!isRecord(value)) {
    notes.add(`${where} is ${kindOf(value)}, not a record; it was left out.`)
    return
  }
  const text = Object.hasOwn(value, fields.text) ? value[fields.text] : undefined
  if (typeof text !== 'string') {
    const has = Object.keys(value).slice(0, 6).join(', ') || 'nothing'
    notes.add(`${where} has no text in “${fields.text}”; it has ${has}. It was left out.`)
    return
  }
  const id = fields.id && Object.hasOwn(value, fields.id) ? value[fields.id] : undefined
  const rest = Object.entries(value).filter(([name]) => name !== fields.text)
  documents.push({
    text,
    metadata: { ...Object.fromEntries(rest), ...place },
    ...(typeof id === 'string' || typeof id === 'number' ? { id: String(id) } : {}),
  })
}

const isRecord = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const kindOf = (value: Json): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? `a list of ${value.length}`
      : typeof value === 'boolean'
        ? 'a truth value'
        : `a ${typeof value}`

function* fromCsv({ name, text }: NamedText, fields: ReadFields, notes: Notes, between: ',' | '\t'): Steps<ReadDocument[]> {
  const { rows, unclosed } = yield* csvRows(text, between)
  if (unclosed !== null) notes.add(`${name}, line ${unclosed}: a quoted cell is never closed; it ends with the file.`)
  const [head, ...body] = rows
  const column = head?.cells.indexOf(fields.text) ?? -1
  if (!head || column < 0) {
    notes.add(`${name} has no column “${fields.text}”; its columns: ${head?.cells.slice(0, 12).join(', ') ?? 'none'}.`)
    return []
  }
  const named = fields.id ? head.cells.indexOf(fields.id) : -1
  const documents: ReadDocument[] = []
  for (const [at, { cells, line }] of body.entries()) {
    if (cells.length !== head.cells.length) raggedNote(notes, name, line, cells.length, head.cells.length, cells[column] !== undefined)
    const value = cells[column]
    if (value !== undefined)
      documents.push({ text: value, metadata: metadataOf(head.cells, cells, column, name, line), ...idOf(cells[named]) })
    if (at % 512 === 511) yield
  }
  return documents
}

const idOf = (cell: string | undefined): { readonly id?: string } => (cell ? { id: cell } : {})

const raggedNote = (notes: Notes, name: string, line: number, has: number, wanted: number, kept: boolean): void =>
  notes.add(
    `${name}, line ${line} has ${has} ${has === 1 ? 'cell' : 'cells'} where the header has ${wanted}; ${kept ? 'what is there was kept' : 'it was left out, since its text is missing'}.`,
  )

function metadataOf(
  head: readonly string[],
  cells: readonly string[],
  text: number,
  file: string,
  line: number,
): Readonly<Record<string, Json>> {
  const entries = cells.flatMap((cell, at): [string, Json][] => (at === text ? [] : [[head[at] ?? `column ${at + 1}`, cell]]))
  return { ...Object.fromEntries(entries), file, line }
}
