/* The first JSON in a text. */
import { isJson, type JsonValue } from '../../values'

export interface FoundJson {
  readonly value: JsonValue
  readonly start: number
  readonly end: number
}

const MOST_DEPTH = 100
/** Characters looked at in all, over every beginning that is tried. */
const MOST_LOOKS = 8_000_000

/** An object or a list anywhere in the text, or a text that is JSON as a whole. What is nested too deep counts as none. */
export function findJson(text: string): FoundJson | null {
  const looks = { left: MOST_LOOKS }
  for (let start = nextOpening(text, 0); start >= 0 && looks.left > 0; start = nextOpening(text, start + 1)) {
    const end = closingOf(text, start, looks)
    const value = end === null ? undefined : parsed(text.slice(start, end))
    if (end !== null && value !== undefined) return { value, start, end }
  }
  const whole = text.trim()
  const value = /^["\dtfn-]/.test(whole) ? parsed(whole) : undefined
  return value === undefined ? null : { value, start: text.indexOf(whole), end: text.indexOf(whole) + whole.length }
}

function parsed(text: string): JsonValue | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJson(value) ? value : undefined
  } catch {
    return undefined
  }
}

function nextOpening(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === '{' || text[at] === '[') return at
  return -1
}

/** Behind the bracket that closes the one at `start`; brackets inside strings do not count. */
function closingOf(text: string, start: number, looks: { left: number }): number | null {
  let depth = 0
  let quoted = false
  for (let at = start; at < text.length && looks.left > 0; at++, looks.left--) {
    const char = text[at]
    if (quoted) {
      if (char === '\\') at++
      else if (char === '"') quoted = false
    } else if (char === '"') quoted = true
    else if (char === '{' || char === '[') {
      if (++depth > MOST_DEPTH) return null
    } else if ((char === '}' || char === ']') && --depth === 0) return at + 1
  }
  return null
}
