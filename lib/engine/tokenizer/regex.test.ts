/* Oniguruma patterns in JavaScript. Expected finds follow Oniguruma's documentation (doc/RE, Ruby syntax). */
import { describe, expect, test } from 'vitest'
import { EngineFailure } from '../types'
import { oniguruma } from './regex'
import { regexFinder } from './splits'

const finds = (pattern: string, text: string): string[] =>
  regexFinder(oniguruma(pattern))(text)
    .filter(({ match }) => match)
    .map(({ from, to }) => text.slice(from, to))

describe('patterns', () => {
  test.each([
    ['white space has U+0085 and not U+FEFF', '\\s', 'a\u0085b\ufeffc\u00a0', ['\u0085', '\u00a0']],
    ['a class inside a class', '[^\\s\\p{L}\\p{N}]+', 'ab 12 —!? x', ['—!?']],
    ['an option for a group', "(?i:'s|'ll)", "IT'S we'Ll 'ſ", ["'S", "'Ll", "'ſ"]],
    ['an option for the rest', 'a(?i)b', 'aB AB ab', ['aB', 'ab']],
    ['a possessive repeat gives nothing back', 'a++ab', 'aaab', []],
    ['a possessive repeat', '[^\\r\\n\\p{L}]?+\\p{L}+', ' ab,cd', [' ab', ',cd']],
    ['an atomic group', '(?>a|ab)c', 'abc ac', ['ac']],
    ['a + after braces repeats the repeat', '(?:x{2})+', 'xxxxx', ['xxxx']],
    ['counted', '\\p{N}{1,3}', '12345', ['123', '45']],
    ['a dot stops only at line feeds', '.+', 'a\rb\nc', ['a\rb', 'c']],
    ['line anchors', '^b$', 'a\nb\nc', ['b']],
    ['text anchors', '\\Ab|b\\z', 'b\nb\nb', ['b', 'b']],
    ['intersection', '[a-z&&[^aeiou]]+', 'hello', ['h', 'll']],
    ['posix', '[[:alpha:]]+', 'ab1é', ['ab', 'é']],
    ['a script by its bare name', '\\p{Han}+', 'x漢字y', ['漢字']],
    ['a negated property', '\\p{^L}+', 'ab12cd', ['12']],
    ['escaped marks', "[\\-\\'\\.]|\\|", "a-b'c.d|", ['-', "'", '.', '|']],
    ['code points', '\\x{1F408}|\\u00e9', 'é🐈', ['é', '🐈']],
    ['a brace that is no repeat', 'a{b', 'a{b', ['a{b']],
    ['letters that came with Unicode 17 are none', '\\p{L}+|[^\\p{L}]', 'a\u{10940}b\u{323b0}', ['a', '\u{10940}', 'b', '\u{323b0}']],
    ['empty matches beside a match are passed over', 'a*', 'baab', ['', 'aa', '']],
  ])('%s', (_, pattern, text, expected) => {
    expect(finds(pattern, text)).toEqual(expected)
  })

  test.each(['(', '[', 'a)', '\\', '*a', '(?x:a)', '\\k<a>', '\\p{Nonsense}', '[[:odd:]]', '\\x{110000}', 'a'.repeat(30_000)])(
    'refused: %.20s',
    (pattern) => {
      expect(() => oniguruma(pattern)).toThrow(EngineFailure)
    },
  )
})
