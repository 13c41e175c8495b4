/* Every shown value says where it comes from, and why it was computed. */
import { expect, test } from 'vitest'
import { z } from '../zod'
import { Count, Engine, Words, graphOf, handClock, lookup, plainKind } from '../testing'
import { Runtime } from './runtime'

function bench() {
  const clock = handClock()
  const open = plainKind({
    kind: 'open',
    inputs: {},
    outputs: { engine: Engine.output('') },
    params: z.object({}),
    compute: () => ({ engine: { name: 'tiny' } }),
  })
  const say = plainKind({
    kind: 'say',
    version: 3,
    random: true,
    inputs: { engine: Engine.input(''), of: Count.input('').many() },
    outputs: { words: Words.output('') },
    params: z.object({ heat: z.number().default(1), to: z.string().default('') }),
    compute: ({ of }, { heat }, ctx) => {
      clock.advance(12)
      return { words: `${of.join(' ')} ${heat} ${ctx.random() < 2}` }
    },
  })
  const number = plainKind({
    kind: 'number',
    inputs: {},
    outputs: { count: Count.output('') },
    params: z.object({ value: z.number() }),
    compute: (_, { value }) => ({ count: value }),
  })
  const runtime = new Runtime({ kinds: lookup([open, say, number]), services: {}, clock, calendar: () => 1_790_000_000_000 })
  const set = async (value: number, heat = 1, mode: 'auto' | 'manual' = 'auto') => {
    const graph = graphOf({
      m: { kind: 'open' },
      a: { kind: 'number', params: { value } },
      b: { kind: 'number', params: { value: 8 } },
      s: { kind: 'say', params: { heat }, inputs: { engine: 'm.engine', of: ['a.count', 'b.count'] }, settings: { mode } },
    })
    runtime.setGraph(graph, 5)
    runtime.observe(['s'])
    await runtime.settled()
  }
  return { runtime, set }
}

test('node, port, key, inputs with their hashes, params, model, backend, seed, duration and date', async () => {
  const { runtime, set } = bench()
  await set(1)
  const hash = (id: string, port: string) => runtime.record(id).outputs[port]?.hash
  expect(runtime.provenance('s', 'words')).toEqual({
    node: 's',
    kind: 'say@3',
    port: 'words',
    type: 'Words',
    hash: hash('s', 'words'),
    key: runtime.record('s').key,
    inputs: [
      { port: 'engine', from: 'm.engine', hash: hash('m', 'engine') },
      { port: 'of', from: 'a.count', hash: hash('a', 'count') },
      { port: 'of', from: 'b.count', hash: hash('b', 'count') },
    ],
    params: { heat: 1, to: '' },
    facts: { model: 'tiny', digest: 'digest of tiny', backend: 'by hand' },
    seed: runtime.record('s').seed,
    ms: 12,
    when: 1_790_000_000_000,
    from: 'run',
    current: true,
  })
  expect(runtime.provenance('s', 'nothing')).toBeNull()
  expect(runtime.provenance('nobody', 'words')).toBeNull()
})

test('why it ran, and why it is stale, by the parts of the key that changed', async () => {
  const { runtime, set } = bench()
  await set(1)
  expect(runtime.keyChanges('s'), 'nothing ran before').toBeNull()
  await set(2, 0.5)
  const changes = runtime.keyChanges('s')
  expect(changes?.map(({ part }) => part)).toEqual(['heat', 'a.count, b.count'])
  expect(changes?.[0]).toEqual({ part: 'heat', before: '1', now: '0.5' })
  expect(changes?.[1]?.before).toMatch(/^[0-9a-f]{8} [0-9a-f]{8}$/)
  await set(2, 0.25, 'manual')
  expect(runtime.record('s').state).toBe('stale')
  expect(runtime.keyChanges('s')).toEqual([{ part: 'heat', before: '0.5', now: '0.25' }])
  expect(runtime.provenance('s', 'words')).toMatchObject({ current: false, params: { heat: 0.5 } })
  await set(2, 0.5)
  expect(runtime.provenance('s', 'words')).toMatchObject({ current: true, params: { heat: 0.5 } })
})
