/* Values in canonical form: how each is written so that its kind reads the same value back. */
import type { Json } from '../graph/json'
import { LIMITS } from './limits'
import { hasHidden, numberText, quote, rangeText, readPlain } from './scalar'
import type { Reads } from './value'

/** Widest line a list may fill before it stands one item a line. */
const FLOW_WIDTH = 100

/** What stands behind `name:` on its line, and the lines below it. */
export interface WrittenValue {
  readonly inline: string
  readonly below: readonly string[]
}
const onLine = (inline: string): WrittenValue => ({ inline, below: [] })

/** `margin`: how far the name itself is indented. */
export function writeValue(value: Json, reads: Reads, margin: number): WrittenValue {
  if (reads === 'text' || reads === 'choice') return writeText(typeof value === 'string' ? value : JSON.stringify(value), margin, plainText)
  if (reads === 'switch' && typeof value === 'boolean') return onLine(value ? 'yes' : 'no')
  if (typeof value === 'string') return writeText(value, margin, plainLine)
  if (Array.isArray(value) && !fitsOnLine(value as readonly Json[], margin))
    return { inline: '', below: (value as readonly Json[]).map((item) => `${' '.repeat(margin + 2)}- ${writeItem(item)}`) }
  return onLine(writeFlow(value))
}

const isLeaf = (value: Json): boolean => value === null || typeof value !== 'object' || rangeText(value) !== null
const fitsOnLine = (list: readonly Json[], margin: number): boolean =>
  list.every(isLeaf) && margin + 16 + writeFlow(list).length <= FLOW_WIDTH

function writeText(text: string, margin: number, isPlain: (text: string) => boolean): WrittenValue {
  if (isPlain(text)) return onLine(text)
  if (!text.includes('\n') || text.length > LIMITS.text || !blockKeeps(text)) return onLine(quote(text))
  const ends = text.endsWith('\n')
  const lines = (ends ? text.slice(0, -1) : text).split('\n')
  const pad = ' '.repeat(margin + 2)
  return { inline: ends ? '|' : '|-', below: lines.map((line) => (line === '' ? '' : pad + line)) }
}

/** Whether a `|` block gives the text back: its margin is that of its first line, its last line is not blank. */
function blockKeeps(text: string): boolean {
  const body = text.endsWith('\n') ? text.slice(0, -1) : text
  const lines = body.split('\n')
  const first = lines.find((line) => line.trim() !== '')
  if (first === undefined || /^[ \t]/.test(first) || lines.at(-1)?.trim() === '') return false
  // a line of spaces alone would be shorter than the margin, or trimmed by an editor
  return lines.every((line) => (line === '' || line.trim() !== '') && !hasHidden(line.replaceAll('\t', ' ')))
}

/** Text params are read as written; these forms alone mean something else. */
function plainText(text: string): boolean {
  if (text === '' || text === '|' || text === '|-' || /^\s|\s$/u.test(text) || hasHidden(text)) return false
  return !/^(?:["']|<-)/.test(text)
}
/** A plain scalar with its line to itself, where the kind does not say how to read it. */
function plainLine(text: string): boolean {
  if (!plainText(text) || /^[[{#]|^- |^-$|:(?: |$)/.test(text)) return false
  return readsBack(text)
}
/** A plain scalar inside a list or map. */
const plainFlow = (text: string): boolean => plainLine(text) && !/[,[\]{}]| #/.test(text)

function readsBack(text: string): boolean {
  try {
    return readPlain(text) === text
  } catch {
    return false
  }
}

const writeItem = (value: Json): string => (typeof value === 'string' && plainLine(value) ? value : writeFlow(value))

export function writeFlow(value: Json): string {
  if (value === null) return 'null'
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return plainFlow(value) ? value : quote(value)
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(writeFlow).join(', ')}]`
  const range = rangeText(value)
  if (range !== null) return range
  const entries = Object.entries(value as { readonly [key: string]: Json })
  return `{${entries.map(([key, item]) => `${writeKey(key)}: ${writeFlow(item)}`).join(', ')}}`
}
const writeKey = (key: string): string =>
  /^[A-Za-z0-9_][A-Za-z0-9_. -]*$/.test(key) && key.trim() === key && key.length < 150 ? key : quote(key)
