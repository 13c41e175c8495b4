/* Classes of characters as Rust and Oniguruma define them, which JavaScript's \s and \w do not. */
import { known } from './unicode-16'

const one = (members: string): RegExp => new RegExp(`^${known(members)}$`, 'v')

const WHITE_SPACE = /^\p{White_Space}$/u
const WORD = one('\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d')
const NUMBER = one('\\p{N}')
/** Every ASCII mark counts, also `$` and `+`, which Unicode calls symbols. */
const PUNCTUATION = one('!-\\/:-@\\[-`\\{-~\\p{P}')
const LONE_SURROGATE = /\p{Surrogate}/gu

export const isWhiteSpace = (character: string): boolean => WHITE_SPACE.test(character)
export const isWord = (character: string): boolean => WORD.test(character)
export const isNumber = (character: string): boolean => NUMBER.test(character)
export const isPunctuation = (character: string): boolean => PUNCTUATION.test(character)

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
