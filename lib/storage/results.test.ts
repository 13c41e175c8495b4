/* Stores of results: bounded, by safe names alone, the least recently read leaving first. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { openResultFolder } from './folder-results'
import { isResultKey } from './results'

const folders: string[] = []
const folder = async () => {
  const made = await mkdtemp(join(tmpdir(), 'vitrine-results-'))
  folders.push(made)
  return join(made, 'results')
}
afterEach(async () => {
  for (const made of folders.splice(0)) await rm(made, { recursive: true })
})
const key = (letter: string) => letter.repeat(64)

it('keeps bytes by key between two openings, and counts them', async () => {
  const where = await folder()
  let clock = 1000
  const now = () => (clock += 1000)
  const first = await openResultFolder(where, 100, now)
  expect([first.has(key('a')), await first.get(key('a')), first.bytes()]).toEqual([false, undefined, 0])
  await first.put(key('a'), Uint8Array.of(1, 2, 3))
  const second = await openResultFolder(where, 100, now)
  expect([second.has(key('a')), await second.get(key('a')), second.bytes()]).toEqual([true, Uint8Array.of(1, 2, 3), 3])
  await second.remove(key('a'))
  expect([second.has(key('a')), second.bytes(), await readdir(where)]).toEqual([false, 0, []])
})

it('is bounded; what was read last stays longest, also after it was opened again', async () => {
  const where = await folder()
  let clock = 1_700_000_000_000
  const now = () => (clock += 1000)
  const store = await openResultFolder(where, 100, now)
  for (const letter of ['a', 'b', 'c']) await store.put(key(letter), new Uint8Array(30))
  await store.get(key('a'))
  await store.get(key('b'))
  const again = await openResultFolder(where, 100, now)
  await again.put(key('d'), new Uint8Array(30))
  expect(['a', 'b', 'c', 'd'].filter((letter) => again.has(key(letter)))).toHaveLength(3)
  expect(again.bytes()).toBe(90)
  await again.put(key('e'), new Uint8Array(101))
  expect(again.has(key('e')), 'larger than the whole store').toBe(false)
  const smaller = await openResultFolder(where, 30, now)
  expect(smaller.bytes()).toBe(30)
  await smaller.clear()
  expect([smaller.bytes(), await readdir(where)]).toEqual([0, []])
})

it('no key but a digest becomes a name, and other files are left alone', async () => {
  const where = await folder()
  const store = await openResultFolder(where, 100, () => 1)
  for (const odd of ['../escape', '', 'a', `${key('a')}/x`, key('g'), key('A')]) {
    expect(isResultKey(odd)).toBe(false)
    await store.put(odd, Uint8Array.of(1))
    expect(store.has(odd)).toBe(false)
  }
  await store.put(key('a'), Uint8Array.of(1))
  await writeFile(join(where, 'notes.txt'), 'mine')
  const again = await openResultFolder(where, 0, () => 1)
  expect([again.bytes(), await readdir(where)]).toEqual([0, ['notes.txt']])
})
