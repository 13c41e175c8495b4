/* Classes of characters: \d \w \s \p{…}, sets in brackets, the dot, and letters regardless of case. */
import type { CharTest } from './tree'

const between =
  (from: number, to: number): CharTest =>
  (code) =>
    code >= from && code <= to
const anyOf =
  (tests: readonly CharTest[]): CharTest =>
  (code) =>
    tests.some((test) => test(code))
export const not =
  (test: CharTest): CharTest =>
  (code) =>
    !test(code)
export const same =
  (wanted: number): CharTest =>
  (code) =>
    code === wanted
export const range = between

const digit = between(48, 57)
export const isWord: CharTest = anyOf([digit, between(65, 90), between(97, 122), same(95)])
const SPACES = new Set([9, 10, 11, 12, 13, 32, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff])
const space: CharTest = (code) => SPACES.has(code) || (code >= 0x2000 && code <= 0x200a)
export const isLineEnd: CharTest = (code) => code === 10 || code === 13 || code === 0x2028 || code === 0x2029
export const anyChar: CharTest = () => true
export const notLineEnd: CharTest = not(isLineEnd)

const LETTERS: Readonly<Record<string, CharTest>> = { d: digit, w: isWord, s: space, D: not(digit), W: not(isWord), S: not(space) }
export const classOf = (letter: string): CharTest | undefined => (Object.hasOwn(LETTERS, letter) ? LETTERS[letter] : undefined)

/** `\p{L}`: the platform's own table, asked one character at a time. Null where it knows no such property. */
export function property(name: string, negated: boolean): CharTest | null {
  try {
    const one = new RegExp(`^\\${negated ? 'P' : 'p'}{${name}}$`, 'u')
    return (code) => one.test(String.fromCodePoint(code))
  } catch {
    return null
  }
}

export function setOf(tests: readonly CharTest[], negated: boolean): CharTest {
  const some = anyOf(tests)
  return negated ? not(some) : some
}

/** A and a are one. */
export function regardlessOfCase(test: CharTest): CharTest {
  return (code) => {
    if (test(code)) return true
    const text = String.fromCodePoint(code)
    const [low, high] = [text.toLowerCase().codePointAt(0)!, text.toUpperCase().codePointAt(0)!]
    return test(low) || test(high)
  }
}
