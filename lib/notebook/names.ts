/* Names in a notebook: which are allowed, and which known name a misspelt one is closest to. */
import { LIMITS } from './limits'

const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/

/** Names that reach into JavaScript's own objects; a file may not use them as keys. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])
export const forbiddenKey = (key: string): boolean => FORBIDDEN_KEYS.has(key)

/** What is wrong with an id, a port or a param name, as the end of a sentence; null when nothing is. */
export function nameFault(name: string): string | null {
  if (forbiddenKey(name) || name in Object.prototype) return 'is a word that JavaScript keeps for itself'
  if (name.length > LIMITS.name) return `is longer than ${LIMITS.name} characters`
  if (!NAME.test(name)) return 'is not a name: a letter first, then letters, digits, `-` or `_`'
  return null
}

/** Sheet names may also begin with a digit. */
export const isSheetName = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name) && name.length <= LIMITS.name

/** Levenshtein distance, with one row of memory. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** The names that a misspelt one most likely meant, best first; none when all are far. */
export function closestNames(name: string, known: Iterable<string>, most = 3): readonly string[] {
  const wanted = name.slice(0, LIMITS.name).toLowerCase()
  const scored: [number, string][] = []
  for (const candidate of known) {
    const distance = editDistance(wanted, candidate.toLowerCase())
    const bound = Math.max(1, Math.floor(Math.max(wanted.length, candidate.length) / 3))
    if (distance <= bound || (wanted.length > 2 && candidate.toLowerCase().startsWith(wanted))) scored.push([distance, candidate])
  }
  return scored
    .sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1))
    .slice(0, most)
    .map(([, candidate]) => candidate)
}

/** `a`, `b` or `c`, in backticks. */
export function orList(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``)
  if (quoted.length < 2) return quoted.join('')
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
}
