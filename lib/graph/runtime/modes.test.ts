/* How the file asks a node to be run: live, by hand, frozen, switched off, passed through, pinned, tried again, excused. */
import { describe, expect, test } from 'vitest'
import type { NodeKind } from '../define-node'
import type { NodeSettings } from '../graph'
import { z } from '../zod'
import { Block, Count, Words, graphOf, handClock, lookup, plainKind, type NodeSketch } from '../testing'
import { Runtime, type RuntimeOptions } from './runtime'

/** `number`, `double` (counts its computations, takes as long as told, fails when told), `join` with an optional second input. */
function bench(options: Partial<RuntimeOptions> = {}) {
  const clock = handClock()
  const computed: string[] = []
  const world = { ms: 0, failures: 0 }
  const number = plainKind({
    kind: 'number',
    inputs: {},
    outputs: { count: Count.output('') },
    params: z.object({ value: z.number().default(0) }),
    compute: (_, { value }) => ({ count: value }),
  })
  const double = plainKind({
    kind: 'double',
    inputs: { count: Count.input('') },
    outputs: { count: Count.output('') },
    params: z.object({ by: z.number().default(2) }),
    compute: ({ count }, { by }) => {
      computed.push(`${count}×${by}`)
      clock.advance(world.ms)
      if (world.failures-- > 0) throw new Error('the line is down')
      return { count: count * by }
    },
  })
  const join = plainKind({
    kind: 'join',
    inputs: { a: Count.input(''), b: Count.input('').optional(), words: Words.input('').many() },
    outputs: { words: Words.output('') },
    params: z.object({}),
    compute: ({ a, b, words }) => ({ words: [a, b ?? 'none', ...words].join(' ') }),
  })
  const heavy = plainKind({ ...double, kind: 'heavy', cost: () => 60_000 } as never) as NodeKind
  const call = plainKind({
    ...double,
    kind: 'call',
    effects: ({ by }: { by: number }) => [{ touches: 'network', words: `asks server ${by}` }],
  } as never) as NodeKind
  const block = plainKind({
    kind: 'block',
    inputs: {},
    outputs: { block: Block.output('') },
    params: z.object({}),
    compute: () => ({ block: new Float32Array(2) }),
  })
  const kinds = lookup([number, double, join, heavy, call, block])
  const waits: number[] = []
  const runtime = new Runtime({
    kinds,
    services: {},
    clock,
    errorType: Words,
    later: (then, ms) => {
      waits.push(ms)
      queueMicrotask(then)
      return () => {}
    },
    ...options,
  })
  const set = async (sketches: Record<string, NodeSketch>) => {
    runtime.setGraph(graphOf(sketches), 0)
    runtime.observe(Object.keys(sketches))
    await runtime.settled()
  }
  const state = (id: string) => {
    const { state, reason } = runtime.record(id)
    return reason === undefined ? state : `${state}: ${reason}`
  }
  const value = (id: string, port = 'count') => runtime.record(id).outputs[port]?.value
  return { runtime, clock, computed, world, set, state, value, waits }
}

const flow = (value: number, settings?: NodeSettings, kind = 'double', by?: number): Record<string, NodeSketch> => ({
  n: { kind: 'number', params: { value } },
  d: { kind, inputs: { count: 'n.count' }, params: by === undefined ? {} : { by }, ...(settings ? { settings } : {}) },
  e: { kind: 'double', inputs: { count: 'd.count' }, params: { by: 10 } },
})

describe('liveness', () => {
  test('a node that took longer than the budget waits to be asked, and what is below waits for it', async () => {
    const { set, state, value, world, runtime, computed } = bench({ budgetSeconds: 5 })
    world.ms = 6000
    await set(flow(1))
    expect(value('e')).toBe(20)
    await set(flow(2))
    expect(state('d')).toBe('stale: takes about 6 s, so it runs when asked')
    expect(state('e')).toBe('stale: waits for d')
    expect([runtime.record('d').held, runtime.record('e').held]).toEqual(['cost', 'above'])
    expect([value('d'), value('e'), computed.length]).toEqual([2, 20, 2])
    expect(runtime.record('d').why).toEqual(['n.count'])
    world.ms = 1
    runtime.run(['e'])
    await runtime.settled()
    expect([state('d'), state('e'), value('e')]).toEqual(['fresh', 'fresh', 40])
  })

  test('a kind may say what it costs before it has run', async () => {
    const { set, state, computed, runtime, value } = bench()
    await set(flow(1, undefined, 'heavy'))
    expect([state('d'), computed.length]).toEqual(['stale: takes about 60 s, so it runs when asked', 0])
    runtime.run(['d'])
    await runtime.settled()
    expect([state('d'), value('e')]).toEqual(['fresh', 20])
  })

  test('live runs whatever it costs; manual only when asked, and only for the key that was asked for', async () => {
    const { set, state, value, world, runtime, computed } = bench({ budgetSeconds: 1 })
    world.ms = 3000
    await set(flow(1, { mode: 'live' }))
    await set(flow(2, { mode: 'live' }))
    expect(value('d')).toBe(4)
    await set(flow(3, { mode: 'manual' }))
    expect(state('d')).toBe('stale: runs when asked')
    runtime.run(['d'])
    await runtime.settled()
    expect(value('d')).toBe(6)
    const before = computed.length
    await set(flow(4, { mode: 'manual' }))
    expect([state('d'), computed.length]).toEqual(['stale: runs when asked', before])
    await set(flow(3, { mode: 'manual' }))
    expect([state('d'), value('d'), computed.length], 'what is remembered needs no asking').toEqual(['fresh', 6, before])
  })

  test('what reaches outside asks once, by what it reaches, and is never taken for the same', async () => {
    const { set, state, runtime, computed, value } = bench()
    await set(flow(1, { mode: 'live' }, 'call'))
    expect(state('d')).toBe('stale: asks first: it asks server 2')
    expect(runtime.record('d').asks).toEqual(['asks server 2'])
    runtime.run()
    await runtime.settled()
    expect(computed.length, 'running is not agreeing').toBe(0)
    runtime.allow(['d'])
    await runtime.settled()
    expect(value('e')).toBe(20)
    await set(flow(5, undefined, 'call'))
    expect([state('d'), runtime.record('d').asks]).toEqual(['stale: runs when asked', undefined])
    runtime.run(['d'])
    await runtime.settled()
    expect(value('d')).toBe(10)
    const before = computed.length
    runtime.run(['d'])
    await runtime.settled()
    expect([computed.slice(before), state('e')], 'asked again, it goes out again; an equal answer leaves the rest').toEqual([
      ['5×2'],
      'fresh',
    ])
    await set(flow(5, undefined, 'call', 3))
    expect(state('d')).toBe('stale: asks first: it asks server 3')
  })

  test('run from a node takes everything below along', async () => {
    const { set, state, runtime } = bench()
    const manual: NodeSettings = { mode: 'manual' }
    await set({
      ...flow(1),
      d: { kind: 'double', inputs: { count: 'n.count' }, settings: manual },
      e: { kind: 'double', inputs: { count: 'd.count' }, settings: manual },
      other: { kind: 'double', inputs: { count: 'n.count' }, params: { by: 5 }, settings: manual },
    })
    expect([state('e'), state('other')]).toEqual(['stale: waits for d', 'stale: runs when asked'])
    runtime.runFrom(['n'])
    await runtime.settled()
    expect(['d', 'e', 'other'].map(state)).toEqual(['fresh', 'fresh', 'fresh'])
  })
})

describe('frozen', () => {
  test('keeps its value whatever happens above, and needs nothing there', async () => {
    const { set, state, value, computed } = bench()
    await set(flow(1))
    const before = computed.length
    await set(flow(7, { mode: 'frozen' }))
    expect([state('d'), value('d'), state('e'), value('e')]).toEqual(['frozen', 2, 'fresh', 20])
    await set({ ...flow(7, { mode: 'frozen' }), n: { kind: 'number', params: { value: 'wrong' } } })
    expect([state('n'), state('d'), value('e')]).toEqual(['error', 'frozen', 20])
    expect(computed.length).toBe(before)
    await set(flow(7))
    expect([state('d'), value('d'), value('e')]).toEqual(['fresh', 14, 140])
  })

  test('without a value it is computed once', async () => {
    const { set, state, value } = bench()
    await set(flow(1, { mode: 'frozen' }))
    expect([state('d'), value('d'), value('e')]).toEqual(['frozen', 2, 20])
    await set(flow(2, { mode: 'frozen' }))
    expect([state('d'), value('d'), value('e')]).toEqual(['frozen', 2, 20])
  })

  test('its value stays in memory though nobody looks', async () => {
    const { set, runtime, value } = bench({ memoBytes: 40 })
    await set(flow(1, { mode: 'frozen' }))
    runtime.observe([])
    for (let i = 0; i < 20; i++) {
      runtime.setGraph(graphOf({ ...flow(1, { mode: 'frozen' }), m: { kind: 'number', params: { value: i } } }), 0)
      runtime.observe(['m'])
      await runtime.settled()
    }
    runtime.observe(['e'])
    await runtime.settled()
    expect([value('d'), value('e')]).toEqual([2, 20])
  })

  test('a value of another kind is not kept', async () => {
    const { set, state, value } = bench()
    await set(flow(1, { mode: 'frozen' }))
    await set({ ...flow(1), d: { kind: 'number', params: { value: 9 }, settings: { mode: 'frozen' } } })
    expect([state('d'), value('d'), value('e')]).toEqual(['frozen', 9, 90])
  })
})

describe('switched off and passed through', () => {
  const joined = (settings: NodeSettings): Record<string, NodeSketch> => ({
    ...flow(1, settings),
    opt: { kind: 'join', inputs: { a: 'n.count', b: 'd.count' } },
    below: { kind: 'join', inputs: { a: 'n.count', b: 'e.count' } },
  })
  test('below a muted node what needs it is skipped, what can do without goes on', async () => {
    const { set, state, value, computed } = bench()
    await set(joined({ mute: true }))
    expect([state('d'), state('e'), state('opt'), state('below')]).toEqual(['disabled', 'skipped: d', 'fresh', 'fresh'])
    expect([value('opt', 'words'), value('below', 'words')]).toEqual(['1 none', '1 none'])
    expect(computed).toEqual([])
    await set(joined({}))
    expect([state('d'), value('opt', 'words'), value('below', 'words')]).toEqual(['fresh', '1 2', '1 20'])
  })

  test('muting closes no circle and asks for no wires', async () => {
    const { set, state } = bench()
    await set({
      d: { kind: 'double', inputs: { count: 'e.count' }, settings: { mute: true } },
      e: { kind: 'double', inputs: { count: 'd.count' } },
    })
    expect([state('d'), state('e')]).toEqual(['disabled', 'skipped: d'])
  })

  test('a bypassed node passes its first input of the same type, with its hash', async () => {
    const { set, state, value, runtime } = bench()
    await set(flow(5, { bypass: true }))
    expect([state('d'), value('d'), value('e')]).toEqual(['fresh', 5, 50])
    const [passed, given] = [runtime.record('d').outputs['count'], runtime.record('n').outputs['count']]
    expect([passed?.hash === given?.hash, passed?.instead]).toEqual([true, 'bypass'])
    await set({ n: { kind: 'number' }, j: { kind: 'join', inputs: { a: 'n.count' }, settings: { bypass: true } } })
    expect(value('j', 'words'), 'a number is a text where a text is asked for').toBe('0')
  })
})

describe('pinned', () => {
  test('stands in place of what is computed, with its own hash, and needs nothing above', async () => {
    const { set, state, value, computed, runtime } = bench()
    await set(flow(1))
    const hash = runtime.record('d').outputs['count']?.hash
    const before = computed.length
    await set({ ...flow(1, { pin: { count: 40 } }), n: { kind: 'number', params: { value: 'wrong' } } })
    expect([state('d'), value('d'), value('e'), computed.length - before]).toEqual(['fresh', 40, 400, 1])
    expect(runtime.record('d').outputs['count']).toMatchObject({ instead: 'pin', type: 'count' })
    expect(runtime.record('d').outputs['count']?.hash).not.toBe(hash)
    expect(runtime.provenance('d', 'count')?.from).toBe('pin')
    await set(flow(1))
    expect([value('d'), value('e')]).toEqual([2, 20])
  })

  test('a value that cannot be one is refused in a sentence', async () => {
    const { set, runtime } = bench()
    await set(flow(1, { pin: { count: 'many' } }))
    expect(runtime.record('d').error?.message).toBe('The pin of d.count: expected a finite number, got many.')
    await set({ b: { kind: 'block', settings: { pin: { block: [1] } } } })
    expect(runtime.record('b').error?.message).toBe('b.block is a Block, which cannot be written in a file as its pin.')
  })
})

describe('failures', () => {
  test('are tried again as often as asked, with pauses that double', async () => {
    const { set, state, value, world, waits } = bench()
    world.failures = 3
    await set(flow(1, { retry: { times: 3, wait: 0.5 } }))
    expect([state('d'), value('e'), waits]).toEqual(['fresh', 20, [500, 1000, 2000]])
    world.failures = 9
    await set(flow(2, { retry: 2 }))
    expect([state('d'), state('e'), waits.slice(3)]).toEqual(['error', 'blocked: d', [1000, 2000]])
  })

  test('a fallback stands in, says so, and goes on below; asked again, the node tries again', async () => {
    const { set, state, value, world, runtime } = bench()
    world.failures = 1
    await set(flow(1, { fallback: { count: -1 } }))
    expect([state('d'), value('d'), value('e')]).toEqual(['fresh', -1, -10])
    expect(runtime.record('d')).toMatchObject({ handled: true, error: { message: 'd failed: the line is down.' } })
    expect(runtime.record('d').outputs['count']?.instead).toBe('fallback')
    runtime.run(['d'])
    await runtime.settled()
    expect([value('d'), value('e'), runtime.record('d').error]).toEqual([2, 20, undefined])
  })

  test('its sentence is an output: what is wired to it runs, the rest is blocked and keeps what it showed', async () => {
    const { set, state, value, world, runtime } = bench()
    const graph = (count: number): Record<string, NodeSketch> => ({
      ...flow(count),
      said: { kind: 'join', inputs: { a: 'n.count', words: ['d.error'] } },
    })
    await set(graph(1))
    expect([value('said', 'words'), runtime.record('d').handled]).toEqual(['1 none', undefined])
    world.failures = 1
    await set(graph(2))
    expect([state('d'), state('e'), value('e'), state('said')]).toEqual(['error', 'blocked: d', 20, 'fresh'])
    expect(value('said', 'words')).toBe('2 none d failed: the line is down.')
    expect(runtime.record('d').handled).toBe(true)
    expect(runtime.provenance('d', 'error')?.type).toBe('Words')
  })
})
