/* Names in a notebook: which are allowed, and which known name a misspelt one is closest to. */
import { closest } from '../graph/closest'
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

/** The names that a misspelt one most likely meant, best first; none when all are far. */
export const closestNames = (name: string, known: Iterable<string>): readonly string[] => closest(name.slice(0, LIMITS.name), known)

/** `a`, `b` or `c`, in backticks. */
export function orList(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``)
  if (quoted.length < 2) return quoted.join('')
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
}
