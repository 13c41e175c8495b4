import { expect, it } from 'vitest'
import { sittingsOf } from './sittings'

const MINUTE = 60_000

it('joins what was saved in one go, latest first, and leaves named versions alone', () => {
  const versions = [
    { number: 6, changed: 30 * MINUTE, labels: ['Set a'] },
    { number: 5, changed: 29 * MINUTE, labels: ['Set b', 'Set a'] },
    { number: 4, changed: 28 * MINUTE, labels: ['Moved c'], name: 'Before the talk' },
    { number: 3, changed: 27 * MINUTE, labels: ['Set d'] },
    { number: 2, changed: 10 * MINUTE, labels: ['Added d'] },
  ]
  expect(sittingsOf(versions)).toEqual([
    { number: 6, changed: 30 * MINUTE, labels: ['Set a', 'Set b'] },
    { number: 4, changed: 28 * MINUTE, labels: ['Moved c'], name: 'Before the talk' },
    { number: 3, changed: 27 * MINUTE, labels: ['Set d'] },
    { number: 2, changed: 10 * MINUTE, labels: ['Added d'] },
  ])
})

it('a chain of short pauses is one sitting', () => {
  const versions = [4, 3, 2, 1].map((number) => ({ number, changed: number * 2 * MINUTE, labels: [`Step ${number}`] }))
  expect(sittingsOf(versions)).toEqual([{ number: 4, changed: 8 * MINUTE, labels: ['Step 4', 'Step 3', 'Step 2', 'Step 1'] }])
})
