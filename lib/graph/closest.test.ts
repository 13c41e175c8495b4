import { expect, test } from 'vitest'
import { closest, editDistance } from './closest'

test('edit distance counts a swap as one', () => {
  expect(editDistance('kitten', 'sitting')).toBe(3) // the textbook example
  expect(editDistance('logits', 'lgoits')).toBe(1)
  expect(editDistance('', 'abc')).toBe(3)
})

test('suggests near names, nearest first, and nothing far', () => {
  const names = ['temperature', 'topK', 'topP', 'minP', 'repetitionPenalty']
  expect(closest('temprature', names)).toEqual(['temperature'])
  expect(closest('temp', names)).toEqual(['temperature'])
  expect(closest('topk', names)).toEqual(['topK', 'topP'])
  expect(closest('zebra', names)).toEqual([])
})
