/* Two stretches of a text: the one of several words that it names, and the SQL that it holds. */
import { NodeFailure } from '../../graph/states'

export interface Stretch {
  readonly value: string
  readonly start: number
  readonly end: number
}

const WORD = /[\p{L}\p{N}_]/u

/** The one choice that the text names, as whole words in any case. A text that names two of them has not chosen: nothing is found. */
export function findChoice(text: string, choices: readonly string[]): Stretch | null {
  const wanted = [...new Set(choices.map((choice) => choice.trim()).filter(Boolean))]
  if (wanted.length === 0)
    throw new NodeFailure('empty', 'needs the words to choose from', {
      port: 'choices',
      hint: 'Such as yes and no, or the names of classes.',
    })
  // Longest first, so that “not sure” is not also “sure”.
  const byLength = wanted.sort((a, b) => b.length - a.length)
  const taken: (Stretch & { readonly choice: string })[] = []
  for (const choice of byLength) {
    const first = firstWord(text, choice, taken)
    if (first) taken.push({ ...first, choice })
  }
  if (taken.length !== 1) return null
  const { choice, start, end } = taken[0]!
  return { value: choice, start, end }
}

function firstWord(text: string, choice: string, taken: readonly Stretch[]): Stretch | null {
  const pattern = new RegExp(choice.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu')
  for (const { 0: value, index: start } of text.matchAll(pattern)) {
    const end = start + value.length
    const whole = !joins(text, start) && !joins(text, end)
    if (whole && !taken.some((other) => start < other.end && end > other.start)) return { value, start, end }
  }
  return null
}

/** Whether a word goes on across a place: a letter or digit on both sides of it. */
const joins = (text: string, at: number): boolean => at > 0 && at < text.length && WORD.test(text[at - 1]!) && WORD.test(text[at]!)

const FENCE = /^ {0,3}```[ \t]*(\w*)[ \t]*$/
const BEGINS = /^\s*(select|with|insert|update|delete|create|alter|drop|explain)\s/i

/** The first fenced block that is marked as SQL; else the first unmarked one, that begins as a statement does; else a text that begins so and closes with a semicolon. */
export function findSql(text: string): Stretch | null {
  const blocks = fencedBlocks(text)
  const marked = blocks.find(({ language }) => /^(sql|sqlite|postgres|postgresql|mysql)$/i.test(language))
  if (marked) return marked.value === '' ? null : marked
  const plain = blocks.find(({ language, value }) => language === '' && BEGINS.test(value))
  if (plain) return plain
  const closing = /;[ \t]*(?=\r?\n|$)/.exec(text)
  if (blocks.length > 0 || !BEGINS.test(text) || !closing) return null
  const start = text.length - text.trimStart().length
  return { value: text.slice(start, closing.index + 1), start, end: closing.index + 1 }
}

interface Fenced extends Stretch {
  readonly language: string
}

/** Blocks between fences; one that is never closed ends with the text. */
function fencedBlocks(text: string): Fenced[] {
  const blocks: Fenced[] = []
  let open: { readonly language: string; readonly start: number } | null = null
  let at = 0
  for (const line of text.split('\n')) {
    const fence = FENCE.exec(line.replace(/\r$/, ''))
    if (fence && open) {
      blocks.push(block(text, open.language, open.start, at))
      open = null
    } else if (fence) open = { language: fence[1]!, start: at + line.length + 1 }
    at += line.length + 1
  }
  if (open && open.start <= text.length) blocks.push(block(text, open.language, open.start, text.length))
  return blocks
}

function block(text: string, language: string, from: number, to: number): Fenced {
  const value = text.slice(from, to)
  const start = from + (value.length - value.trimStart().length)
  const trimmed = value.trim()
  return { language, value: trimmed, start, end: start + trimmed.length }
}
