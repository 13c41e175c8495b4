/* The values of an axis as one line: `0..1 by 0.1`, `0, 1, 2`, `red, big`, or a list in brackets as the file writes it. */
import type { Json } from '../../lib/graph/json'

const RANGE = /^(-?[\d.]+)\s*\.\.\s*(-?[\d.]+)(?:\s+by\s+(-?[\d.]+))?$/

/** Undefined where the line says nothing. */
export function readAxis(line: string): Json | undefined {
  const text = line.trim()
  const range = RANGE.exec(text)
  if (range) {
    const [, from, to, by] = range
    const ends = { from: Number(from), to: Number(to) }
    return Object.values(ends).every(Number.isFinite) ? { ...ends, ...(by === undefined ? {} : { by: Number(by) }) } : undefined
  }
  if (text.startsWith('[')) {
    try {
      return JSON.parse(text) as Json
    } catch {
      // Words in brackets without quotes, as a notebook file has them.
    }
  }
  const words = text
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
  return words.length === 0 ? undefined : words.map(scalar)
}
const scalar = (word: string): Json => (word !== '' && Number.isFinite(Number(word)) ? Number(word) : word.replace(/^(["'])(.*)\1$/, '$2'))

export function axisWords(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) {
    const list = value as readonly Json[]
    const plain = list.every(
      (item) =>
        typeof item === 'number' || (typeof item === 'string' && !/^$|[,[\]"']|^\s|\s$/.test(item) && !Number.isFinite(Number(item))),
    )
    return plain ? list.join(', ') : JSON.stringify(list)
  }
  if (typeof value === 'object' && 'from' in value) {
    const { from, to, by } = value as { readonly from: number; readonly to: number; readonly by?: number }
    return `${from}..${to}${by === undefined ? '' : ` by ${by}`}`
  }
  return JSON.stringify(value)
}
