import { expect, test } from 'vitest'
import { canonicalJson } from '../hash'
import { changedParts, keyOf, keyParts } from './key'

const parts = (value: string) =>
  keyParts({
    kind: 'text',
    version: 1,
    params: { value },
    paramTexts: [['value', canonicalJson(value)]],
    inputs: {},
    made: () => {
      throw new Error('it has no wires')
    },
  })
const long = 'letters '.repeat(20_000)

test('a long text stands in its key by its hash, and is told by its words all the same', () => {
  expect(keyOf(parts(long))).toBe(keyOf(parts(`${long.slice(0, 9)}${long.slice(9)}`)))
  expect(keyOf(parts(long))).not.toBe(keyOf(parts(`${long}.`)))
  expect(changedParts(parts(long), parts(`${long}.`))).toEqual(['value'])
  expect(parts(long).get('param value')?.text).toBe(JSON.stringify(long))
})

test('a text that reads like the hash of another is another', () => {
  const digest = parts(long).get('param value')?.digest ?? ''
  expect(digest).toMatch(/^sha-256/)
  expect(keyOf(parts(digest))).not.toBe(keyOf(parts(long)))
})
