import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeBetween, changed, isLarge, LARGE, plainEnds } from './large'

test('a text is large from one length on and small from another', () => {
  expect(isLarge(LARGE, false)).toBe(false)
  expect(isLarge(LARGE + 1, false)).toBe(true)
  expect(isLarge(LARGE, true)).toBe(true)
  expect(isLarge(LARGE / 2, true)).toBe(false)
})

test('line ends are those of a field', () => {
  expect(plainEnds('a\r\nb\rc\nd')).toBe('a\nb\nc\nd')
})

test('the stretch in which two texts differ makes the one into the other, and is no longer than it must be', () => {
  expect(changeBetween('same', 'same')).toBeNull()
  expect(changeBetween('aaa', 'aaaa')).toEqual({ from: 3, to: 3, insert: 'a' })
  expect(changeBetween('one two', 'one more two')).toEqual({ from: 4, to: 4, insert: 'more ' })
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '😀'), maxLength: 12 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const change = changeBetween(before, after)
      if (!change) return before === after
      const { from, to, insert } = change
      const first = before.charCodeAt(from) !== after.charCodeAt(from) || to === from || insert === ''
      return changed(before, change) === after && first
    }),
  )
})
