/*
 * NFD, NFKD, NFC and NFKC with the account of what each character replaces (UAX #15). The tables are JavaScript's own normalize, asked one or two
 * characters at a time; the walk follows the official library, whose offsets show the order in which it decomposes, sorts and composes.
 */
import type { Rewrite } from './aligned-text'
import { rangesClass, UNDECOMPOSED, UNORDERED_MARKS } from './library-tables'

export type Form = 'NFC' | 'NFD' | 'NFKC' | 'NFKD'

const undecomposed = new RegExp(`^${rangesClass(UNDECOMPOSED)}$`, 'v')
const unordered = new RegExp(`^${rangesClass(UNORDERED_MARKS)}$`, 'v')

/** Marks of the lowest and highest combining class: what changes places with neither is a starter. */
const LOWEST_MARK = '\u0334'
const HIGHEST_MARK = '\u0345'

const swaps = (a: string, b: string): boolean => {
  const decomposed = (a + b).normalize('NFD')
  return decomposed !== a + b && decomposed === b + a
}

const starters = new Map<string, boolean>()
function isStarter(character: string): boolean {
  if (character < '\u0300') return true
  let known = starters.get(character)
  if (known === undefined) {
    known =
      unordered.test(character) ||
      (!(character === LOWEST_MARK || character === HIGHEST_MARK) && !swaps(character, LOWEST_MARK) && !swaps(HIGHEST_MARK, character))
    starters.set(character, known)
  }
  return known
}

/** Whether the combining class of mark `a` is above that of mark `b`. */
const isAbove = (a: string, b: string): boolean => a !== b && swaps(a, b)

/** Stable sort of a run of marks by their class. */
function sortMarks(marks: Rewrite[]): void {
  for (let i = 1; i < marks.length; i++) {
    for (let j = i; j > 0 && isAbove(marks[j - 1]![0], marks[j]![0]); j--) {
      const moved = marks[j]!
      marks[j] = marks[j - 1]!
      marks[j - 1] = moved
    }
  }
}

function* decomposed(text: string, form: 'NFD' | 'NFKD'): Generator<Rewrite> {
  let marks: Rewrite[] = []
  for (const character of text) {
    let change = 0
    for (const part of character < '\u00a0' || undecomposed.test(character) ? character : character.normalize(form)) {
      if (isStarter(part)) {
        sortMarks(marks)
        yield* marks
        marks = []
        yield [part, change]
      } else marks.push([part, change])
      change = 1
    }
  }
  sortMarks(marks)
  yield* marks
}

/** The one character that two make together, or null. */
function composed(a: string, b: string): string | null {
  if (a < '\u0300' && b < '\u0300') return null
  const joined = (a + b).normalize('NFC')
  return joined !== a + b && [...joined].length === 1 && !undecomposed.test(joined) ? joined : null
}

/** Composes each starter with the marks behind it that nothing blocks. */
function* recomposed(parts: Iterable<Rewrite>): Generator<Rewrite> {
  let base: Rewrite | null = null
  let held: Rewrite[] = []
  for (const part of parts) {
    const [character, change] = part
    const starter = isStarter(character)
    if (!base) {
      if (starter) base = part
      else yield part
      continue
    }
    const last: Rewrite | undefined = held[held.length - 1]
    const blocked = last !== undefined && (starter || !isAbove(character, last[0]))
    const joined: string | null = blocked ? null : composed(base[0], character)
    if (joined !== null) base = [joined, base[1] + change - 1]
    else if (starter) {
      yield base
      yield* held
      base = part
      held = []
    } else held.push(part)
  }
  if (base) yield base
  yield* held
}

/** The characters of a text in a normal form, each with what it replaces. */
export function* normalForm(text: string, form: Form): Generator<Rewrite> {
  const parts = decomposed(text, form === 'NFC' || form === 'NFD' ? 'NFD' : 'NFKD')
  if (form === 'NFC' || form === 'NFKC') yield* recomposed(parts)
  else yield* parts
}
