/*
 * How a text becomes words: lower case, then every run of letters and digits (Unicode). No stems, no stop words, no
 * normalisation: `café` is not `cafe`. Long texts are read in steps, so that one huge line holds nothing up.
 */
import type { Steps } from './steps'

/** Words looked at between two steps, and units of a word that is cut because it never ends. */
const STEP = 2048
const LONGEST = 65_536
const IN_WORD = /[\p{L}\p{N}]/u

export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** The same words as `wordsOf`, each handed to `take`; a word of more than 65,536 units is cut. Units are looked up, not matched. */
export function* readWords(text: string, take: (word: string) => void): Steps<void> {
  // Lower case of the whole, since Σ looks at its neighbours.
  const lower = text.toLowerCase()
  const { length } = lower
  let taken = 0
  let looked = 0
  for (let at = 0; at < length;) {
    const from = at
    const most = Math.min(length, from + LONGEST)
    for (let size = sizeAt(lower, at); size > 0 && at < most; size = sizeAt(lower, at)) at += size
    if (at > from) {
      take(lower.slice(from, at))
      taken++
    } else at += lower.codePointAt(at)! > 0xffff ? 2 : 1
    looked += at - from
    if (taken < STEP && looked < LONGEST) continue
    taken = looked = 0
    yield
  }
}

/** The same words as `wordsOf`, in steps. */
export function* wordsInSteps(text: string): Steps<string[]> {
  const words: string[] = []
  yield* readWords(text, (word) => words.push(word))
  return words
}

/** Units of the letter or digit that begins at a place: 1, 2 beyond the basic plane, 0 where there is none. */
function sizeAt(text: string, at: number): 0 | 1 | 2 {
  const unit = text.charCodeAt(at)
  if (unit >= 0xd800 && unit <= 0xdbff) {
    const point = text.codePointAt(at)!
    return point > 0xffff && IN_WORD.test(String.fromCodePoint(point)) ? 2 : 0
  }
  // Beyond the end there is no unit: NaN.
  return known[unit] === YES || (known[unit] === UNKNOWN && asked(unit)) ? 1 : 0
}

/** What was found of each unit of the basic plane so far. */
const [UNKNOWN, YES, NO] = [0, 1, 2]
const known = new Uint8Array(0x10000)
function asked(unit: number): boolean {
  const inWord = IN_WORD.test(String.fromCharCode(unit))
  known[unit] = inWord ? YES : NO
  return inWord
}
