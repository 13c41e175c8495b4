/* What each way of grading means: a number, the parts it counted, and how many. Space around a text never counts. */
import type { TableValue } from '../../values'
import { tableOf } from '../../values'
import { lastNumber } from '../last-number'

export const GRADES = ['exact', 'contains', 'contained', 'number', 'F1'] as const
export type By = (typeof GRADES)[number]

export interface Grade {
  readonly score: number
  readonly table: TableValue
}

export function gradeOf(by: By, text: string, reference: string): Grade {
  const [said, wanted] = [text.trim(), reference.trim()]
  if (by === 'F1') return wordsShared(said, wanted)
  if (by === 'number') return numbersEqual(said, wanted)
  if (by === 'exact') return verdict(said === wanted, said, wanted)
  // What is empty stands in every text, and would always be right.
  const [part, whole] = by === 'contains' ? [wanted, said] : [said, wanted]
  return verdict(part !== '' && whole.includes(part), said, wanted)
}

const verdict = (right: boolean, said: string | number, wanted: string | number): Grade => ({
  score: right ? 1 : 0,
  table: tableOf(
    [
      ['text', typeof said === 'number' ? 'number' : 'text'],
      ['reference', typeof wanted === 'number' ? 'number' : 'text'],
      ['right', 'yes/no'],
    ],
    [[said, wanted, right ? 1 : 0]],
  ),
})

/** The last number of each; a text without one is wrong. */
function numbersEqual(said: string, wanted: string): Grade {
  const [a, b] = [lastNumber(said)?.value, lastNumber(wanted)?.value]
  return verdict(a !== undefined && a === b, a ?? said, b ?? wanted)
}

/** F1 over words as SQuAD counts it (Rajpurkar and others 2016): 2 · shared / (said + wanted). Two texts without words are equal. */
function wordsShared(said: string, wanted: string): Grade {
  const [a, b] = [counted(said), counted(wanted)]
  const rows = [...new Set([...a.keys(), ...b.keys()])].map((word) => {
    const [left, right] = [a.get(word) ?? 0, b.get(word) ?? 0]
    return [word, left, right, Math.min(left, right)] as const
  })
  const sum = (place: 1 | 2 | 3): number => rows.reduce((total, row) => total + row[place], 0)
  const all = sum(1) + sum(2)
  return {
    score: all === 0 ? 1 : (2 * sum(3)) / all,
    table: tableOf(
      [
        ['word', 'text'],
        ['in text', 'number'],
        ['in reference', 'number'],
        ['shared', 'number'],
      ],
      rows,
    ),
  }
}

const ASCII_PUNCTUATION = /[!-/:-@[-`{-~]/g

/** Small letters, without punctuation and articles; how often each word stands there. */
function counted(text: string): ReadonlyMap<string, number> {
  const words = text
    .toLowerCase()
    .replace(ASCII_PUNCTUATION, '')
    .replace(/\b(?:a|an|the)\b/gu, ' ')
    .split(/\s+/)
    .filter(Boolean)
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}
