/* Errors stay local: mistakes in the file, failures of kinds, cycles, missing wires, and what they do to the rest. */
import { describe, expect, test } from 'vitest'
import { z } from '../zod'
import { Block, Count, Words, graphOf, lookup, plainKind, type NodeSketch } from '../testing'
import { Runtime } from './runtime'
import { findCycles } from './cycles'

function bench() {
  const ran: string[] = []
  let broken = true
  const number = plainKind({
    kind: 'number',
    inputs: {},
    outputs: { count: Count.output('') },
    params: z.object({ value: z.number().max(100).default(0) }),
    compute: (_, { value }) => {
      ran.push('number')
      return { count: value }
    },
  })
  const root = plainKind({
    kind: 'root',
    inputs: { a: Count.input('') },
    outputs: { count: Count.output('') },
    params: z.object({ scale: z.number().default(1), loud: z.boolean().default(false) }),
    compute: ({ a }, { scale }) => {
      ran.push('root')
      if (a < 0) throw new Error(`no root of ${a}`)
      return { count: Math.sqrt(a) * scale }
    },
  })
  const sum = plainKind({
    kind: 'sum',
    inputs: { of: Count.input('').many() },
    outputs: { count: Count.output('') },
    params: z.object({}),
    compute: ({ of }) => ({ count: of.reduce((a, b) => a + b, 0) }),
  })
  const speak = plainKind({
    kind: 'speak',
    inputs: { words: Words.input('') },
    outputs: { words: Words.output(''), block: Block.output('') },
    params: z.object({}),
    compute: ({ words }) => ({ words, block: new Float32Array(1) }),
  })
  const flaky = plainKind({
    kind: 'flaky',
    inputs: {},
    outputs: { count: Count.output('') },
    params: z.object({}),
    compute: () => {
      ran.push('flaky')
      if (broken) throw new Error('no answer')
      return { count: 1 }
    },
  })
  const draw = plainKind({
    kind: 'draw',
    random: true,
    inputs: {},
    outputs: { count: Count.output('') },
    params: z.object({}),
    compute: (_, __, ctx) => ({ count: ctx.random() }),
  })
  const ask = plainKind({
    kind: 'ask',
    readsViewer: true,
    inputs: {},
    outputs: { words: Words.output('') },
    params: z.object({}),
    compute: (_, __, ctx) => ({ words: String(ctx.viewerInput ?? 'nothing yet') }),
  })
  const runtime = new Runtime({ kinds: lookup([number, root, sum, speak, flaky, draw, ask]), services: {} })
  return {
    ran,
    runtime,
    mend: () => void (broken = false),
    async show(sketches: Record<string, NodeSketch>, seed = 0, faults = {}) {
      runtime.setGraph(graphOf(sketches), seed, faults)
      runtime.observe(Object.keys(sketches))
      await runtime.settled()
    },
    value: (id: string) => Object.values(runtime.record(id).outputs)[0]?.value,
    state: (id: string) => {
      const { state, reason } = runtime.record(id)
      return reason === undefined ? state : `${state}: ${reason}`
    },
    error: (id: string) => {
      const { error } = runtime.record(id)
      return error ? [error.code, error.port, error.message, error.hint].filter(Boolean).join(' | ') : undefined
    },
  }
}

const two = (value: number): Record<string, NodeSketch> => ({
  n: { kind: 'number', params: { value } },
  r: { kind: 'root', inputs: { a: 'n.count' } },
  s: { kind: 'sum', inputs: { of: ['r.count', 'n.count'] } },
  t: { kind: 'sum', inputs: { of: 's.count' } },
  other: { kind: 'sum', inputs: { of: ['n.count', 'n.count'] } },
})

describe('failures of kinds', () => {
  test('are a sentence on the node; descendants are blocked by it and keep their last value; other branches go on', async () => {
    const { show, state, value, error } = bench()
    await show(two(9))
    expect([value('r'), value('t')]).toEqual([3, 12])
    await show(two(-4))
    expect(error('r')).toBe('internal | r failed: no root of -4.')
    expect([state('r'), state('s'), state('t')]).toEqual(['error', 'blocked: r', 'blocked: r'])
    expect([value('r'), value('t')]).toEqual([3, 12])
    expect([state('other'), value('other')]).toEqual(['fresh', -8])
    await show(two(16))
    expect([state('t'), value('t')]).toEqual(['fresh', 20])
  })

  test('are not tried again with the same key unless asked', async () => {
    const { show, runtime, ran, mend, state } = bench()
    const graph = { f: { kind: 'flaky' }, s: { kind: 'sum', inputs: { of: 'f.count' } } }
    await show(graph)
    await show({ ...graph, n: { kind: 'number' } })
    expect(ran.filter((one) => one === 'flaky').length).toBe(1)
    mend()
    runtime.run()
    await runtime.settled()
    expect([state('f'), state('s')]).toEqual(['fresh', 'fresh'])
  })

  test('both nodes that share a failing run show it', async () => {
    const { show, state, ran } = bench()
    await show({ a: { kind: 'flaky' }, b: { kind: 'flaky' } })
    expect([state('a'), state('b'), ran.length]).toEqual(['error', 'error', 1])
  })
})

describe('mistakes in the graph', () => {
  test('a missing input leaves the node empty, says which, and blocks what hangs on it', async () => {
    const { show, state } = bench()
    await show({ r: { kind: 'root' }, s: { kind: 'sum', inputs: { of: 'r.count' } }, none: { kind: 'sum' } })
    expect([state('r'), state('s'), state('none')]).toEqual(['empty: needs a', 'blocked: r', 'fresh'])
  })

  test('unknown kinds, params, ports, nodes and outputs', async () => {
    const { show, error, state } = bench()
    await show({
      number: { kind: 'number' },
      odd: { kind: 'nmber' },
      high: { kind: 'number', params: { value: 101 } },
      misspelt: { kind: 'number', params: { valu: 1 } },
      port: { kind: 'root', inputs: { a: 'number.count', b: 'number.count' } },
      twice: { kind: 'root', inputs: { a: ['number.count', 'number.count'] } },
      nowhere: { kind: 'root', inputs: { a: 'numbr.count' } },
      output: { kind: 'root', inputs: { a: 'number.cnt' } },
      param: { kind: 'root', inputs: { a: 'number.count' }, paramWires: { scales: 'number.count' } },
      type: { kind: 'root', inputs: { a: 'said.words' } },
      said: { kind: 'speak', inputs: { words: 'number.count' } },
    })
    expect(error('odd')).toMatch(/^unknown-kind \| odd is of kind nmber, which this version does not know\./)
    expect(error('high')).toBe('bad-param | value | value should be at most 100, got 101.')
    expect(error('misspelt')).toBe('unknown-param | valu | misspelt has no param valu. | Close to it: value.')
    expect(error('port')).toBe('unknown-port | b | port has no input b. | Its inputs: a.')
    expect(error('twice')).toBe('too-many-wires | a | twice.a takes one wire, got 2. | Keep one of them.')
    expect(error('nowhere')).toBe(
      'wire-to-nowhere | a | nowhere.a is wired to numbr.count, but there is no node numbr. | Close to it: number.',
    )
    expect(error('output')).toBe('wire-to-nowhere | a | output.a is wired to number.cnt, which does not exist. | Its outputs: count.')
    expect(error('param')).toBe('unknown-param | scales | param has no param scales. | Close to it: scale.')
    expect(error('type')).toBe('wrong-type | a | type.a takes a Count, got Words.')
    expect([state('number'), state('said')]).toEqual(['fresh', 'fresh'])
  })

  test('a node given as broken shows its error and asks for nothing', async () => {
    const { runtime, ran, error, state } = bench()
    const broken = { r: { code: 'bad-yaml', message: 'Line 4: a value is missing.' } }
    runtime.setGraph(graphOf(two(9)), 0, broken)
    runtime.observe(['r', 't'])
    await runtime.settled()
    expect(error('r')).toBe('bad-yaml | Line 4: a value is missing.')
    expect(state('t')).toBe('blocked: r')
    runtime.setGraph(graphOf(two(9)), 0)
    await runtime.settled()
    expect([state('r'), state('t')]).toEqual(['fresh', 'fresh'])
    expect(ran).toEqual(['number', 'root'])
  })

  test('nodes in a cycle say so, nodes below are blocked, others go on, and cutting it mends all', async () => {
    const { show, error, state, value } = bench()
    const ring = (cut: boolean): Record<string, NodeSketch> => ({
      a: { kind: 'sum', inputs: { of: cut ? ['n.count'] : ['n.count', 'c.count'] } },
      b: { kind: 'sum', inputs: { of: 'a.count' } },
      c: { kind: 'sum', inputs: { of: 'b.count' } },
      below: { kind: 'sum', inputs: { of: 'c.count' } },
      n: { kind: 'number', params: { value: 2 } },
      self: { kind: 'sum', inputs: { of: 'self.count' } },
    })
    await show(ring(false))
    expect(error('b')).toBe('cycle | a, b and c feed each other: a → b → c → a. | Cut one of these wires.')
    expect(error('self')).toBe('cycle | self feeds itself. | Cut one of these wires.')
    expect([state('below'), value('n')]).toEqual([expect.stringMatching(/^blocked: [abc]$/), 2])
    await show(ring(true))
    expect([value('c'), value('below'), state('self')]).toEqual([2, 2, 'error'])
  })

  test('a source that goes away is named; when it comes back all is well', async () => {
    const { show, error, value, state } = bench()
    const whole = two(9)
    await show(whole)
    await show(Object.fromEntries(Object.entries(whole).filter(([id]) => id !== 'r')))
    expect(error('s')).toMatch(/there is no node r\./)
    expect([state('t'), value('t')]).toEqual(['blocked: s', 12])
    await show(whole)
    expect([state('t'), value('t')]).toEqual(['fresh', 12])
  })
})

describe('outputs that are made only sometimes', () => {
  test('leave those who need them empty, and those who can do without at work', async () => {
    const rule = plainKind({
      kind: 'rule',
      inputs: { a: Count.input('').optional() },
      outputs: { words: Words.output(''), count: Count.output('').optional() },
      params: z.object({}),
      compute: ({ a }) => ({ words: 'the rule', ...(a === undefined ? {} : { count: a }) }),
    })
    const most = plainKind({
      kind: 'most',
      inputs: { of: Count.input('').many() },
      outputs: { count: Count.output('') },
      params: z.object({ least: z.number().default(0) }),
      compute: ({ of }, { least }) => ({ count: Math.max(least, ...of) }),
    })
    const one = plainKind({
      kind: 'one',
      inputs: { of: Count.input('') },
      outputs: { count: Count.output('') },
      params: z.object({}),
      compute: ({ of }) => ({ count: of }),
    })
    const runtime = new Runtime({ kinds: lookup([rule, most, one]), services: {} })
    const graph = (more: Record<string, NodeSketch>) =>
      graphOf({
        r: { kind: 'rule' },
        m: { kind: 'most', params: { least: 2 }, inputs: { of: 'r.count' } },
        o: { kind: 'one', inputs: { of: 'r.count' } },
        p: { kind: 'most', paramWires: { least: 'r.count' } },
        ...more,
      })
    runtime.setGraph(graph({}), 0)
    runtime.observe(['m', 'o', 'p'])
    await runtime.settled()
    const state = (id: string) => [runtime.record(id).state, runtime.record(id).reason]
    expect(state('r')).toEqual(['fresh', undefined])
    expect(runtime.record('m').outputs['count']?.value).toBe(2)
    expect(state('o')).toEqual(['empty', 'needs r.count, which was not made'])
    expect(state('p')).toEqual(['empty', 'needs r.count, which was not made'])
    runtime.setGraph(graph({ r: { kind: 'rule', inputs: { a: 'k.count' } }, k: { kind: 'most', params: { least: 7 } } }), 0)
    await runtime.settled()
    expect(['m', 'o', 'p'].map((id) => runtime.record(id).outputs['count']?.value)).toEqual([7, 7, 7])
  })
})

describe('wired params', () => {
  const wired = (value: number): Record<string, NodeSketch> => ({
    n: { kind: 'number', params: { value: 9 } },
    k: { kind: 'number', params: { value } },
    r: { kind: 'root', inputs: { a: 'n.count' }, paramWires: { scale: 'k.count' } },
  })
  test('take the value that comes along the wire, and are part of the key', async () => {
    const { show, value, runtime } = bench()
    await show(wired(2))
    expect([value('r'), runtime.record('r').params['scale']]).toEqual([6, 2])
    await show(wired(5))
    expect(value('r')).toBe(15)
    expect(runtime.record('r').why).toEqual(['scale'])
  })
  test('a number drives a switch; what cannot set a param is refused', async () => {
    const { show, runtime, error } = bench()
    await show({
      ...wired(1),
      loud: { kind: 'root', inputs: { a: 'n.count' }, paramWires: { loud: 'k.count' } },
      s: { kind: 'speak', inputs: { words: 'n.count' } },
      words: { kind: 'root', inputs: { a: 'n.count' }, paramWires: { scale: 's.words' } },
      block: { kind: 'root', inputs: { a: 'n.count' }, paramWires: { scale: 's.block' } },
    })
    expect(runtime.record('loud').params['loud']).toBe(true)
    expect(error('words')).toBe('bad-param | scale | scale should be a number, got “9”.')
    expect(error('block')).toBe(
      'wrong-type | scale | block.scale is wired to s.block, a Block, which cannot set a param. | Numbers, text and data can.',
    )
  })
})

describe('chance and viewers', () => {
  test('seeds come from the notebook and the node; the same file gives the same numbers', async () => {
    const draws = async (seed: number) => {
      const { show, value, runtime } = bench()
      await show({ a: { kind: 'draw' }, b: { kind: 'draw' } }, seed)
      return [value('a'), value('b'), runtime.record('a').seed]
    }
    const first = await draws(7)
    expect(await draws(7)).toEqual(first)
    expect(first[0]).not.toBe(first[1])
    expect((await draws(8))[0]).not.toBe(first[0])
  })

  test('another seed redraws only what draws', async () => {
    const { show, value, ran, runtime } = bench()
    await show({ a: { kind: 'draw' }, n: { kind: 'number' } }, 1)
    const before = value('a')
    await show({ a: { kind: 'draw' }, n: { kind: 'number' } }, 2)
    expect(value('a')).not.toBe(before)
    expect(ran).toEqual(['number'])
    expect(runtime.record('a').why).toEqual(['seed'])
  })

  test('what the viewer chose is read by kinds that ask, and only counts there', async () => {
    const { show, value, runtime } = bench()
    await show({ q: { kind: 'ask' }, n: { kind: 'number' } })
    expect(value('q')).toBe('nothing yet')
    runtime.setViewerInput('q', 2)
    runtime.setViewerInput('n', 2)
    await runtime.settled()
    expect([value('q'), runtime.record('n').state]).toEqual(['2', 'fresh'])
    runtime.setViewerInput('q', undefined)
    await runtime.settled()
    expect([value('q'), runtime.record('q').fromMemo]).toEqual(['nothing yet', true])
  })
})

describe('findCycles', () => {
  test('finds each node of each ring, also deep ones', () => {
    const feeds: Record<string, string[]> = { a: ['b'], b: ['c'], c: ['b', 'd'], d: [] }
    const found = findCycles(Object.keys(feeds), (id) => feeds[id] ?? [])
    expect([...found.keys()].sort()).toEqual(['b', 'c'])
    const deep = Array.from({ length: 20000 }, (_, i) => String(i))
    expect(findCycles(deep, (id) => (Number(id) < 19999 ? [String(Number(id) + 1)] : [])).size).toBe(0)
    expect(findCycles(deep, (id) => [String((Number(id) + 1) % 20000)]).size).toBe(20000)
  })
})
