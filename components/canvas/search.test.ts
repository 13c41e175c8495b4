/* The palette finds by title, tag and summary, and says what is close. */
import { expect, test } from 'vitest'
import type { PickItem } from './picker-types'
import { closest, score } from './search'

const item = (title: string, detail = '', words: string[] = []): PickItem => ({ key: title, title, detail, words, onPick: () => undefined })
const softmax = item('Softmax', 'Scores to shares', ['probability'])
const odds = item('Next-token odds', 'The softmax over the vocabulary', ['softmax', 'probability'])

test('the title counts more than a tag, a tag more than the summary', () => {
  expect(score('soft', softmax)).toBeGreaterThan(score('soft', odds))
  expect(score('vocab', odds)).toBeGreaterThan(0)
  expect(score('token', odds)).toBeGreaterThan(score('prob', odds))
  expect(score('soft vocab', softmax)).toBe(0)
})

test('a slip of the finger finds its neighbour', () => {
  expect(closest('softmox', [odds, softmax])?.title).toBe('Softmax')
  expect(closest('zzzz', [odds, softmax])).toBe(null)
})
