/* Results kept between visits: read back whole, or not at all. */
import { describe, expect, test } from 'vitest'
import { z } from '../zod'
import { Block, Count, Engine, MapStore, Words, graphOf, handClock, lookup, plainKind } from '../testing'
import { pack, unpack } from './pack'
import { Runtime } from './runtime'

function bench(store: MapStore) {
  const clock = handClock()
  const computed: string[] = []
  const spell = plainKind({
    kind: 'spell',
    inputs: {},
    outputs: { words: Words.output(''), count: Count.output(''), block: Block.output('') },
    params: z.object({ value: z.string().default(''), ms: z.number().default(80) }),
    compute: (_, { value, ms }) => {
      computed.push(value)
      clock.advance(ms)
      return { words: value, count: value.length, block: Float32Array.from(value, (_letter, at) => at / 3) }
    },
  })
  const open = plainKind({
    kind: 'open',
    inputs: {},
    outputs: { engine: Engine.output('') },
    params: z.object({}),
    compute: () => {
      computed.push('open')
      clock.advance(500)
      return { engine: { name: 'tiny' } }
    },
  })
  const runtime = new Runtime({ kinds: lookup([spell, open]), services: {}, clock, calendar: () => 1234, store })
  const show = async (value: string, more: object = {}) => {
    runtime.setGraph(graphOf({ s: { kind: 'spell', params: { value }, ...more }, o: { kind: 'open' } }), 0)
    runtime.observe(['s', 'o'])
    await runtime.settled()
    await runtime.kept()
    return runtime.record('s')
  }
  return { runtime, computed, show }
}

describe('results kept between visits', () => {
  test('come back with their hashes, duration and date, and cost no computation', async () => {
    const store = new MapStore()
    const first = await bench(store).show('hello')
    expect(store.kept.size, 'a handle is not kept').toBe(1)
    const { show, computed, runtime } = bench(store)
    const again = await show('hello')
    expect(computed).toEqual(['open'])
    expect(again).toMatchObject({ state: 'fresh', fromMemo: true, ms: 80, outputs: first.outputs })
    expect(again.outputs['block']?.value).toEqual(Float32Array.from([0, 1 / 3, 2 / 3, 1, 4 / 3]))
    expect(runtime.provenance('s', 'words')).toMatchObject({ from: 'memory', when: 1234 })
    expect(runtime.runsStarted).toBe(1)
  })

  test('what is quick is not kept', async () => {
    const store = new MapStore()
    await bench(store).show('hello', { params: { value: 'hello', ms: 10 } })
    expect(store.kept.size).toBe(0)
  })

  test('a node that runs only when asked takes what is kept of it unasked', async () => {
    const store = new MapStore()
    await bench(store).show('hello')
    const { show, computed } = bench(store)
    expect((await show('hello', { settings: { mode: 'manual' } })).state).toBe('fresh')
    const [key] = [...store.kept.keys()]
    store.kept.set(key ?? '', new Uint8Array(10))
    const broken = bench(store)
    expect(await broken.show('hello', { settings: { mode: 'manual' } })).toMatchObject({ state: 'stale', held: 'manual' })
    expect([computed, broken.computed]).toEqual([['open'], ['open']])
  })

  test('any changed, missing or added byte, another key, another version: computed again, and the entry replaced', async () => {
    const store = new MapStore()
    const good = await bench(store).show('hello')
    const [key = '', bytes = new Uint8Array()] = [...store.kept.entries()][0] ?? []
    const spoilt = [
      ...Array.from({ length: 60 }, (_, i) => {
        const copy = bytes.slice()
        const at = Math.floor((i * bytes.length) / 60)
        copy[at] = (copy[at] ?? 0) ^ 1
        return copy
      }),
      bytes.slice(0, -1),
      bytes.slice(0, 20),
      new Uint8Array(0),
      Uint8Array.from([...bytes, 0]),
      pack({ ...(unpack(key, bytes) as NonNullable<ReturnType<typeof unpack>>), key: 'another' }),
    ]
    for (const wrong of spoilt) {
      store.kept.set(key, wrong)
      const { show, computed } = bench(store)
      const record = await show('hello')
      expect([computed.includes('hello'), record.state, record.outputs['words']?.value]).toEqual([true, 'fresh', 'hello'])
      expect(record.outputs['block']?.hash).toBe(good.outputs['block']?.hash)
      expect(store.kept.get(key)).toEqual(bytes)
    }
  })

  test('a value that was exchanged and sealed again does not agree with its hash', async () => {
    const store = new MapStore()
    await bench(store).show('hello')
    const [key = '', bytes = new Uint8Array()] = [...store.kept.entries()][0] ?? []
    const packed = unpack(key, bytes)
    const words = packed?.outputs['words']
    if (!packed || !words) throw new Error('nothing was packed')
    for (const other of [
      { ...words, data: 'hullo' },
      { ...words, data: 7 },
      { ...words, type: 'count' },
      { ...words, type: 'engine' },
    ]) {
      store.kept.set(key, pack({ ...packed, outputs: { ...packed.outputs, words: other } }))
      const { show, computed } = bench(store)
      expect((await show('hello')).outputs['words']?.value).toBe('hello')
      expect(computed).toContain('hello')
    }
  })

  test('a store that fails is as good as none', async () => {
    class Failing extends MapStore {
      override has(): boolean {
        return true
      }
      override async get(): Promise<never> {
        throw new Error('no')
      }
      override async put(): Promise<never> {
        throw new Error('full')
      }
      override async remove(): Promise<never> {
        throw new Error('no')
      }
    }
    expect((await bench(new Failing()).show('hello')).state).toBe('fresh')
  })

  test('nothing is written while something is left to compute', async () => {
    const seen: string[] = []
    class Watched extends MapStore {
      override async put(key: string, bytes: Uint8Array): Promise<void> {
        seen.push('written')
        await super.put(key, bytes)
      }
    }
    const clock = handClock()
    const step = plainKind({
      kind: 'step',
      inputs: { from: Words.input('').optional() },
      outputs: { words: Words.output('') },
      params: z.object({}),
      compute: async ({ from = '' }) => {
        clock.advance(80)
        await new Promise((resolve) => {
          setTimeout(resolve, 5)
        })
        seen.push('computed')
        return { words: `${from}x` }
      },
    })
    const runtime = new Runtime({ kinds: lookup([step]), services: {}, clock, store: new Watched() })
    const after = (node: string) => ({ kind: 'step', inputs: { from: `${node}.words` } })
    runtime.setGraph(graphOf({ a: { kind: 'step' }, b: after('a'), c: after('b') }), 0)
    runtime.observe(['c'])
    await runtime.settled()
    await runtime.kept()
    expect(seen).toEqual(['computed', 'computed', 'computed', 'written', 'written', 'written'])
  })
})
