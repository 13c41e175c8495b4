import { describe, expect, test } from 'vitest'
import { z } from './zod'
import { toNodeError } from './node-errors'
import { runNode } from './run-node'
import { Anything, Count, Words, plainKind } from './testing'

const repeat = plainKind({
  kind: 'repeat',
  inputs: { words: Words.input('what is said'), times: Count.input('how often').optional(), more: Words.input('what follows').many() },
  outputs: { words: Words.output('all of it'), length: Count.output('its length') },
  params: z.object({
    gap: z.string().default(' '),
    most: z.number().min(1).max(9).default(9),
    how: z.enum(['plain', 'loud']).default('plain'),
  }),
  compute({ words, times, more }, { gap, most, how }) {
    const all = [...Array.from({ length: Math.min(times ?? 1, most) }, () => words), ...more].join(gap)
    return { words: how === 'loud' ? all.toUpperCase() : all, length: all.length }
  },
})

const codeAndMessage = async (promise: Promise<unknown>) => {
  try {
    await promise
  } catch (thrown) {
    const { code, message } = toNodeError(thrown, 'repeat')
    return `${code}: ${message}`
  }
  return 'no error'
}

describe('runNode', () => {
  test('fills defaults, takes optional and many inputs', async () => {
    expect(await runNode(repeat, { inputs: { words: 'a', times: 2, more: ['b', 'c'] }, params: {} })).toEqual({
      words: 'a a b c',
      length: 7,
    })
    expect(await runNode(repeat, { inputs: { words: 'a', more: [] }, params: { how: 'loud' } })).toEqual({ words: 'A', length: 1 })
  })

  test('widens a value that comes with its type', async () => {
    const made = await runNode(repeat, { inputs: { words: { type: Count, value: 7 }, more: [] }, params: {} })
    expect(made.words).toBe('7')
  })

  test('says what is wrong with params', async () => {
    const run = (params: object) => codeAndMessage(runNode(repeat, { inputs: { words: 'a', more: [] }, params: params as never }))
    expect(await run({ most: 12 })).toBe('bad-param: most should be at most 9, got 12.')
    expect(await run({ most: 'x' })).toBe('bad-param: most should be a number, got “x”.')
    expect(await run({ how: 'quiet' })).toBe('bad-param: how should be one of plain or loud, got “quiet”.')
    expect(await run({ mots: 2 })).toBe('unknown-param: repeat has no param mots.')
  })

  test('says what is wrong at ports', async () => {
    const run = (inputs: object) => codeAndMessage(runNode(repeat, { inputs: inputs as never, params: {} }))
    expect(await run({})).toBe('missing-input: repeat needs words, Words.')
    expect(await run({ words: 3 })).toBe('wrong-value: repeat.words: expected text, got number.')
    expect(await run({ words: 'a', times: { type: Words, value: 'b' } })).toBe('wrong-type: repeat.times takes a Count, got Words.')
    expect(await run({ words: 'a', time: 2 })).toBe('unknown-port: repeat has no input time.')
  })

  test('says what is wrong with outputs', async () => {
    const made = (value: object) =>
      plainKind({ kind: 'odd', inputs: {}, outputs: { words: Words.output('') }, params: z.object({}), compute: () => value as never })
    const run = (value: object) => codeAndMessage(runNode(made(value), { inputs: {}, params: {} }))
    expect(await run({})).toBe('bad-output: odd returned no words, which is one of its outputs.')
    expect(await run({ words: 1 })).toBe('bad-output: odd made a wrong words: expected text, got number.')
    expect(await run({ words: 'a', b: 1 })).toBe('bad-output: odd returned b, which is none of its outputs.')
  })

  test('a port of any type is handed the value with its type', async () => {
    const name = plainKind({
      kind: 'name',
      inputs: { of: Anything.input('anything') },
      outputs: { words: Words.output('') },
      params: z.object({}),
      compute: ({ of }) => ({ words: `${(of as { type: { title: string } }).type.title} ${String((of as { value: unknown }).value)}` }),
    })
    expect(await runNode(name, { inputs: { of: { type: Count, value: 3 } }, params: {} })).toEqual({ words: 'Count 3' })
    expect(await codeAndMessage(runNode(name, { inputs: { of: 3 }, params: {} }))).toMatch(/takes any type/)
  })

  test('own ports are made from params and checked by name', async () => {
    const slots = plainKind({
      kind: 'slots',
      inputs: {},
      outputs: { words: Words.output('') },
      params: z.object({ names: z.array(z.string()).default([]) }),
      ports: ({ names }) => ({ inputs: Object.fromEntries(names.map((name) => [name, Words.input(name)])) }),
      compute: (inputs, { names }) => ({ words: names.map((name) => String(inputs[name])).join('-') }),
    })
    expect(await runNode(slots, { inputs: { a: 'x', b: 'y' }, params: { names: ['a', 'b'] } })).toEqual({ words: 'x-y' })
    expect(await codeAndMessage(runNode(slots, { inputs: { a: 'x', c: 'y' }, params: { names: ['a'] } }))).toBe(
      'unknown-port: slots has no input c.',
    )
  })

  test('chance is seeded, and refused where it was not declared', async () => {
    const draw = (random: boolean) =>
      plainKind({
        kind: 'draw',
        random,
        inputs: {},
        outputs: { count: Count.output('') },
        params: z.object({}),
        compute: (_, __, ctx) => ({ count: ctx.random() }),
      })
    const run = (seed: number) => runNode(draw(true), { inputs: {}, params: {}, seed })
    expect(await run(1)).toEqual(await run(1))
    expect(await run(1)).not.toEqual(await run(2))
    expect(await codeAndMessage(runNode(draw(false), { inputs: {}, params: {} }))).toMatch(/^undeclared-random/)
  })

  test('abort rejects with the reason at the next breath', async () => {
    const slow = plainKind({
      kind: 'slow',
      inputs: {},
      outputs: { count: Count.output('') },
      params: z.object({}),
      async compute(_, __, ctx) {
        for (;;) await ctx.breathe()
      },
    })
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('superseded')), 20)
    await expect(runNode(slow, { inputs: {}, params: {}, signal: controller.signal })).rejects.toThrow('superseded')
  })

  test('partial outputs are checked and passed on', async () => {
    const writer = plainKind({
      kind: 'writer',
      inputs: {},
      outputs: { words: Words.output('').stream() },
      params: z.object({}),
      async compute(_, __, ctx) {
        ctx.emit({ words: 'a' })
        await ctx.breathe()
        ctx.emit({ words: 'ab' })
        return { words: 'abc' }
      },
    })
    const seen: unknown[] = []
    expect(await runNode(writer, { inputs: {}, params: {}, onPartial: (partial) => seen.push(partial) })).toEqual({ words: 'abc' })
    expect(seen).toEqual([{ words: 'a' }, { words: 'ab' }])
  })

  test('anything thrown becomes a sentence', () => {
    expect(toNodeError(new Error('no space left'), 'save')).toEqual({ code: 'internal', message: 'save failed: no space left.' })
    expect(toNodeError(Object.assign(new Error('Gone.'), { code: 'missing-file', hint: 'Look.' }), 'model')).toEqual({
      code: 'missing-file',
      message: 'Gone.',
      hint: 'Look.',
    })
    expect(toNodeError('x', 'n').message).toBe('n failed: x.')
  })
})
