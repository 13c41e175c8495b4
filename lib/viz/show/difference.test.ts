import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffParts } from './difference'

test('words changed are told apart from words kept', () => {
  expect(diffParts('a little girl named Lily.', 'a little boy named Tim.', 'words')).toEqual([
    { text: 'a little', change: 'same' },
    { text: ' girl', change: 'removed' },
    { text: ' boy', change: 'added' },
    { text: ' named', change: 'same' },
    { text: ' Lily', change: 'removed' },
    { text: ' Tim', change: 'added' },
    { text: '.', change: 'same' },
  ])
})

test('the parts rebuild both texts', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.constantFrom('words' as const, 'characters' as const), (a, b, by) => {
      const parts = diffParts(a, b, by)
      const side = (without: string): string =>
        parts
          .filter((part) => part.change !== without)
          .map((part) => part.text)
          .join('')
      expect(side('added')).toBe(a)
      expect(side('removed')).toBe(b)
    }),
  )
})
