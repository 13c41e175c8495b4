/* Single values: plain scalars as YAML 1.2's core schema reads them, quoted strings, ranges. And the reverse: how to write them. */
import type { Json } from '../graph/json'
import { forbiddenKey } from './names'

/** Text that is not what the grammar allows, at an offset of the text being read. */
export class SyntaxProblem extends Error {
  constructor(
    readonly offset: number,
    message: string,
    readonly hint?: string,
    readonly code = 'bad-yaml',
  ) {
    super(message)
    this.name = 'SyntaxProblem'
  }
}

const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/
const RANGE = /^([-+]?[\d.]+(?:[eE][-+]?\d+)?)\.\.([-+]?[\d.]+(?:[eE][-+]?\d+)?)(?: by ([-+]?[\d.]+(?:[eE][-+]?\d+)?))?$/

/** A finite number as written, or null. */
export function readNumber(text: string): number | null {
  if (!NUMBER.test(text)) return null
  const value = Number(text)
  return Number.isFinite(value) ? value : null
}

/** `a..b` and `a..b by s`, ends included, as `{from, to, by}`. */
export function readRange(text: string): Json | null {
  const found = splitRange(text)
  if (!found) return null
  const [from, to, by] = found.map((part) => (part === undefined ? undefined : readNumber(part)))
  if (from === null || to === null || by === null || from === undefined || to === undefined) return null
  return by === undefined ? { from, to } : { from, to, by }
}
function splitRange(text: string): [string, string, string | undefined] | null {
  // the dots of `0..1` belong to the range, never to a number like `0.`
  const dots = text.length > 100 ? -1 : text.indexOf('..')
  if (dots <= 0 || !RANGE.test(text)) return null
  const [to = '', by] = text.slice(dots + 2).split(' by ')
  return [text.slice(0, dots), to, by]
}
export function rangeText(value: Json): string | null {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null
  const { from, to, by, ...rest } = value as { [key: string]: Json }
  if (Object.keys(rest).length > 0 || typeof from !== 'number' || typeof to !== 'number') return null
  if (by !== undefined && typeof by !== 'number') return null
  const text = `${numberText(from)}..${numberText(to)}${by === undefined ? '' : ` by ${numberText(by)}`}`
  return readRange(text) ? text : null
}

export const numberText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

/** A plain scalar where the kind does not say how to read it. */
export function readPlain(text: string, offset = 0): Json {
  if (text === '' || text === '~' || text === 'null') return null
  if (text === 'true') return true
  if (text === 'false') return false
  if (NUMBER.test(text)) {
    const number = readNumber(text)
    if (number === null) throw new SyntaxProblem(offset, `\`${text.slice(0, 40)}\` is larger than any number can be here.`)
    return number
  }
  const range = readRange(text)
  if (range !== null) return range
  if (/^[&*!|>%@`]/.test(text))
    throw new SyntaxProblem(
      offset,
      `A value that begins with \`${text[0]}\` is not read here: anchors, aliases, tags and folded text are left out of this grammar.`,
      'Put it in quotation marks.',
    )
  return text
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  e: '\u001B',
  ' ': ' ',
}
const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** Reads a quoted string whose quotation mark stands at `start`; gives its value and the offset behind it. */
export function readQuoted(text: string, start: number): { value: string; end: number } {
  return text[start] === "'" ? readSingle(text, start) : readDouble(text, start)
}
function readSingle(text: string, start: number): { value: string; end: number } {
  let value = ''
  const ends = /['\n]/g
  let from = start + 1
  for (;;) {
    ends.lastIndex = from
    const at = ends.exec(text)?.index ?? -1
    if (at < 0 || text[at] === '\n') throw unclosed(start, "'")
    value += text.slice(from, at)
    if (text[at + 1] !== "'") return { value, end: at + 1 }
    value += "'"
    from = at + 2
  }
}
function readDouble(text: string, start: number): { value: string; end: number } {
  // Run by run between escapes: a text put together letter by letter costs many times its length.
  let value = ''
  const ends = /["\\\n]/g
  let from = start + 1
  for (;;) {
    ends.lastIndex = from
    const at = ends.exec(text)?.index ?? -1
    if (at < 0 || text[at] === '\n') throw unclosed(start, '"')
    value += text.slice(from, at)
    if (text[at] === '"') return { value, end: at + 1 }
    const { char, length } = readEscape(text, at)
    value += char
    from = at + length
  }
}
const unclosed = (start: number, mark: string): SyntaxProblem =>
  new SyntaxProblem(
    start,
    `The text that begins with ${mark} has no closing ${mark} on its line.`,
    'A longer text goes below the name as a `|` block.',
  )
function readEscape(text: string, at: number): { char: string; length: number } {
  const letter = text[at + 1] ?? ''
  const plain = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined
  if (plain !== undefined) return { char: plain, length: 2 }
  const digits = Object.hasOwn(HEX_LENGTH, letter) ? HEX_LENGTH[letter] : undefined
  const hex = digits === undefined ? '' : text.slice(at + 2, at + 2 + digits)
  const code = Number.parseInt(hex, 16)
  if (digits === undefined || !new RegExp(`^[0-9A-Fa-f]{${digits}}$`).test(hex) || code > 0x10ffff)
    throw new SyntaxProblem(at, `\`\\${letter}\` is not an escape that double quotes know.`, 'Write a backslash as `\\\\`.')
  return { char: digits === 8 ? String.fromCodePoint(code) : String.fromCharCode(code), length: 2 + digits }
}

/** What must not stand unquoted anywhere: controls, lone surrogates, marks that nobody sees. Joiners of emoji may. */
const HIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u
/** Nearly every text is of these alone, and a class of two ends is looked up many times as fast. */
const PLAIN = /^[\x20-\x7E]*$/
export const hasHidden = (text: string): boolean => !PLAIN.test(text) && HIDDEN.test(text)

/** A double-quoted string; what cannot be seen is escaped, so that a file in UTF-8 keeps it and a reader notices it. */
export function quote(text: string): string {
  const quoted = JSON.stringify(text)
  return hasHidden(quoted)
    ? quoted.replace(new RegExp(HIDDEN.source, 'gu'), (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
    : quoted
}

export function checkKey(key: string, offset: number): void {
  if (forbiddenKey(key)) throw new SyntaxProblem(offset, `The key \`${key}\` is not allowed.`, undefined, 'forbidden-key')
}
