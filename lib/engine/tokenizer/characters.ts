/* Classes of characters as Rust and Oniguruma define them, which JavaScript's \s and \w do not. */
import {
  FORMER_MARKS,
  FORMER_NONSPACING,
  FORMER_PUNCTUATION,
  NEWER_CONTROL,
  NEWER_MARKS,
  NEWER_NONSPACING,
  NEWER_PUNCTUATION,
  rangesClass,
} from './library-tables'
import { known } from './unicode-16'

const one = (members: string): RegExp => new RegExp(`^${known(members)}$`, 'v')

const WHITE_SPACE = /^\p{White_Space}$/u
const WORD = one('\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d')
/** A class without what came later, and with what was in it then. */
const former = (members: string, newer: string, then?: string): RegExp =>
  new RegExp(`^[[[${members}]--${rangesClass(newer)}]${then ? rangesClass(then) : ''}]$`, 'v')

/** Rust counts by Unicode 17, which an engine may not know yet. */
const NUMBER = /^[\p{N}\u{11de0}-\u{11de9}\u{16ff4}-\u{16ff6}]$/u
/** Every ASCII mark counts, also `$` and `+`, which Unicode calls symbols. */
const PUNCTUATION = former('!-\\/:-@\\[-`\\{-~\\p{P}', NEWER_PUNCTUATION, FORMER_PUNCTUATION)
const NONSPACING = former('\\p{Mn}', NEWER_NONSPACING, FORMER_NONSPACING)
const MARK = former('\\p{M}', NEWER_MARKS, FORMER_MARKS)
const CONTROL = former('\\p{Cc}\\p{Cf}\\p{Co}', NEWER_CONTROL)
const LONE_SURROGATE = /\p{Surrogate}/gu

/** Answers for the basic plane are kept: texts ask the same few characters again and again. */
function remembered(pattern: RegExp): (character: string) => boolean {
  const answers = new Uint8Array(0x10000)
  return (character) => {
    const unit = character.charCodeAt(0)
    if (character.length !== 1) return character !== '' && pattern.test(character)
    if (answers[unit] === 0) answers[unit] = pattern.test(character) ? 1 : 2
    return answers[unit] === 1
  }
}

export const isWhiteSpace = remembered(WHITE_SPACE)
export const isWord = remembered(WORD)
export const isNumber = remembered(NUMBER)
export const isPunctuation = remembered(PUNCTUATION)
export const isNonspacing = remembered(NONSPACING)
export const isMark = remembered(MARK)
const isControlled = remembered(CONTROL)
/** Control, format and private-use characters, but for the three that lay out text. */
export const isControl = (character: string): boolean =>
  character !== '\t' && character !== '\n' && character !== '\r' && isControlled(character)

/** Half a surrogate pair has no UTF-8: it becomes U+FFFD, of the same length in UTF-16. */
export const wellFormed = (text: string): string => text.replace(LONE_SURROGATE, '\ufffd')

/** The character that ends at `end`, with both halves. */
export function characterBefore(text: string, end: number): string {
  if (end <= 0) return ''
  const unit = text.charCodeAt(end - 1)
  const paired = unit >= 0xdc00 && unit <= 0xdfff && end > 1
  return text.slice(end - (paired ? 2 : 1), end)
}

export function characterAt(text: string, at: number): string {
  return at < text.length ? String.fromCodePoint(text.codePointAt(at)!) : ''
}

/** Bytes of one code point in UTF-8. */
export const utf8Length = (codePoint: number): number => (codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4)

/** Code points of a text. */
export function characterCount(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) !== 0xdc00) count++
  return count
}
