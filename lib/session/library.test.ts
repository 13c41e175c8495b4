import { describe, expect, it } from 'vitest'
import { MemoryStore } from '../storage'
import { Library, firstSaveState } from './library'

const SHIPPED =
  '---\nvitrine: 1\ntitle: First light\n---\n\nWhat comes next? More.\n\n```graph reading\nprompt: text@1\n  value: Once\n```\n'
const CHANGED = SHIPPED.replace('Once', 'Twice')

function shelfOf() {
  let now = 0
  const store = new MemoryStore(() => ++now)
  const shipped = {
    entries: async () => [{ id: 'first-light', title: 'First light', summary: '', nodes: 1, origin: 'shipped' as const }],
    source: async (id: string) => (id === 'first-light' ? SHIPPED : null),
  }
  return { store, library: new Library(store, shipped, { get: () => undefined, set: () => undefined }) }
}

describe('the shelf', () => {
  it('lists what is shipped and what is the viewer’s own', async () => {
    const { library } = shelfOf()
    const made = await library.create()
    expect((await library.list()).map(({ id, origin }) => [id, origin])).toEqual([
      ['first-light', 'shipped'],
      [made.id, 'own'],
    ])
  })

  it('an edit of a shipped notebook is the viewer’s copy under the same address; going back removes it', async () => {
    const { library } = shelfOf()
    const opened = await library.open('first-light')
    expect(firstSaveState(opened).state).toBe('shipped')
    expect(await library.keeper('first-light', opened).save(CHANGED)).toMatchObject({ state: 'saved' })
    expect(await library.list()).toMatchObject([{ id: 'first-light', origin: 'own', copyOf: 'first-light' }])
    expect(await library.source('first-light')).toBe(CHANGED)
    await library.revert('first-light')
    expect(await library.source('first-light')).toBe(SHIPPED)
  })

  it('of two tabs on one notebook the later save is told, and both are kept', async () => {
    const { library } = shelfOf()
    const first = library.keeper('first-light', await library.open('first-light'))
    const second = library.keeper('first-light', await library.open('first-light'))
    await first.save(CHANGED)
    const told = await second.save(SHIPPED.replace('Once', 'Thrice'))
    expect(told).toMatchObject({ state: 'conflict', other: 'first-light' })
    const sources = await Promise.all((await library.list()).map(({ id }) => library.source(id)))
    expect(sources.toSorted()).toEqual([SHIPPED.replace('Once', 'Thrice'), CHANGED].toSorted())
  })

  it('renames, duplicates, deletes and puts back', async () => {
    const { library } = shelfOf()
    const copy = await library.duplicate('first-light')
    expect(copy).toMatchObject({ title: 'First light (copy)', nodes: 1 })
    await library.rename(copy.id, 'Second light')
    expect(await library.source(copy.id)).toContain('title: Second light')
    const removed = await library.remove(copy.id)
    expect(await library.list()).toHaveLength(1)
    await library.restore(removed)
    expect(await library.source(copy.id)).toContain('title: Second light')
  })

  it('a shipped notebook cannot be deleted or renamed, and an unknown one says so', async () => {
    const { library } = shelfOf()
    await expect(library.remove('first-light')).rejects.toThrow('stays on the shelf')
    await expect(library.rename('first-light', 'Other')).rejects.toThrow('Duplicate it')
    await expect(library.open('nowhere')).rejects.toThrow('No notebook is called nowhere')
  })

  it('a file whose frame does not parse is kept as it is', async () => {
    const { library } = shelfOf()
    const broken = '---\ntitle: [oops\n---\n\n```graph a\n'
    const entry = await library.openFile('notes.md', broken)
    expect(await library.source(entry.id)).toBe(broken)
  })
})
