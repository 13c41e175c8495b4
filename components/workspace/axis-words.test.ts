/* Axes typed as a line are the data of the file, and back. */
import { expect, test } from 'vitest'
import { axisWords, readAxis } from './axis-words'

test.each([
  ['0..1 by 0.1', { from: 0, to: 1, by: 0.1 }],
  ['0..5', { from: 0, to: 5 }],
  ['0, 1, 2', [0, 1, 2]],
  ['red, big', ['red', 'big']],
  ['["a, b","c"]', ['a, b', 'c']],
  ['["1","2"]', ['1', '2']],
])('%s', (line, value) => {
  expect(readAxis(line)).toEqual(value)
  expect(axisWords(value)).toBe(line)
})
test('nothing, and words in brackets', () => {
  expect(readAxis(' ')).toBeUndefined()
  expect(readAxis('[Tom, Mia]')).toEqual(['Tom', 'Mia'])
})
