import { expect, test } from 'vitest'
import { isTooLarge, sizeOf, withFiles } from './files'

test('a file of the same name is replaced, pasted texts are kept apart', () => {
  const first = withFiles(['beside.txt'], [{ name: 'a.txt', text: 'one' }])
  expect(withFiles(first, [{ name: 'a.txt', text: 'two' }])).toEqual(['beside.txt', { name: 'a.txt', text: 'two' }])
  const pasted = withFiles(
    [],
    [
      { name: 'pasted.txt', text: 'x' },
      { name: 'pasted.txt', text: 'y' },
    ],
  )
  expect(pasted).toEqual([
    { name: 'pasted.txt', text: 'x' },
    { name: 'pasted-2.txt', text: 'y' },
  ])
})

test('what a notebook cannot hold is told by its size', () => {
  expect(isTooLarge({ name: 'a', text: 'x'.repeat(2 * 1024 * 1024 + 1) })).toBe(true)
  expect([sizeOf(20), sizeOf(40_000), sizeOf(8_100_000)]).toEqual(['1 kB', '40 kB', '8.1 MB'])
})
