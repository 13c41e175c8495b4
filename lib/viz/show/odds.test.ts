import fc from 'fast-check'
import { expect, test } from 'vitest'
import { best, entropyBits } from './odds'

test('the best come first; of equals the lower id', () => {
  expect(best([0.1, 0.4, 0.1, 0.4], 3)).toEqual([1, 3, 0])
})

test('best agrees with sorting', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), fc.integer({ min: 0, max: 12 }), (values, count) => {
      const sorted = Array.from(values.keys()).sort((a, b) => values[b]! - values[a]! || a - b)
      expect(best(values, count)).toEqual(sorted.slice(0, count))
    }),
  )
})

test('entropy of even odds is log₂ of their number', () => {
  expect(entropyBits([0.25, 0.25, 0.25, 0.25, 0])).toBeCloseTo(2, 12)
  expect(entropyBits([1, 0])).toBe(0)
})
