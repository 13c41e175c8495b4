import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { CONTRACT } from './contract'
import { FolderStore, writeAtomically } from './folder'
import { storageSentence } from './indexed-db'
import { MemoryStore } from './memory'
import { freeId, idForTitle, isNotebookId, saveKeepingBoth, sentences, type NotebookStore } from './store'

const root = await mkdtemp(join(tmpdir(), 'vitrine-storage-'))
afterAll(() => rm(root, { recursive: true, force: true }))
let count = 0
const freshFolder = () => join(root, `store-${++count}`)
let clock = 0

describe.each<[string, () => NotebookStore]>([
  ['memory', () => new MemoryStore(() => ++clock)],
  ['folder', () => new FolderStore(freshFolder(), () => ++clock)],
])('%s', (_name, make) => {
  test.each(CONTRACT.map((check) => [check.name, check] as const))('%s', (_title, check) => check.run(make()))
})

describe('folder', () => {
  test('leaves only notebooks behind, and sees what another program wrote', async () => {
    const folder = freshFolder()
    const store = new FolderStore(folder, () => ++clock)
    const first = await store.save('one', 'first', 0)
    expect(await readdir(folder)).toEqual(['.versions', 'one.md'])
    await writeAtomically(join(folder, 'one.md'), 'by hand')
    expect(await store.save('one', 'mine', first.ok ? first.version : 0)).toMatchObject({ ok: false, reason: 'conflict' })
    expect(await readFile(join(folder, 'one.md'), 'utf8')).toBe('by hand')
  })
  test('a folder that cannot be written gives a sentence', async () => {
    const folder = freshFolder()
    await new FolderStore(folder, () => ++clock).save('one', 'first', 0)
    const result = await new FolderStore(join(folder, 'one.md'), () => ++clock).save('two', 'x', 0).catch((error: unknown) => error)
    expect(result).toMatchObject({ ok: false, reason: 'refused' })
  })
})

test('a full browser is a sentence', async () => {
  expect(storageSentence(new DOMException('', 'QuotaExceededError'))).toBe(sentences.full)
  expect(storageSentence(new DOMException('', 'SecurityError'))).toBe(sentences.refused)
  expect(storageSentence(new Error('odd'))).toContain('odd')
  const full = new MemoryStore(() => 0)
  full.save = async () => ({ ok: false, reason: 'refused', message: sentences.full })
  expect(await saveKeepingBoth(full, 'one', 'x', 0)).toEqual({ ok: false, message: sentences.full })
})

test('ids', () => {
  expect(idForTitle('One word, and Lily is gone')).toBe('one-word-and-lily-is-gone')
  expect(idForTitle('Straße 東京')).toBe('stra-e')
  expect(idForTitle('東京')).toBe('notebook')
  expect(isNotebookId(idForTitle('x'.repeat(200)))).toBe(true)
  expect(freeId('a', new Set(['a', 'a-2']))).toBe('a-3')
})
