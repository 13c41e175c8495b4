import { describe, expect, test } from 'vitest'
import { canConnect, pathBetween } from './connect'
import { oneOf } from './one-of'
import { portsAsWritten } from './ports'
import { Anything, Block, Count, Words, graphOf, lookup, plainKind, wire } from './testing'
import { z } from './zod'

const made = (kind: string, inputs: object, outputs: object, params = z.object({})) =>
  plainKind({ kind, inputs: inputs as {}, outputs: outputs as {}, params, compute: () => ({}) as never })
const several = oneOf(Words, Block)
const kinds = lookup([
  made('number', {}, { count: Count.output('') }, z.object({ value: z.number().default(0) })),
  made(
    'speak',
    { words: Words.input(''), more: Words.input('').many() },
    { words: Words.output('') },
    z.object({ times: z.int().default(1) }),
  ),
  made('weigh', { block: Block.input('') }, { count: Count.output('') }),
  made('fill', { count: Count.input('') }, { block: Block.output('') }),
  made('look', { of: Anything.input('') }, {}),
  made('round', { of: Anything.input('') }, { value: Anything.output('') }),
  made('halve', { of: several.input('') }, { value: several.output('') }),
])
const graph = graphOf({
  n: { kind: 'number' },
  a: { kind: 'speak', inputs: { words: 'n.count' } },
  b: { kind: 'speak', inputs: { words: 'a.words' } },
  f: { kind: 'fill', inputs: { count: 'n.count' } },
  w: { kind: 'weigh' },
  l: { kind: 'look' },
  r: { kind: 'round', inputs: { of: 'f.block' } },
  rr: { kind: 'round', inputs: { of: 'r.value' } },
  bare: { kind: 'round' },
  h: { kind: 'halve', inputs: { of: 'n.count' } },
  open: { kind: 'halve' },
  odd: { kind: 'unheard-of' },
})
const ask = (from: string, to: string) =>
  canConnect({
    graph,
    ports: (id) => {
      const kind = kinds(graph.get(id)?.kind ?? '')
      return kind ? portsAsWritten(kind, {}) : null
    },
    params: (id) => Object.keys(kinds(graph.get(id)?.kind ?? '')?.params.shape ?? {}),
    converters: [{ from: 'count', to: 'block', kind: 'fill', input: 'count', output: 'block' }],
    from: wire(from),
    to: wire(to),
  })

describe('canConnect', () => {
  test('equal types, wider types and ports of any type take the wire', () => {
    expect(ask('n.count', 'f.count')).toEqual({ ok: false, message: 'n.count already feeds f.count.' })
    expect(ask('n.count', 'b.words')).toEqual({ ok: true })
    expect(ask('f.block', 'l.of')).toEqual({ ok: true })
    expect(ask('a.words', 'b.more')).toEqual({ ok: true })
  })
  test('other types are refused, with the converter where there is one', () => {
    expect(ask('n.count', 'w.block')).toEqual({
      ok: false,
      message: 'block takes a Block; count is Count. Fill turns one into the other.',
      fix: { title: 'Fill', kind: 'fill', input: 'count', output: 'block' },
    })
    expect(ask('f.block', 'b.words')).toEqual({ ok: false, message: 'words takes Words; block is Block.' })
  })
  test('an output of several types has the type of what is wired into its node', () => {
    expect(ask('rr.value', 'w.block')).toEqual({ ok: true })
    expect(ask('rr.value', 'b.words')).toMatchObject({ message: 'words takes Words; value is Block.' })
    expect(ask('rr.value', 'a.times')).toMatchObject({ ok: false })
    expect(ask('bare.value', 'b.words')).toEqual({ ok: true })
    // A count is taken as words there, since it widens to them.
    expect(ask('h.value', 'b.words')).toEqual({ ok: true })
    expect(ask('h.value', 'w.block')).toMatchObject({ message: 'block takes a Block; value is Words.' })
    expect(ask('open.value', 'f.count')).toMatchObject({ ok: false })
    expect(ask('open.value', 'w.block')).toEqual({ ok: true })
  })
  test('params take what can set a param', () => {
    expect(ask('n.count', 'a.times')).toEqual({ ok: true })
    expect(ask('f.block', 'a.times')).toMatchObject({ message: 'times is a param, set by a number, text or data; block is Block.' })
    expect(ask('n.count', 'a.tims')).toMatchObject({ message: 'a has no input or param tims.' })
  })
  test('no wire may close a circle', () => {
    expect(ask('b.words', 'a.more')).toEqual({
      ok: false,
      message: 'a already feeds b. A wire back would close a circle.',
      wrap: ['a', 'b'],
    })
    expect(ask('a.words', 'a.more')).toEqual({ ok: false, message: 'a cannot feed itself.', wrap: ['a'] })
    expect(pathBetween(graph, 'n', 'b')).toEqual(['n', 'a', 'b'])
    expect(pathBetween(graph, 'b', 'n')).toBeNull()
  })
  test('nothing is known of unknown kinds and ports', () => {
    expect(ask('odd.x', 'a.words')).toMatchObject({ ok: false, message: 'odd has no output x.' })
    expect(ask('n.count', 'odd.x')).toMatchObject({ ok: false, message: 'The kind of odd is not known, so nothing can be wired to it.' })
  })
})
