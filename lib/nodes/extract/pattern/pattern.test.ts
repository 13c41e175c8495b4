/* The machine against JavaScript's own RegExp, on patterns made at random and on those that JavaScript never finishes. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findPattern } from './find'
import { parsePattern } from './parse'
import { programOf } from './program'

const find = async (pattern: string, text: string) => (await findPattern(programOf(parsePattern(pattern)), text))?.ranges ?? null

/** What JavaScript finds. Unused groups are null. */
function expected(pattern: string, flags: string, text: string) {
  const found = new RegExp(pattern, `${flags}du`).exec(text)
  return found ? Array.from(found.indices!, (range) => range ?? null) : null
}

const atom: fc.Arbitrary<string> = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '\\s', '[a-c1]', 'é', '🐈', '\\.', ' ')
const piece = (inner: fc.Arbitrary<string>) =>
  fc.tuple(inner, fc.constantFrom('', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{0,3}?')).map(([part, many]) => part + many)
const choices = (item: fc.Arbitrary<string>) =>
  fc
    .array(
      fc.array(item, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
      { minLength: 1, maxLength: 2 },
    )
    .map((parts) => parts.join('|'))
/** Groups that keep stand outside repeats, and no repeat is of nothing: there JavaScript goes its own way. */
const { pattern } = fc.letrec<{ pattern: string; plain: string; item: string }>((tie) => ({
  pattern: choices(
    fc.oneof(
      { maxDepth: 2, depthIdentifier: 'pattern' },
      tie('item'),
      tie('pattern').map((inner) => `(${inner})`),
    ),
  ),
  plain: choices(tie('item')),
  item: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'pattern' },
    piece(atom),
    fc.constantFrom('^', '$', '\\b', '\\B'),
    piece(tie('plain').map((inner) => `(?:x(?:${inner}))`)),
  ),
}))
const text = fc.array(fc.constantFrom('a', 'b', 'c', 'x', '1', ' ', '.', '\n', 'é'), { maxLength: 12 }).map((chars) => chars.join(''))

test('the same as JavaScript, groups included', async () => {
  await fc.assert(
    fc.asyncProperty(pattern, text, fc.constantFrom('', 'i', 'm', 's'), async (written, over, flag) => {
      const found = await find(flag ? `(?${flag})${written}` : written, over)
      expect(found).toEqual(expected(written, flag, over))
    }),
    { numRuns: 3000, seed: 5 },
  )
})

describe('by hand', () => {
  test.each([
    ['A: (.*)\\.', 'A: fox. And more.\nA: bear.', 'fox. And more'],
    ['A: (.*?)\\.', 'A: fox. And more.', 'fox'],
    ['(?:\\[)(\\d+)\\]', 'fox [12]', '12'],
    ['(?<name>[A-Z]\\w+) has', 'So Tom has', 'Tom'],
    ['(?:x(a)|b)+', 'xab', 'a'],
    ['(?m)^Act: (.*)$', 'Think\nAct: find Tom\nSee', 'find Tom'],
    ['(?i)yes|no', 'NO, yes', null],
    ['\\p{Lu}(\\p{Ll}+)', 'ßÄpfel', 'pfel'],
    ['\\u00e9\\x41\\u{1F408}(.)', 'éA🐈!', '!'],
    ['[\\]\\-a](b)', ']b', 'b'],
  ])('%s in %j', async (written, over, wanted) => {
    const range = (await find(written, over))![1]
    expect(range ? over.slice(...range) : null).toBe(wanted)
  })
  test.each([
    ['(a', 'a bracket ( is not closed'],
    ['a)', 'a bracket ) closes nothing'],
    ['[a', 'a bracket [ is not closed'],
    ['*a', 'nothing stands before * that could be repeated'],
    ['a\\', 'it ends in a backslash'],
    ['(?=a)', 'it looks ahead or back'],
    ['(?<!a)b', 'it looks ahead or back'],
    ['(a)\\1', '\\1 reads back what a group took'],
    ['a{3,2}', '{3,2} asks for at least 3 and at most 2'],
    ['a{5000}', '{5000} is more than 1000 repeats'],
    ['a**', 'a repeat is repeated'],
    ['[z-a]', 'a range in [ ] has no first and last character'],
    ['\\q', '\\q has no meaning here'],
    ['\\p{Nope}', '\\p is followed by no known property'],
    ['(?>a)', '(? begins nothing that is known'],
    [`${'('.repeat(200)}a${')'.repeat(200)}`, 'nested more than 100 deep'],
  ])('%s is a sentence', (written, sentence) => {
    expect(() => parsePattern(written)).toThrow(sentence)
  })
  test('repeats of repeats that unfold into too much', () => {
    expect(() => programOf(parsePattern('((a{100}){100}){100}'))).toThrow('The pattern unfolds into more than 5000 steps.')
  })
})

describe('what makes others hang', () => {
  test.each([
    ['(a+)+$', `${'a'.repeat(20_000)}b`],
    ['^(a|a)*$', `${'a'.repeat(20_000)}b`],
    ['(.*)*x', 'y'.repeat(20_000)],
    ['(?:(?:(?:(?:){1000}){1000}){1000}){1000}x', 'y'.repeat(1000)],
    ['(a?){50}a{50}b', 'a'.repeat(5000)],
  ])('%s ends', async (written, over) => {
    expect(await find(written, over)).toBeNull()
  })
  test('and can be stopped', async () => {
    const stop = new Error('stopped')
    const run = findPattern(programOf(parsePattern('(a+)+$')), 'a'.repeat(20_000), () => Promise.reject(stop))
    await expect(run).rejects.toBe(stop)
  })
})
