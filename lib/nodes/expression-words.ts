/* A formula cut into words: numbers, names, texts and signs, each with its column. No meaning yet. */

export interface Word {
  readonly type: 'number' | 'name' | 'text' | 'sign' | 'end'
  /** A name without its backticks, a text without its quotes, a sign in its plain form. */
  readonly text: string
  /** UTF-16 range in the formula. */
  readonly start: number
  readonly end: number
}

/** Thrown while a formula is read; `at` counts from 0. */
export class ExpressionProblem extends Error {
  constructor(
    readonly at: number,
    message: string,
    readonly hint?: string,
  ) {
    super(message)
  }
}

/** What is typed and printed for the same sign. */
const SAME: Readonly<Record<string, string>> = {
  '−': '-',
  '–': '-',
  '×': '*',
  '·': '*',
  '÷': '/',
  '≤': '<=',
  '≥': '>=',
  '≠': '!=',
  '==': '=',
}

const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy
const SIGN = /<=|>=|==|!=|[-+*/^()<>=,−–×·÷≤≥≠]/y
/** What stands between these is a text, or a name with signs in it. */
const ENDS: Readonly<Record<string, string>> = { '"': '"', '“': '”', "'": "'", '`': '`' }

export function wordsOf(source: string): readonly Word[] {
  const words: Word[] = []
  let at = 0
  while (at < source.length) {
    if (/\s/.test(source[at]!)) at++
    else {
      const word = wordAt(source, at)
      words.push(word)
      at = word.end
    }
  }
  return [...words, { type: 'end', text: '', start: source.length, end: source.length }]
}

function wordAt(source: string, at: number): Word {
  const quote = ENDS[source[at]!]
  if (quote !== undefined) return quoted(source, at, quote)
  for (const [type, pattern] of [
    ['number', NUMBER],
    ['name', NAME],
    ['sign', SIGN],
  ] as const) {
    pattern.lastIndex = at
    const found = pattern.exec(source)?.[0]
    if (found !== undefined) return { type, text: SAME[found] ?? found, start: at, end: at + found.length }
  }
  const sign = String.fromCodePoint(source.codePointAt(at)!)
  throw new ExpressionProblem(at, `${sign} has no meaning here`, sign === '%' ? 'A rest is written mod(a, b), a share 0.05.' : undefined)
}

function quoted(source: string, start: number, quote: string): Word {
  const end = source.indexOf(quote, start + 1)
  if (end < 0) throw new ExpressionProblem(start, `what opens with ${source[start]} is never closed`)
  return { type: quote === '`' ? 'name' : 'text', text: source.slice(start + 1, end), start, end: end + 1 }
}
