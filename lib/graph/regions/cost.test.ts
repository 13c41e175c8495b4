/*
 * What regions cost, in nodes looked at instead of seconds: an item more, a turn more, an edit elsewhere must not go over the
 * whole flat graph. The processor time is printed.
 */
import { describe, expect, test } from 'vitest'
import { Runtime } from '../runtime'
import { Count, lookup, plainKind } from '../testing'
import { z } from '../zod'
import { bodyOf, regionKinds, type RegionSketch } from './testing'

const add = plainKind({
  kind: 'add',
  inputs: { of: Count.input('').many() },
  outputs: { count: Count.output('') },
  params: z.object({ more: z.number().default(0) }),
  compute: ({ of }, { more }) => ({ count: of.reduce((a, b) => a + b, more) }),
})
const atLeast = plainKind({
  kind: 'at-least',
  inputs: { a: Count.input('') },
  outputs: { count: Count.output('') },
  params: z.object({ bound: z.number().default(0) }),
  compute: ({ a }, { bound }) => ({ count: a >= bound ? 1 : 0 }),
})

const mapped = (items: number, aside = 0): Record<string, RegionSketch> => ({
  from: { kind: 'list', params: { items: Array.from({ length: items }, (_, at) => at) } },
  all: {
    kind: 'each',
    params: { parallel: 8 },
    inputs: { over: 'from.items' },
    body: {
      a: { kind: 'add', params: { more: 1 }, inputs: { of: 'all.item' } },
      b: { kind: 'add', params: { more: 2 }, inputs: { of: 'a.count' } },
      c: { kind: 'add', params: { more: 3 }, inputs: { of: 'b.count' } },
    },
    entries: { keep: { c: 'c.count' } },
  },
  aside: { kind: 'add', params: { more: aside } },
})

const counting = (until: number, most = until + 10): Record<string, RegionSketch> => ({
  start: { kind: 'add' },
  loop: {
    kind: 'turns',
    params: { most },
    paramWires: { until: 'enough.count' },
    body: {
      up: { kind: 'add', params: { more: 1 }, inputs: { of: 'loop.s' } },
      enough: { kind: 'at-least', params: { bound: until }, inputs: { a: 'loop.s' } },
    },
    entries: { carry: { s: 'start.count' }, next: { s: 'up.count' }, keep: { up: 'up.count' } },
  },
})

const processorTime = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function world() {
  const runtime = new Runtime({ kinds: lookup([add, atLeast, ...regionKinds]), services: {} })
  const set = async (sketches: Record<string, RegionSketch>, words: string) => {
    const { runsStarted } = runtime
    const before = runtime.effort
    const began = processorTime()
    runtime.setGraph(structuredClone(bodyOf(sketches)), 1)
    await runtime.settled()
    const ms = processorTime() - began
    const now = runtime.effort
    const effort = { ...now }
    for (const name of ['expanded', 'compared', 'linked', 'traced'] as const) effort[name] = now[name] - before[name]
    console.log(`${words}: ${ms.toFixed(0)} ms of processor time, ${runtime.runsStarted - runsStarted} runs, ${JSON.stringify(effort)}`)
    return { ...effort, ms, runs: runtime.runsStarted - runsStarted }
  }
  return { runtime, set }
}

describe('a map of 1,000 items with three nodes', () => {
  test('costs by what is added, taken away or edited', { timeout: 60_000 }, async () => {
    const { runtime, set } = world()
    runtime.observe(['all', 'b', 'aside'])
    const whole = await set(mapped(1000), 'a map of 1,000 × 3')
    expect(whole.runs).toBe(3002)
    expect(whole.linked).toBeLessThan(4020)
    const more = await set(mapped(1001), 'an item appended')
    expect(more.runs).toBe(4)
    expect([more.linked, more.compared]).toEqual([expect.toSatisfy((n: number) => n < 20), expect.toSatisfy((n: number) => n < 30)])
    const fewer = await set(mapped(990), 'eleven items taken away')
    expect(fewer.linked).toBeLessThan(20)
    expect(fewer.compared).toBeLessThan(80)
    const elsewhere = await set(mapped(990, 5), 'an edit beside it')
    expect([elsewhere.runs, elsewhere.linked, elsewhere.compared < 10]).toEqual([1, 0, true])
    runtime.dispose()
  })
})

describe('a loop that ends by its test', () => {
  test('costs the same in every turn', { timeout: 120_000 }, async () => {
    const costs = []
    for (const turns of [50, 200, 1000]) {
      const { runtime, set } = world()
      runtime.observe(['loop', 'up'])
      const cost = await set(counting(turns), `a loop of ${turns} turns`)
      expect(runtime.record('loop').outputs['s']?.value).toBe(turns)
      expect(cost.expanded).toBeLessThan(5 * turns + 20)
      expect(cost.linked).toBeLessThan(10 * turns + 20)
      expect(cost.compared).toBeLessThan(10 * turns + 20)
      expect(cost.traced).toBeLessThan(turns + 20)
      costs.push(cost.ms / turns)
      runtime.dispose()
    }
    console.log(`milliseconds a turn: ${costs.map((ms) => ms.toFixed(2)).join(', ')}`)
  })
})
