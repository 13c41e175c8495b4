/* Values whose shape the file gives: flow lists `[a, b]`, flow maps `{a: 1}`, quoted and plain scalars. One pass, bounded depth. */
import type { Ref } from '../graph/graph'
import type { Json } from '../graph/json'
import { LIMITS } from './limits'
import { nameFault } from './names'
import { readRef } from './ref'
import { checkKey, readPlain, readQuoted, SyntaxProblem } from './scalar'

/** A wire inside a value: only maps of named wires hold one (`readEntries`); elsewhere it is refused with its own sentence. */
const WIRE = /^<-/

interface Cursor {
  readonly text: string
  at: number
}

/** One entry of a map that may hold wires: its value, or its wires. */
export interface FlowEntry {
  readonly name: string
  readonly value?: Json
  readonly refs?: readonly Ref[]
}

/** A map of named wires (`all`), or of values and wires behind `<-` (`marked`). */
export function readEntries(text: string, wires: 'all' | 'marked'): readonly FlowEntry[] {
  const cursor: Cursor = { text, at: 0 }
  skipSpace(cursor)
  if (text[cursor.at] !== '{') throw new SyntaxProblem(cursor.at, 'Here stands a map, written `{name: …, name: …}`.')
  const entries: FlowEntry[] = []
  readPairs(cursor, 0, (name) => {
    const fault = nameFault(name)
    if (fault !== null) throw new SyntaxProblem(cursor.at, `The name \`${name.slice(0, 60)}\` ${fault}.`, undefined, 'bad-id')
    entries.push(readEntryValue(cursor, name, wires))
  })
  skipSpace(cursor)
  if (cursor.at < text.length) throw behind(cursor)
  return entries
}

function readEntryValue(cursor: Cursor, name: string, wires: 'all' | 'marked'): FlowEntry {
  const marked = cursor.text.startsWith('<-', cursor.at)
  if (wires === 'marked' && !marked) return { name, value: atEntryEnd(cursor) ? null : readValue(cursor, 1) }
  if (marked) cursor.at += 2
  skipSpace(cursor)
  const list = take(cursor, '[')
  const end = cursor.text.slice(cursor.at).search(list ? /\]/ : /[,}\n]/)
  const text = end < 0 ? cursor.text.slice(cursor.at) : cursor.text.slice(cursor.at, cursor.at + end)
  if (end < 0) throw notClosed(cursor.at, list ? '[' : '{', list ? ']' : '}')
  const parts = list ? text.replace(/,\s*$/, '').split(',') : [text]
  const refs = parts.map((part) => {
    const ref = readRef(part.trim())
    if (!ref)
      throw new SyntaxProblem(
        cursor.at,
        `\`${name}\` takes a wire, written \`node.port\`; here stands \`${part.trim().slice(0, 60)}\`.`,
        undefined,
        'bad-wire',
      )
    return ref
  })
  cursor.at += text.length + (list ? 1 : 0)
  return { name, refs }
}
const atEntryEnd = (cursor: Cursor): boolean => cursor.text[cursor.at] === ',' || cursor.text[cursor.at] === '}'

/** Reads the whole text as one value. */
export function readAny(text: string): Json {
  const cursor: Cursor = { text, at: 0 }
  skipSpace(cursor)
  const first = text[cursor.at]
  if (first !== '[' && first !== '{' && first !== '"' && first !== "'") return readLinePlain(text)
  const value = readValue(cursor, 0)
  skipSpace(cursor)
  if (cursor.at < text.length) throw behind(cursor)
  return value
}
const behind = ({ text, at }: Cursor): SyntaxProblem =>
  new SyntaxProblem(at, `\`${text.slice(at, at + 20).trim()}\` stands behind the end of the value.`)

/** A plain scalar that has its line to itself. */
function readLinePlain(text: string): Json {
  const offset = text.length - text.trimStart().length
  const plain = text.trim()
  if (WIRE.test(plain)) throw nestedWire(offset)
  if (plain.includes('\n'))
    throw new SyntaxProblem(plain.indexOf('\n') + offset, 'A plain value ends with its line.', 'Use a `|` block for more lines.')
  if (/:(?: |$)/.test(plain))
    throw new SyntaxProblem(
      offset + plain.search(/:(?: |$)/),
      'A colon with a space behind it would begin a map.',
      'Write `{name: value}`, or put the text in quotation marks.',
    )
  return readPlain(plain, offset)
}

function readValue(cursor: Cursor, depth: number): Json {
  if (depth > LIMITS.nesting)
    throw new SyntaxProblem(cursor.at, `Values nest deeper than ${LIMITS.nesting} levels.`, undefined, 'too-large')
  const char = cursor.text[cursor.at]
  if (char === '[') return readList(cursor, depth)
  if (char === '{') return readMap(cursor, depth)
  if (char === '"' || char === "'") return readString(cursor)
  return readFlowPlain(cursor)
}

function readString(cursor: Cursor): string {
  const { value, end } = readQuoted(cursor.text, cursor.at)
  cursor.at = end
  return value
}

function readList(cursor: Cursor, depth: number): Json {
  const open = cursor.at++
  const items: Json[] = []
  for (;;) {
    skipSpace(cursor)
    if (take(cursor, ']')) return items
    if (cursor.at >= cursor.text.length) throw notClosed(open, '[', ']')
    items.push(readValue(cursor, depth + 1))
    if (items.length > LIMITS.items) throw new SyntaxProblem(open, `A list has more than ${LIMITS.items} items.`, undefined, 'too-large')
    if (!endOfItem(cursor, ']')) throw cursor.at >= cursor.text.length ? notClosed(open, '[', ']') : between(cursor, 'list')
  }
}

function readMap(cursor: Cursor, depth: number): Json {
  const map = Object.create(null) as { [key: string]: Json }
  readPairs(cursor, depth, (key) => {
    map[key] = atEntryEnd(cursor) ? null : readValue(cursor, depth + 1)
  })
  return map
}

/** The pairs of a map: `read` is called behind each colon. */
function readPairs(cursor: Cursor, depth: number, read: (key: string) => void): void {
  if (depth > LIMITS.nesting)
    throw new SyntaxProblem(cursor.at, `Values nest deeper than ${LIMITS.nesting} levels.`, undefined, 'too-large')
  const open = cursor.at++
  const keys = new Set<string>()
  for (;;) {
    skipSpace(cursor)
    if (take(cursor, '}')) return
    if (cursor.at >= cursor.text.length) throw notClosed(open, '{', '}')
    if (keys.size > LIMITS.items) throw new SyntaxProblem(open, `A map has more than ${LIMITS.items} entries.`, undefined, 'too-large')
    const keyAt = cursor.at
    const key = readKey(cursor)
    checkKey(key, keyAt)
    if (keys.has(key)) throw new SyntaxProblem(keyAt, `The key \`${key}\` stands twice in one map.`)
    keys.add(key)
    skipSpace(cursor)
    read(key)
    if (!endOfItem(cursor, '}')) throw cursor.at >= cursor.text.length ? notClosed(open, '{', '}') : between(cursor, 'map')
  }
}

function readKey(cursor: Cursor): string {
  const { text, at } = cursor
  const first = text[at]
  let key: string
  if (first === '"' || first === "'") key = readString(cursor)
  else {
    const found = /^[^,[\]{}:\n]+/.exec(text.slice(at, at + 200))?.[0] ?? ''
    key = found.trim()
    cursor.at += found.length
  }
  skipSpace(cursor)
  if (key === '' || !take(cursor, ':'))
    throw new SyntaxProblem(at, 'A map has entries of the form `name: value`; here is no colon.', 'Between two entries stands a comma.')
  return key
}

function readFlowPlain(cursor: Cursor): Json {
  const { text, at } = cursor
  let end = at
  while (end < text.length && !',[]{}\n'.includes(text[end] ?? '')) end++
  const plain = text.slice(at, end).trim()
  if (WIRE.test(plain)) throw nestedWire(at)
  const stop = text[end]
  if (stop === '[' || stop === '{')
    throw new SyntaxProblem(end, `\`${stop}\` stands inside a plain text.`, 'Put the text in quotation marks.')
  const colon = plain.search(/:(?: |$)/)
  if (colon >= 0)
    throw new SyntaxProblem(at + colon, 'A colon with a space behind it stands inside a plain text.', 'Put the text in quotation marks.')
  if (plain === '') throw new SyntaxProblem(at, 'A value is missing before this comma or bracket.', 'An empty text is written `""`.')
  cursor.at = end
  return readPlain(plain, at)
}

function endOfItem(cursor: Cursor, close: ']' | '}'): boolean {
  skipSpace(cursor)
  return take(cursor, ',') || cursor.text[cursor.at] === close
}
function take(cursor: Cursor, char: string): boolean {
  if (cursor.text[cursor.at] !== char) return false
  cursor.at++
  return true
}
function skipSpace(cursor: Cursor): void {
  while (/[ \t\r\n]/.test(cursor.text[cursor.at] ?? '')) cursor.at++
}

const notClosed = (open: number, from: string, to: string): SyntaxProblem =>
  new SyntaxProblem(open, `The value that opens with \`${from}\` has no closing \`${to}\`.`)
const between = (cursor: Cursor, what: string): SyntaxProblem =>
  new SyntaxProblem(cursor.at, `Between the items of a ${what} stands a comma; here is \`${cursor.text[cursor.at]}\`.`)
const nestedWire = (offset: number): SyntaxProblem =>
  new SyntaxProblem(
    offset,
    'A wire (`<-`) stands inside a value; only whole params and the axes of a sweep take one.',
    'A text that begins with `<-` is put in quotation marks.',
    'nested-wire',
  )
