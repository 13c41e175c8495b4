/* What a field's text says, read as its kind reads that param; and the wires of an input. Errors carry their place. */
import type { Ref } from '../graph/graph'
import type { Json } from '../graph/json'
import { readAny, readEntries, type FlowEntry } from './flow'
import { LIMITS } from './limits'
import { indentOf, isBlank, placeAt, withoutEnd } from './lines'
import { readRef } from './ref'
import { readNumber, readQuoted, SyntaxProblem } from './scalar'
import type { RawField } from './sheet'
import type { KindFacts } from './types'

export type Reads = KindFacts['params'][number]['reads']

/** A value that cannot be read, at its line and column in the block. */
export class ValueProblem extends Error {
  constructor(
    readonly line: number,
    readonly column: number,
    readonly code: string,
    message: string,
    readonly hint?: string,
  ) {
    super(message)
    this.name = 'ValueProblem'
  }
}

const fail = (field: RawField, code: string, message: string, hint?: string): ValueProblem =>
  new ValueProblem(field.line, field.valueColumn, code, message, hint)

/** Runs a reader of text that begins at a line and column, and gives its errors their place. */
function located<T>(text: string, line: number, column: number, read: (text: string) => T): T {
  try {
    return read(text)
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error
    const place = placeAt(text, error.offset, line, column)
    throw new ValueProblem(place.line, place.column, error.code, error.message, error.hint)
  }
}

/** The wire of a param, where its value is one: `<- node.port`. */
export function readParamWire(field: RawField): Ref | null {
  if (!field.inline.startsWith('<-')) return null
  refuseBelow(field)
  const text = field.inline.slice(2).trim()
  const ref = readRef(text)
  if (!ref)
    throw fail(
      field,
      'bad-wire',
      `\`${text.slice(0, 60)}\` is not an output: a wire is written \`<- node.port\`.`,
      'A text that begins with `<-` is put in quotation marks.',
    )
  return ref
}

/** A param made of named wires. */
export const readEntryWires = (field: RawField, wires: 'all' | 'marked'): readonly FlowEntry[] =>
  located([field.inline, ...field.below.map(withoutEnd)].join('\n').trimEnd(), field.line, field.valueColumn, (text) =>
    readEntries(text, wires),
  )

/** The wires of an input: `a.b`, `[a.b, c.d]`, or one a line. */
export function readWires(field: RawField): readonly Ref[] {
  const list = isLineList(field)
  const parts = list ? lineItems(field).map((item) => item.text) : wireParts(field)
  const refs = parts.map((part) => {
    const ref = readRef(part)
    if (!ref)
      throw fail(field, 'bad-wire', `Input \`${field.name}\` takes a wire, written \`node.port\`; here stands \`${part.slice(0, 60)}\`.`)
    return ref
  })
  if (refs.length === 0) throw fail(field, 'bad-wire', `Input \`${field.name}\` has no wire.`, 'Write `node.port`, or delete the line.')
  return refs
}
function wireParts(field: RawField): string[] {
  const text = [field.inline, ...field.below.map(withoutEnd)].join('\n').trim()
  if (!text.startsWith('[')) {
    refuseBelow(field)
    return text === '' ? [] : [text]
  }
  if (!text.endsWith(']')) throw fail(field, 'bad-yaml', 'The list of wires that opens with `[` has no closing `]`.')
  const inner = text.slice(1, -1).trim()
  return inner === ''
    ? []
    : inner
        .replace(/,$/, '')
        .split(',')
        .map((part) => part.trim())
}

function refuseBelow(field: RawField): void {
  const extra = field.below.findIndex((line) => !isBlank(line) && !line.trimStart().startsWith('#'))
  if (extra < 0) return
  const line = field.below[extra] ?? ''
  throw new ValueProblem(
    field.line + 1 + extra,
    indentOf(line) + 1,
    'bad-indent',
    `The line is deeper than \`${field.name}\`, whose value already stands behind its name.`,
    'A text of several lines begins with `|` behind the name.',
  )
}

/** A param's value. */
export function readParam(field: RawField, reads: Reads): Json {
  if (field.inline === '|' || field.inline === '|-') return readTextBlock(field)
  if (isLineList(field)) {
    if (reads !== 'any') throw fail(field, 'wrong-type', `\`${field.name}\` takes ${WANTED[reads]}, not a list.`)
    return lineItems(field).map((item) => located(item.text, item.line, item.column, readAny))
  }
  if (field.inline === '' && field.below.every(isBlank))
    throw fail(
      field,
      'missing-value',
      `\`${field.name}\` has no value.`,
      'An empty text is written `""`; delete the line to use the default.',
    )
  if (reads === 'any')
    return located([field.inline, ...field.below.map(withoutEnd)].join('\n').trimEnd(), field.line, field.valueColumn, readAny)
  refuseBelow(field)
  if (reads === 'number') return readNumberParam(field)
  if (reads === 'switch') return readSwitch(field)
  return located(field.inline, field.line, field.valueColumn, readWritten)
}
const WANTED: Readonly<Record<Reads, string>> = {
  text: 'a text',
  choice: 'one of its choices',
  number: 'a number',
  switch: 'yes or no',
  any: 'a value',
}

function readNumberParam(field: RawField): number {
  const value = readNumber(field.inline)
  if (value === null) throw fail(field, 'wrong-type', `\`${field.name}\` takes a number; here stands \`${field.inline.slice(0, 60)}\`.`)
  return value
}
function readSwitch(field: RawField): boolean {
  const text = field.inline
  if (text === 'yes' || text === 'true') return true
  if (text === 'no' || text === 'false') return false
  throw fail(field, 'wrong-type', `\`${field.name}\` takes yes or no; here stands \`${text.slice(0, 60)}\`.`)
}

/** Text as written, unless it is quoted. */
function readWritten(text: string): string {
  if (text[0] !== '"' && text[0] !== "'") return text
  const { value, end } = readQuoted(text, 0)
  if (end < text.length)
    throw new SyntaxProblem(
      end,
      `\`${text.slice(end, end + 20).trim()}\` stands behind the closing quotation mark.`,
      'Put the whole text in quotation marks, or write it as a `|` block.',
    )
  return value
}

/** `|` keeps one final newline, `|-` has none. The first line that is not blank sets the margin. */
function readTextBlock(field: RawField): string {
  const lines = field.below.map(withoutEnd)
  const first = lines.find((line) => line.trim() !== '')
  const margin = first === undefined ? field.indent + 1 : indentOf(first)
  const shallow = lines.findIndex((line) => line.trim() !== '' && indentOf(line) < margin)
  if (shallow >= 0)
    throw new ValueProblem(
      field.line + 1 + shallow,
      indentOf(lines[shallow] ?? '') + 1,
      'bad-indent',
      'The line is less indented than the first line of its text.',
    )
  const body = lines.map((line) => line.slice(margin))
  while (body.length > 0 && body.at(-1) === '') body.pop()
  const text = body.join('\n')
  if (text.length > LIMITS.text) throw fail(field, 'too-large', `The text is longer than ${LIMITS.text} characters.`)
  return field.inline === '|' && body.length > 0 ? `${text}\n` : text
}

interface Item {
  readonly text: string
  readonly line: number
  readonly column: number
}
function isLineList(field: RawField): boolean {
  if (field.inline !== '') return false
  const first = field.below.find((line) => !isBlank(line) && !line.trimStart().startsWith('#'))
  return first !== undefined && /^ *-(?: |\r?\n?$)/.test(first)
}
function lineItems(field: RawField): Item[] {
  const items: Item[] = []
  let margin = -1
  for (const [at, source] of field.below.entries()) {
    const line = withoutEnd(source)
    if (isBlank(source) || line.trimStart().startsWith('#')) continue
    const indent = indentOf(line)
    if (margin < 0) margin = indent
    if (indent !== margin || !/^ *-(?: |$)/.test(line))
      throw new ValueProblem(
        field.line + 1 + at,
        indent + 1,
        'bad-indent',
        `The line is not an item of the list \`${field.name}\`.`,
        'Each item is one line that begins with `- `, all in one column.',
      )
    const text = line.slice(indent + 1)
    const inner = text.length - text.trimStart().length
    if (text.trim() === '')
      throw new ValueProblem(field.line + 1 + at, indent + 1, 'missing-value', 'The item is empty.', 'An empty text is written `""`.')
    items.push({ text: text.trim(), line: field.line + 1 + at, column: indent + 2 + inner })
    if (items.length > LIMITS.items) throw fail(field, 'too-large', `The list has more than ${LIMITS.items} items.`)
  }
  return items
}
