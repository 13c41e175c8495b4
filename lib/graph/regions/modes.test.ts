/* Run modes where nodes are repeated or stand for others: regions that wait, bodies that are frozen or muted, uses passed through. */
import { describe, expect, test } from 'vitest'
import type { Definition, NodeSettings } from '../graph'
import { Count, lookup, plainKind } from '../testing'
import { Runtime } from '../runtime'
import { z } from '../zod'
import { bodyOf, regionKinds, type RegionSketch } from './testing'

function world() {
  const log: string[] = []
  const number = plainKind({
    kind: 'number',
    inputs: {},
    outputs: { count: Count.output('') },
    params: z.object({ value: z.number().default(0) }),
    compute: (_, { value }) => ({ count: value }),
  })
  const add = plainKind({
    kind: 'add',
    inputs: { of: Count.input('').many() },
    outputs: { count: Count.output('') },
    params: z.object({ more: z.number().default(0) }),
    compute: ({ of }, { more }) => {
      log.push(`${of.join('+')}+${more}`)
      return { count: of.reduce((a, b) => a + b, more) }
    },
  })
  const runtime = new Runtime({ kinds: lookup([number, add, ...regionKinds]), services: {} })
  const set = async (sketches: Record<string, RegionSketch>, definitions: readonly Definition[] = []) => {
    runtime.setGraph(bodyOf(sketches), 1, {}, new Map(definitions.map((one) => [one.name, one])))
    runtime.observe(Object.keys(sketches))
    await runtime.settled()
  }
  const value = (id: string, port = 'count') => runtime.record(id).outputs[port]?.value
  const state = (id: string) => runtime.record(id).state
  return { runtime, log, set, value, state }
}

const mapped = (items: readonly number[], region: NodeSettings, body: NodeSettings = {}, more = 1): Record<string, RegionSketch> => ({
  from: { kind: 'list', params: { items } },
  all: {
    kind: 'each',
    inputs: { over: 'from.items' },
    body: { up: { kind: 'add', params: { more }, inputs: { of: 'all.item' }, settings: body } },
    entries: { keep: { up: 'up.count' } },
    settings: region,
  },
})

describe('a region', () => {
  test('that runs when asked has no iterations before', async () => {
    const { set, runtime, log, value, state } = world()
    await set(mapped([1, 2], { mode: 'manual' }))
    expect([state('all'), runtime.record('all').held, log]).toEqual(['stale', 'manual', []])
    runtime.run(['all'])
    await runtime.settled()
    expect([state('all'), value('all', 'up'), log]).toEqual(['fresh', [2, 3], ['1+1', '2+1']])
    await set(mapped([1, 2, 3], { mode: 'manual' }))
    expect([state('all'), value('all', 'up'), log.length]).toEqual(['stale', [2, 3], 2])
  })

  test('frozen keeps its table; muted makes none', async () => {
    const { set, log, value, state } = world()
    await set(mapped([1, 2], {}))
    await set(mapped([5, 6, 7], { mode: 'frozen' }))
    expect([state('all'), value('all', 'up'), log.length]).toEqual(['frozen', [2, 3], 2])
    await set(mapped([5, 6, 7], { mute: true }))
    expect([state('all'), log.length]).toEqual(['disabled', 2])
    await set(mapped([5, 6, 7], {}))
    expect([state('all'), value('all', 'up')]).toEqual(['fresh', [6, 7, 8]])
  })

  test('with a frozen body: each iteration keeps what it has, a new one is computed once', async () => {
    const { set, log, value } = world()
    await set(mapped([1, 2], {}))
    await set(mapped([10, 20, 30], {}, { mode: 'frozen' }))
    expect(value('all', 'up')).toEqual([2, 3, 31])
    await set(mapped([11, 21, 31], {}, { mode: 'frozen' }))
    expect([value('all', 'up'), log]).toEqual([
      [2, 3, 31],
      ['1+1', '2+1', '30+1'],
    ])
    await set(mapped([11, 21, 31], {}))
    expect(value('all', 'up')).toEqual([12, 22, 32])
  })

  test('with a muted node in its body keeps nothing of it; bypassed, what came in; pinned, the pin', async () => {
    const { set, value, state } = world()
    await set(mapped([1, 2], {}, { mute: true }))
    expect([state('all'), value('all', 'up')]).toEqual(['fresh', []])
    await set(mapped([1, 2], {}, { bypass: true }))
    expect(value('all', 'up')).toEqual([1, 2])
    await set(mapped([1, 2], {}, { pin: { count: 9 } }))
    expect(value('all', 'up')).toEqual([9, 9])
  })
})

describe('a use', () => {
  const twice: Definition = {
    name: 'twice',
    inputs: { a: 'count' },
    outputs: { sum: { node: 'sum', port: 'count' } },
    body: bodyOf({ sum: { kind: 'add', inputs: { of: ['twice.a', 'twice.a'] } } }),
  }
  const used = (value: number, settings: NodeSettings): Record<string, RegionSketch> => ({
    x: { kind: 'number', params: { value } },
    u: { kind: 'use', params: { of: 'twice' }, inputs: { a: 'x.count' }, settings },
    end: { kind: 'add', params: { more: 100 }, inputs: { of: 'u.sum' } },
  })
  test('is bypassed, muted and frozen by itself', async () => {
    const { set, value, state } = world()
    await set(used(4, {}), [twice])
    expect(value('end')).toBe(108)
    await set(used(4, { bypass: true }), [twice])
    expect([value('u', 'sum'), value('end')]).toEqual([4, 104])
    await set(used(4, { mute: true }), [twice])
    expect([state('u'), state('end'), value('end')]).toEqual(['disabled', 'fresh', 100])
    await set(used(4, {}), [twice])
    await set(used(7, { mode: 'frozen' }), [twice])
    expect([state('u'), value('u', 'sum'), value('end')]).toEqual(['frozen', 8, 108])
    await set(used(7, {}), [twice])
    expect([state('u'), value('end')]).toEqual(['fresh', 114])
  })
})
