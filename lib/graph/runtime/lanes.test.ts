/* Who computes beside whom, and who comes first. */
import { describe, expect, test } from 'vitest'
import { nextTurn } from '../breathe'
import { z } from '../zod'
import { Count, Engine, Words, graphOf, handClock, lookup, plainKind, type NodeSketch } from '../testing'
import { Runtime } from './runtime'

/** Jobs end by hand, so that their order is seen. */
function bench() {
  const clock = handClock()
  const jobs: { readonly name: string; end(): void }[] = []
  const begun: string[] = []
  const open = plainKind({
    kind: 'open',
    inputs: {},
    outputs: { engine: Engine.output('') },
    params: z.object({ name: z.string() }),
    compute: (_, { name }) => ({ engine: { name } }),
  })
  const job = (name: string): Promise<void> =>
    new Promise((resolve) => {
      begun.push(name)
      jobs.push({ name, end: resolve })
    })
  const pass = plainKind({
    kind: 'pass',
    inputs: { engine: Engine.input('') },
    outputs: { words: Words.output('') },
    params: z.object({ name: z.string() }),
    compute: async (_, { name }) => {
      await job(name)
      return { words: name }
    },
  })
  const talk = plainKind({
    kind: 'talk',
    inputs: { engine: Engine.input('') },
    outputs: { words: Words.output('').stream() },
    params: z.object({ name: z.string() }),
    compute: async (_, { name }) => {
      await job(name)
      return { words: name }
    },
  })
  const work = plainKind({
    kind: 'work',
    inputs: {},
    outputs: { count: Count.output('') },
    params: z.object({ name: z.string(), ms: z.number().default(0) }),
    cost: ({ ms }) => ms,
    compute: async (_, { name }) => {
      await job(name)
      return { count: 0 }
    },
  })
  const fetch = plainKind({
    kind: 'fetch',
    lane: 'network',
    inputs: {},
    outputs: { count: Count.output('') },
    params: z.object({ name: z.string() }),
    compute: async (_, { name }) => {
      await job(name)
      return { count: 0 }
    },
  })
  const runtime = new Runtime({ kinds: lookup([open, pass, talk, work, fetch]), services: {}, clock })
  const settle = async () => {
    for (let turn = 0; turn < 12; turn++) await nextTurn()
  }
  const set = async (sketches: Record<string, NodeSketch>) => {
    runtime.setGraph(graphOf(sketches), 0)
    runtime.observe(Object.keys(sketches))
    await settle()
  }
  const end = async (name: string) => {
    jobs.find((one) => one.name === name)?.end()
    await settle()
  }
  return { runtime, clock, begun, set, end, settle }
}

const nodes = (kind: string, names: readonly string[], more: Partial<NodeSketch> = {}): Record<string, NodeSketch> =>
  Object.fromEntries(names.map((name) => [name, { kind, ...more, params: { name, ...more.params } }]))

describe('lanes', () => {
  test('a model does one short thing at a time; two models do two', async () => {
    const { set, begun, end } = bench()
    await set({
      a: { kind: 'open', params: { name: 'A' } },
      b: { kind: 'open', params: { name: 'B' } },
      ...nodes('pass', ['a1', 'a2', 'a3'], { inputs: { engine: 'a.engine' } }),
      ...nodes('pass', ['b1', 'b2'], { inputs: { engine: 'b.engine' } }),
    })
    expect(begun).toEqual(['a1', 'b1'])
    await end('a1')
    expect(begun).toEqual(['a1', 'b1', 'a2'])
    await end('b1')
    await end('a2')
    expect(begun).toEqual(['a1', 'b1', 'a2', 'b2', 'a3'])
  })

  test('a long run of a model lets short ones pass, and no second long one', async () => {
    const { set, begun, end } = bench()
    const talks = { a: { kind: 'open', params: { name: 'A' } }, ...nodes('talk', ['t1', 't2'], { inputs: { engine: 'a.engine' } }) }
    await set(talks)
    expect(begun).toEqual(['t1'])
    await set({ ...talks, ...nodes('pass', ['p'], { inputs: { engine: 'a.engine' } }) })
    expect(begun).toEqual(['t1', 'p'])
    await end('p')
    await end('t1')
    expect(begun).toEqual(['t1', 'p', 't2'])
  })

  test('the network takes a bounded number, and no part of the processor', async () => {
    const { set, begun } = bench()
    await set({ ...nodes('fetch', ['f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7', 'f8']), ...nodes('work', ['w']) })
    expect(begun).toEqual(['f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'w'])
  })
})

describe('priority', () => {
  test('selected, visible, cheap, rest', async () => {
    const { runtime, begun, end, settle } = bench()
    const graph = graphOf({
      ...nodes('work', ['first', 'second', 'third', 'fourth']),
      ...nodes('work', ['rest'], { params: { ms: 400 } }),
      ...nodes('work', ['visible', 'selected']),
      ...nodes('work', ['long'], { params: { ms: 900 } }),
    })
    runtime.setGraph(graph, 0)
    runtime.run(['first', 'second', 'third', 'fourth', 'rest'])
    await settle()
    runtime.prioritise(['selected'])
    runtime.observe(['long', 'visible', 'selected'])
    await settle()
    expect(begun).toEqual(['first', 'second', 'third', 'fourth'])
    for (const name of ['first', 'second', 'third', 'fourth', 'selected', 'visible', 'rest']) await end(name)
    expect(begun.slice(4)).toEqual(['selected', 'visible', 'rest', 'long'])
  })

  test('who waits moves up when the viewer turns to it', async () => {
    const { runtime, set, begun, end } = bench()
    await set(nodes('work', ['w1', 'w2', 'w3', 'w4', 'w5', 'w6', 'w7']))
    expect(begun.length).toBe(4)
    runtime.prioritise(['w7'])
    await end('w1')
    await end('w2')
    expect(begun.slice(4)).toEqual(['w7', 'w5'])
  })

  test('what is selected does not wait for short ones', async () => {
    const { runtime, set, begun } = bench()
    runtime.prioritise(['long'])
    await set({ ...nodes('work', ['w1', 'w2']), ...nodes('work', ['long'], { params: { ms: 900 } }) })
    expect(begun).toContain('long')
  })
})
