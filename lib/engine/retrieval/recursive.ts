/*
 * Cutting a text into pieces of at most so many characters: at paragraphs, and only where one is too long at lines, then
 * sentences, words, and at last anywhere but inside a character.
 */
import type { Steps } from './steps'

/** UTF-16 places of a text, the end excluded. */
export type Range = readonly [start: number, end: number]

/** Every pattern matches the end of a piece, what separates it from the next included. */
const SEPARATORS = [/\n[ \t\r]*\n\s*/g, /\n+/g, /[.!?…。！？]["'”’»)\]]*\s+/g, /\s+/g] as const
/** Text given to a pattern at once. */
const WINDOW = 16_384

/** Ends of the pieces of a range, ascending, the range's own end last. */
export function* recursiveEnds(text: string, size: number, [start, end]: Range): Steps<number[]> {
  const ends: number[] = []
  let from = start
  while (from < end) {
    // A window that ends at a paragraph where it can, so that levels look no further than they must.
    const to = end - from > WINDOW ? windowEnd(text, from, Math.min(end, from + WINDOW)) : end
    pieces(text, size, from, to, 0, ends)
    from = to
    yield
  }
  return ends
}

function windowEnd(text: string, from: number, to: number): number {
  const window = text.slice(from, to)
  for (const sign of ['\n\n', '\n', ' ']) {
    const found = window.lastIndexOf(sign)
    if (found > 0) return from + found + sign.length
  }
  return cutPoint(text, to)
}

function pieces(text: string, size: number, start: number, end: number, level: number, ends: number[]): void {
  if (end - start <= size) {
    if (end > start) ends.push(end)
    return
  }
  const separator = SEPARATORS[level]
  if (!separator) {
    let at = start
    while (end - at > size) {
      // At least one whole character, however small the size.
      const cut = cutPoint(text, at + size)
      at = cut > at ? cut : at + 2
      ends.push(Math.min(at, end))
    }
    if (end > at) ends.push(end)
    return
  }
  let from = start
  for (const found of text.slice(start, end).matchAll(separator)) {
    const to = start + found.index + found[0].length
    if (to <= from) continue
    pieces(text, size, from, to, level + 1, ends)
    from = to
  }
  if (end > from) pieces(text, size, from, end, level + 1, ends)
}

/** The same place, or one before where it lies between the halves of a pair. */
export function cutPoint(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return at > 0 && unit >= 0xdc00 && unit <= 0xdfff && isHigh(text.charCodeAt(at - 1)) ? at - 1 : at
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff
