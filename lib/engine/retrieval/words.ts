/*
 * How a text becomes words: lower case, then every run of letters and digits (Unicode). No stems, no stop words, no
 * normalisation: `café` is not `cafe`. Long texts are read in windows, so that one huge line holds nothing up.
 */
import type { Steps } from './steps'

/** UTF-16 units read between two steps. */
const WINDOW = 16_384
const IN_WORD = /[\p{L}\p{N}]/u

export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** The same words as `wordsOf`, in steps. */
export function* wordsInSteps(text: string): Steps<string[]> {
  if (text.length <= WINDOW) return wordsOf(text)
  // Lower case of the whole, since Σ looks at its neighbours; then windows that end outside words.
  const lower = text.toLowerCase()
  const words: string[] = []
  for (let start = 0; start < lower.length;) {
    const end = wordEnd(lower, Math.min(lower.length, start + WINDOW), start + 4 * WINDOW)
    for (const word of lower.slice(start, end).match(/[\p{L}\p{N}]+/gu) ?? []) words.push(word)
    start = end
    yield
  }
  return words
}

/** The first place from `from` on that lies outside a word; a word longer than the window is cut at `most`. */
function wordEnd(text: string, from: number, most: number): number {
  let end = from
  while (end < text.length && end < most) {
    const point = String.fromCodePoint(text.codePointAt(end)!)
    if (!IN_WORD.test(point)) break
    end += point.length
  }
  // Never between the halves of a pair.
  return end < text.length && isLow(text.charCodeAt(end)) ? end + 1 : end
}

const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff
