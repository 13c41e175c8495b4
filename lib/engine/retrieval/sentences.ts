/*
 * Where sentences begin: after a full stop, a question or exclamation mark and what closes behind them, or after an empty
 * line. Abbreviations and initials end nothing. One walk over the text, whatever is in it.
 */
import type { Steps } from './steps'

const ENDS = new Set('.!?…')
/** Signs that end a sentence without a space behind them. */
const WIDE_ENDS = new Set('。！？')
const CLOSES = new Set('"\'”’»)]』」')
const SHORT = new Set(['mr', 'mrs', 'ms', 'dr', 'st', 'prof', 'sr', 'jr', 'vs', 'etc', 'e.g', 'i.e', 'cf', 'no', 'fig', 'approx'])
/** Abbreviations are shorter than this. */
const LONGEST_SHORT = 8

/** Marks looked at between two steps. */
const STEP = 512

export function* sentenceStarts(text: string): Steps<number[]> {
  const starts: number[] = text === '' ? [] : [0]
  const marks = /[.!?…。！？\n]/g
  let rest = STEP
  for (let found = marks.exec(text); found; found = marks.exec(text)) {
    const { to, ends } = stepFrom(text, found.index)
    if (ends && to < text.length) starts.push(to)
    rest--
    marks.lastIndex = to
    if (rest <= 0) {
      rest = STEP
      yield
    }
  }
  return starts
}

interface Walked {
  /** Where to look next. */
  readonly to: number
  /** Whether a sentence ends there. */
  readonly ends: boolean
}

function stepFrom(text: string, at: number): Walked {
  const sign = text[at]!
  if (sign === '\n') return afterLine(text, at)
  if (WIDE_ENDS.has(sign)) return { to: skip(text, skip(text, at + 1, CLOSES), SPACES), ends: true }
  const closed = skip(text, skip(text, at + 1, ENDS), CLOSES)
  if (closed < text.length && !SPACES.has(text[closed]!)) return { to: closed, ends: false }
  if (sign === '.' && closed === at + 1 && abbreviated(text, at)) return { to: closed, ends: false }
  return { to: skip(text, closed, SPACES), ends: true }
}

const SPACES = new Set(' \t\r\n\u00a0\u3000')

function skip(text: string, from: number, signs: ReadonlySet<string>): number {
  let at = from
  while (at < text.length && signs.has(text[at]!)) at++
  return at
}

/** An empty line ends a sentence; the end of a line alone does not. */
function afterLine(text: string, at: number): Walked {
  const to = skip(text, at, SPACES)
  const second = text.indexOf('\n', at + 1)
  return { to, ends: second >= 0 && second < to }
}

/** `Dr.`, `e.g.`, or the initial of a name. */
function abbreviated(text: string, stop: number): boolean {
  let start = stop
  while (start > 0 && stop - start < LONGEST_SHORT && isLetterOrStop(text, start - 1)) start--
  // Nothing that short ends with more letters before it.
  if (stop - start >= LONGEST_SHORT) return false
  const word = text.slice(start, stop)
  return SHORT.has(word.toLowerCase()) || /^\p{Lu}$/u.test(word)
}

function isLetterOrStop(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  if (unit < 128) return unit === 46 || ((unit | 32) >= 97 && (unit | 32) <= 122)
  return /\p{L}/u.test(text[at]!)
}
