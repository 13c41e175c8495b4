import { expect, test } from 'vitest'
import { isPasted } from './pasted'

const large = 'a'.repeat(100_000)

test('a large text in place of a short one is pasted', () => {
  expect(isPasted('', large)).toBe(true)
  expect(isPasted(large, large + large)).toBe(true)
})

test('keys, in a short or a large text, are typed', () => {
  expect(isPasted('', 'a')).toBe(false)
  expect(isPasted(large, `${large}a`)).toBe(false)
  expect(isPasted(large, '')).toBe(false)
})
