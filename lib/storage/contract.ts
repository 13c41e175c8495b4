/* What every store must do, as one test body: run over memory, a folder, and in a real browser over IndexedDB. */
import { saveKeepingBoth, type NotebookStore } from './store'

export interface Check {
  readonly name: string
  run(store: NotebookStore): Promise<void>
}

function same(got: unknown, wanted: unknown, what: string): void {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)]
  if (a !== b) throw new Error(`${what}: expected ${b}, got ${a}.`)
}
async function saved(store: NotebookStore, id: string, source: string, expected = 0): Promise<number> {
  const result = await store.save(id, source, expected)
  if (!result.ok) throw new Error(`${id} was not saved: ${result.message}`)
  return result.version
}

/** Each starts with an empty store. */
export const CONTRACT: readonly Check[] = [
  {
    name: 'what is saved is loaded and listed',
    async run(store) {
      same(await store.load('one'), null, 'before')
      const version = await saved(store, 'one', '# Ein Straße 😀\r\n')
      same((await store.load('one'))?.source, '# Ein Straße 😀\r\n', 'source')
      same((await store.load('one'))?.version, version, 'version')
      same(
        (await store.list()).map((entry) => [entry.id, entry.version, entry.size]),
        [['one', version, 17]],
        'list',
      )
      same('source' in ((await store.list())[0] ?? {}), false, 'no source in the list')
    },
  },
  {
    name: 'of two that opened the same version the later save is told, and nothing is overwritten',
    async run(store) {
      const opened = await saved(store, 'one', 'first')
      const theirs = await saved(store, 'one', 'theirs', opened)
      const result = await store.save('one', 'mine', opened)
      same(
        [result.ok, result.ok ? '' : result.reason, !result.ok && result.reason === 'conflict' && result.version],
        [false, 'conflict', theirs],
        'result',
      )
      same((await store.load('one'))?.source, 'theirs', 'source')
      const kept = await saveKeepingBoth(store, 'one', 'mine', opened)
      same([kept.ok, kept.ok && kept.id, kept.ok && kept.other], [true, 'one-2', 'one'], 'kept')
      same([(await store.load('one'))?.source, (await store.load('one-2'))?.source], ['theirs', 'mine'], 'both')
    },
  },
  {
    name: 'two saves at once: one wins, one is told',
    async run(store) {
      const opened = await saved(store, 'one', 'first')
      const results = await Promise.all([store.save('one', 'a', opened), store.save('one', 'b', opened)])
      same(results.map((result) => result.ok).sort(), [false, true], 'results')
      const winner = results[0]?.ok ? 'a' : 'b'
      same((await store.load('one'))?.source, winner, 'source')
    },
  },
  {
    name: 'a new notebook never replaces one of its name',
    async run(store) {
      await saved(store, 'one', 'first')
      const result = await store.save('one', 'second', 0)
      same(result.ok ? 'saved' : result.reason, 'conflict', 'result')
    },
  },
  {
    name: 'a removed notebook is given back and can be put back; a save to it keeps it',
    async run(store) {
      const version = await saved(store, 'one', 'first')
      same((await store.remove('one'))?.source, 'first', 'given back')
      same([await store.load('one'), await store.remove('one'), (await store.list()).length], [null, null, 0], 'gone')
      const kept = await saveKeepingBoth(store, 'one', 'edited', version)
      same([kept.ok && kept.id, (await store.load('one'))?.source], ['one', 'edited'], 'kept again')
    },
  },
  {
    name: 'a rename moves it and replaces nothing',
    async run(store) {
      await saved(store, 'one', 'first')
      await saved(store, 'two', 'second')
      same((await store.rename('one', 'two')).ok, false, 'taken')
      same((await store.rename('none', 'three')).ok, false, 'missing')
      same((await store.rename('one', 'three')).ok, true, 'moved')
      same(
        [await store.load('one'), (await store.load('three'))?.source, (await store.load('two'))?.source],
        [null, 'first', 'second'],
        'after',
      )
    },
  },
  {
    name: 'earlier versions can be had again; named ones are kept',
    async run(store) {
      let version = 0
      for (const [source, label] of [
        ['one', 'Write'],
        ['one two', 'Add two'],
        ['zero one two', 'Add zero'],
      ] as const) {
        const result = await store.save('log', source, version, { labels: [label, label] })
        if (!result.ok) throw new Error(result.message)
        version = result.version
      }
      const versions = await store.versions('log')
      same(
        versions.map((each) => [each.number, each.labels]),
        [
          [1, ['Write']],
          [2, ['Add two']],
          [3, ['Add zero']],
        ],
        'versions',
      )
      same(
        await Promise.all([1, 2, 3, 4].map((number) => store.versionSource('log', number))),
        ['one', 'one two', 'zero one two', null],
        'sources',
      )
      same([await store.nameVersion('log', 2, 'Before the zero'), await store.nameVersion('log', 9, 'x')], [true, false], 'named')
      same((await store.versions('log'))[1]?.name, 'Before the zero', 'name')
      await saved(store, 'log', 'other', version)
      same([await store.versionSource('log', 2), await store.versionSource('log', 4)], ['one two', 'other'], 'after another save')
      await store.rename('log', 'moved')
      same([(await store.versions('log')).length, (await store.versions('moved')).length], [0, 4], 'renamed')
      await store.remove('moved')
      same((await store.versions('moved')).length, 0, 'removed')
    },
  },
  {
    name: 'names never become paths',
    async run(store) {
      for (const id of ['../escape', 'a/b', '..', '.', '', 'A', 'a b', 'con', 'a\u0000', '__proto__', 'x'.repeat(65), 'a.md', '-a']) {
        const result = await store.save(id, 'x', 0)
        same(result.ok ? 'saved' : result.reason, 'refused', JSON.stringify(id))
        same(await store.load(id), null, JSON.stringify(id))
        await store.remove(id)
        same((await store.rename(id, 'fine')).ok, false, JSON.stringify(id))
      }
      same((await store.list()).length, 0, 'list')
    },
  },
]
