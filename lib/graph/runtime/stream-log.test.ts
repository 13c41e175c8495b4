/* The log of what a run streamed: every event can be gone back to. */
import { expect, test } from 'vitest'
import { z } from '../zod'
import { Block, Words, graphOf, handClock, lookup, plainKind } from '../testing'
import { Runtime } from './runtime'
import { StreamLog } from './stream-log'

test('deltas where the value grew, whole values else; any event can be seen again', () => {
  const log = new StreamLog()
  const said = Array.from({ length: 200 }, (_, i) => 'abcdefgh'.repeat(26).slice(0, i + 1))
  said.forEach((value, i) => log.push('words', { type: Words, value }, i * 10))
  log.push('words', { type: Words, value: 'corrected' }, 2000)
  log.push('words', { type: Words, value: 'corrected' }, 2001, true)
  const events = log.events()
  expect(events.length).toBe(202)
  expect(events.filter((event) => event.delta === undefined).map((event) => event.sequence)).toEqual([0, 65, 130, 195, 200, 201])
  expect(events[1]).toEqual({ sequence: 1, ms: 10, port: 'words', delta: 'b' })
  expect(events.at(-1)).toEqual({ sequence: 201, ms: 2001, port: 'words', final: true })
  for (const [i, value] of said.entries()) expect(log.at(i)['words']?.value).toBe(value)
  expect(log.at(200)['words']?.value).toBe('corrected')
})

test('is bounded: large snapshots are thinned, first and last stay', () => {
  const log = new StreamLog()
  for (let i = 0; i < 400; i++) log.push('block', { type: Block, value: new Float32Array(25_000).fill(i) }, i)
  const kept = log.events().map((event) => event.sequence)
  expect(kept.length).toBeLessThan(90)
  expect([kept[0], kept.at(-1)]).toEqual([0, 399])
  const first = (sequence: number) => (log.at(sequence)['block']?.value as Float32Array | undefined)?.[0]
  expect([first(0), first(399)]).toEqual([0, 399])
  expect(first(200)).toBeLessThanOrEqual(200)
})

test('a run is replayed from its record, and nothing below takes notice', async () => {
  const clock = handClock()
  const copied: string[] = []
  const spell = plainKind({
    kind: 'spell',
    inputs: {},
    outputs: { words: Words.output('').stream() },
    params: z.object({ value: z.string() }),
    async compute(_, { value }, ctx) {
      for (let i = 1; i < value.length; i++) {
        clock.advance(5)
        ctx.emit({ words: value.slice(0, i) })
        await ctx.breathe()
      }
      return { words: value }
    },
  })
  const copy = plainKind({
    kind: 'copy',
    inputs: { words: Words.input('') },
    outputs: { words: Words.output('') },
    params: z.object({}),
    compute: ({ words }) => {
      copied.push(words)
      return { words }
    },
  })
  const runtime = new Runtime({ kinds: lookup([spell, copy]), services: {}, clock })
  runtime.setGraph(graphOf({ s: { kind: 'spell', params: { value: 'once' } }, c: { kind: 'copy', inputs: { words: 's.words' } } }), 0)
  runtime.observe(['c'])
  await runtime.settled()
  expect(runtime.events('s').map(({ ms, delta, final }) => [ms, delta ?? null, final ?? false])).toEqual([
    [5, null, false],
    [10, 'n', false],
    [15, 'c', false],
    [15, null, true],
  ])
  expect([0, 1, 2, 3].map((n) => runtime.replay('s', n)?.outputs['words']?.value)).toEqual(['o', 'on', 'onc', 'once'])
  expect(runtime.replay('s', 1)).toMatchObject({ partial: true })
  expect([runtime.record('s').outputs['words']?.value, copied]).toEqual(['once', ['once']])
  expect([runtime.events('c'), runtime.replay('c', 0), runtime.events('nobody')]).toEqual([[], null, []])
})
