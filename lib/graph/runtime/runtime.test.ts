import { describe, expect, test } from 'vitest'
import { z } from '../zod'
import type { NodeKind } from '../define-node'
import { Count, graphOf, lookup, plainKind, type NodeSketch } from '../testing'
import { Runtime } from './runtime'

/** Kinds that count how often they ran. */
function bench() {
  const ran: string[] = []
  const number = plainKind({
    kind: 'number',
    inputs: {},
    outputs: { count: Count.output('') },
    params: z.object({ value: z.number().default(0) }),
    compute: (_, { value }) => {
      ran.push(`number ${value}`)
      return { count: value }
    },
  })
  const add = plainKind({
    kind: 'add',
    inputs: { a: Count.input(''), b: Count.input('').optional() },
    outputs: { count: Count.output('') },
    params: z.object({ more: z.number().max(100).default(0) }),
    compute: ({ a, b }, { more }) => {
      ran.push(`add ${a} ${b ?? '-'} ${more}`)
      return { count: a + (b ?? 0) + more }
    },
  })
  const sign = plainKind({
    kind: 'sign',
    inputs: { a: Count.input('') },
    outputs: { count: Count.output('') },
    params: z.object({}),
    compute: ({ a }) => {
      ran.push(`sign ${a}`)
      return { count: Math.sign(a) }
    },
  })
  const picky = plainKind({
    kind: 'picky',
    inputs: { a: Count.input('') },
    outputs: { count: Count.output('') },
    params: z.object({}),
    compute: ({ a }) => {
      ran.push(`picky ${a}`)
      if (a < 0) throw new Error('below zero')
      return { count: a }
    },
  })
  const kinds: NodeKind[] = [number, add, sign, picky]
  const runtime = new Runtime({ kinds: lookup(kinds), services: {} })
  const set = (sketches: Record<string, NodeSketch>, seed = 0) => runtime.setGraph(graphOf(sketches), seed)
  const value = (id: string) => runtime.record(id).outputs['count']?.value
  const state = (id: string) => {
    const { state, reason } = runtime.record(id)
    return reason === undefined ? state : `${state}: ${reason}`
  }
  return { ran, runtime, set, value, state, kinds }
}

const chain = (value: number, more = 0): Record<string, NodeSketch> => ({
  n: { kind: 'number', params: { value } },
  s: { kind: 'sign', inputs: { a: 'n.count' } },
  t: { kind: 'add', inputs: { a: 's.count' }, params: { more } },
})

describe('demand', () => {
  test('only what is observed, and what it depends on, is computed', async () => {
    const { runtime, set, ran, state, value } = bench()
    set({ ...chain(5), other: { kind: 'number', params: { value: 9 } } })
    await runtime.settled()
    expect(ran).toEqual([])
    expect(state('n')).toBe('stale: not run yet')
    runtime.observe(['s'])
    expect(state('s')).toBe('queued')
    await runtime.settled()
    expect(ran).toEqual(['number 5', 'sign 5'])
    expect([state('n'), state('s'), state('t'), state('other')]).toEqual(['fresh', 'fresh', 'stale: not run yet', 'stale: not run yet'])
    expect(value('s')).toBe(1)
  })

  test('run computes what nobody looks at, once', async () => {
    const { runtime, set, value, state } = bench()
    set(chain(5))
    runtime.run(['t'])
    await runtime.settled()
    expect(value('t')).toBe(1)
    set(chain(-5))
    await runtime.settled()
    expect(state('t')).toBe('stale: n.value')
    expect(value('t')).toBe(1)
  })
})

describe('invalidation', () => {
  test('descendants are stale at once, with the reason; a param of their own is named alone', async () => {
    const { runtime, set, state, value } = bench()
    set(chain(5))
    runtime.observe(['t'])
    await runtime.settled()
    set(chain(6))
    expect([state('n'), state('s'), state('t')]).toEqual(['stale: value', 'stale: n.value', 'stale: n.value'])
    expect(value('t')).toBe(1)
    await runtime.settled()
    set(chain(6, 2))
    expect([state('n'), state('s'), state('t')]).toEqual(['fresh', 'fresh', 'stale: more'])
  })

  test('early cut-off: an equal result leaves descendants fresh without running', async () => {
    const { runtime, set, ran, state } = bench()
    set(chain(5))
    runtime.observe(['t'])
    await runtime.settled()
    ran.length = 0
    set(chain(7))
    await runtime.settled()
    expect(ran).toEqual(['number 7', 'sign 7'])
    expect(state('t')).toBe('fresh')
  })

  test('why names the parts of the key that changed', async () => {
    const { runtime, set } = bench()
    set(chain(5))
    runtime.observe(['t'])
    await runtime.settled()
    expect(runtime.record('t').why).toBeUndefined()
    set(chain(-5, 3))
    await runtime.settled()
    expect(runtime.record('n').why).toEqual(['value'])
    expect(runtime.record('s').why).toEqual(['n.count'])
    expect(runtime.record('t').why).toEqual(['more', 's.count'])
  })

  test('an earlier state is found in the memo', async () => {
    const { runtime, set, ran, value } = bench()
    set(chain(5))
    runtime.observe(['t'])
    await runtime.settled()
    set(chain(-5))
    await runtime.settled()
    ran.length = 0
    set(chain(5))
    await runtime.settled()
    expect(ran).toEqual([])
    expect(value('t')).toBe(1)
    expect(runtime.record('n').fromMemo).toBe(true)
  })

  test('records are the same objects until something changes', async () => {
    const { runtime, set } = bench()
    set(chain(5))
    runtime.observe(['t'])
    await runtime.settled()
    const before = runtime.record('s')
    expect(runtime.record('s')).toBe(before)
    set(chain(5, 1))
    await runtime.settled()
    expect(runtime.record('s')).toBe(before)
  })
})
