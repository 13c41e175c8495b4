import { describe, expect, test } from 'vitest'
import type { Context, NodeKind } from '../define-node'
import { nextTurn } from '../breathe'
import type { Definition } from '../graph'
import { Runtime } from '../runtime'
import { Count, lookup, plainKind, Words } from '../testing'
import { z } from '../zod'
import { bodyOf, regionKinds, type RegionSketch } from './testing'

/** Every computation is written down. `slow` waits for a gate, `fussy` refuses one number. */
function world() {
  const log: string[] = []
  const gates: (() => void)[] = []
  const number = plainKind({
    kind: 'number',
    inputs: {},
    outputs: { count: Count.output('') },
    params: z.object({ value: z.number().default(0) }),
    compute: (_, { value }) => (log.push(`number ${value}`), { count: value }),
  })
  const add = plainKind({
    kind: 'add',
    inputs: { of: Count.input('').many() },
    outputs: { count: Count.output('') },
    params: z.object({ more: z.number().default(0) }),
    compute: ({ of }, { more }) => {
      log.push(`add ${of.join('+')}+${more}`)
      return { count: of.reduce((a, b) => a + b, more) }
    },
  })
  const fussy = plainKind({
    kind: 'fussy',
    inputs: { a: Count.input('') },
    outputs: { count: Count.output('') },
    params: z.object({ not: z.number().default(3) }),
    compute: ({ a }, { not }) => {
      log.push(`fussy ${a}`)
      if (a === not) throw new Error(`${a} is not to my taste`)
      return { count: a * 10 }
    },
  })
  const slow = plainKind({
    kind: 'slow',
    inputs: { a: Count.input('') },
    outputs: { count: Count.output('') },
    params: z.object({}),
    compute: async ({ a }, _, ctx: Context) => {
      log.push(`slow ${a}`)
      await new Promise<void>((resolve, reject) => {
        gates.push(resolve)
        ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason as Error))
      })
      return { count: a }
    },
  })
  const draw = plainKind({
    kind: 'draw',
    inputs: {},
    outputs: { count: Count.output('') },
    params: z.object({}),
    random: true,
    compute: (_, __, ctx) => ({ count: ctx.random() }),
  })
  const odd = plainKind({
    kind: 'odd',
    inputs: { a: Count.input('') },
    outputs: { count: Count.output(''), words: Words.output('') },
    params: z.object({}),
    compute: ({ a }) => (log.push(`odd ${a}`), { count: Math.abs(a) % 2, words: String(a) }),
  })
  const kinds = [number, add, fussy, slow, draw, odd, ...regionKinds] as unknown as NodeKind[]
  const runtime = new Runtime({ kinds: lookup(kinds), services: {} })
  const set = (sketches: Record<string, RegionSketch>, definitions: readonly Definition[] = [], seed = 1) =>
    runtime.setGraph(bodyOf(sketches), seed, {}, new Map(definitions.map((one) => [one.name, one])))
  const value = (id: string, port = 'count') => runtime.record(id).outputs[port]?.value
  const table = (id: string) => JSON.parse(String(value(id, 'table'))) as Record<string, unknown>
  const took = () => log.splice(0).toSorted()
  return { runtime, log, gates, set, value, table, took }
}

const mapped = (
  items: readonly number[],
  body: Record<string, RegionSketch>,
  keep: Record<string, string>,
): Record<string, RegionSketch> => ({
  from: { kind: 'list', params: { items } },
  all: { kind: 'each', inputs: { over: 'from.items' }, body, entries: { keep } },
})
const plusOne: Record<string, RegionSketch> = { up: { kind: 'add', params: { more: 1 }, inputs: { of: 'all.item' } } }

describe('a map', () => {
  test.each([[[]], [[7]], [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]])('over %j', async (items) => {
    const { runtime, set, table, value } = world()
    set(mapped(items, plusOne, { up: 'up.count' }))
    runtime.observe(['all'])
    await runtime.settled()
    expect(runtime.record('all').state).toBe('fresh')
    expect(table('all')['up']).toEqual(items.map((item) => item + 1))
    expect(value('all', 'up')).toEqual(items.map((item) => item + 1))
    expect(runtime.record('all').iterations).toEqual({ count: items.length, chosen: 0 })
  })

  test('an item appended computes one iteration, an item changed that one', async () => {
    const { runtime, set, table, took } = world()
    set(mapped([1, 2, 3], plusOne, { up: 'up.count' }))
    runtime.observe(['all'])
    await runtime.settled()
    expect(took()).toEqual(['add 1+1', 'add 2+1', 'add 3+1'])
    set(mapped([1, 2, 3, 4], plusOne, { up: 'up.count' }))
    await runtime.settled()
    expect(took()).toEqual(['add 4+1'])
    set(mapped([1, 9, 3, 4], plusOne, { up: 'up.count' }))
    await runtime.settled()
    expect(took()).toEqual(['add 9+1'])
    set(mapped([3, 4], plusOne, { up: 'up.count' }))
    await runtime.settled()
    expect(took()).toEqual([])
    expect(table('all')['up']).toEqual([4, 5])
    expect(runtime.instances()).toEqual(['up[0]', 'up[1]'])
  })

  test('only what is kept or looked at is computed', async () => {
    const { runtime, set, took } = world()
    const body = { ...plusOne, leaf: { kind: 'fussy', inputs: { a: 'all.item' } } }
    set(mapped([1, 2, 3], body, { up: 'up.count' }))
    runtime.observe(['all'])
    await runtime.settled()
    expect(took()).toEqual(['add 1+1', 'add 2+1', 'add 3+1'])
    runtime.observe(['leaf'])
    await runtime.settled()
    expect(took()).toEqual(['fussy 1'])
  })

  test('one iteration is tested without the others', async () => {
    const { runtime, set, took, value } = world()
    set(mapped([5, 6, 7, 8], plusOne, { up: 'up.count' }))
    runtime.run(['up[2]'])
    await runtime.settled()
    expect(took()).toEqual(['add 7+1'])
    expect(value('up[2]')).toBe(8)
    runtime.chooseIteration('all', 3)
    runtime.observe(['up'])
    await runtime.settled()
    expect(took()).toEqual(['add 8+1'])
    expect(runtime.record('up')).toMatchObject({ id: 'up', state: 'fresh' })
    expect(value('up')).toBe(9)
  })

  test('an outer value is captured; what does not depend on the item is computed once', async () => {
    const { runtime, set, took, table } = world()
    const body: Record<string, RegionSketch> = {
      still: { kind: 'add', params: { more: 5 }, inputs: { of: 'far.count' } },
      sum: { kind: 'add', inputs: { of: ['all.item', 'still.count'] } },
    }
    const sketches = { far: { kind: 'number', params: { value: 100 } }, ...mapped([1, 2], body, { sum: 'sum.count' }) }
    set(sketches)
    runtime.observe(['all'])
    await runtime.settled()
    expect(table('all')['sum']).toEqual([106, 107])
    expect(took()).toEqual(['add 1+105+0', 'add 100+5', 'add 2+105+0', 'number 100'])
  })

  test('the error of item 3 is named, the values of the others are kept', async () => {
    const { runtime, set, table, took } = world()
    const body = { taste: { kind: 'fussy', inputs: { a: 'all.item' } } }
    const sketches: Record<string, RegionSketch> = {
      ...mapped([0, 1, 2, 3, 4], body, { taste: 'taste.count' }),
      after: { kind: 'list', inputs: { upTo: 'all.taste' } },
    }
    set(sketches)
    runtime.observe(['all', 'after'])
    await runtime.settled()
    const record = runtime.record('all')
    expect(record.state).toBe('error')
    expect(record.error).toMatchObject({ code: 'iteration-failed' })
    expect(record.error?.message).toBe('all failed at item 3: taste[3] failed: 3 is not to my taste.')
    expect(record.partial).toBe(true)
    expect(table('all')['taste']).toEqual([0, 10, 20, null, 40])
    expect(runtime.record('taste[3]').state).toBe('error')
    expect(runtime.record('taste[4]').state).toBe('fresh')
    expect(runtime.record('after')).toMatchObject({ state: 'blocked', reason: 'all' })
    took()
    set({ ...sketches, all: { ...sketches['all']!, body: { taste: { kind: 'fussy', params: { not: 77 }, inputs: { a: 'all.item' } } } } })
    await runtime.settled()
    expect(table('all')['taste']).toEqual([0, 10, 20, 30, 40])
  })

  test('stopped in item 3: what is through is kept, and the rest goes on when asked', async () => {
    const { runtime, set, table, gates, log } = world()
    const body = { wait: { kind: 'slow', inputs: { a: 'all.item' } } }
    const sketches = mapped([0, 1, 2, 3, 4, 5], body, { wait: 'wait.count' })
    set({ ...sketches, all: { ...sketches['all']!, params: { parallel: 1 } } })
    runtime.observe(['all'])
    const until = async (length: number) => {
      while (gates.length < length) await nextTurn()
    }
    for (let item = 0; item < 3; item++) {
      await until(item + 1)
      gates[item]!()
    }
    await until(4)
    expect(log).toEqual(['slow 0', 'slow 1', 'slow 2', 'slow 3'])
    expect(runtime.record('all')).toMatchObject({ state: 'streaming', progress: { share: 0.5, words: '3 of 6' }, partial: true })
    expect(table('all')['wait']).toEqual([0, 1, 2, null, null, null])
    runtime.cancel(['all'])
    await runtime.settled()
    expect(runtime.record('all')).toMatchObject({ state: 'cancelled', reason: 'after 3 of 6' })
    expect(table('all')['wait']).toEqual([0, 1, 2, null, null, null])
    runtime.run(['all'])
    for (let item = 4; item < 7; item++) {
      await until(item + 1)
      gates[item]!()
    }
    await runtime.settled()
    expect(table('all')['wait']).toEqual([0, 1, 2, 3, 4, 5])
    expect(log).toEqual(['slow 0', 'slow 1', 'slow 2', 'slow 3', 'slow 3', 'slow 4', 'slow 5'])
  })

  test('not more iterations at once than allowed', async () => {
    const { runtime, set, gates, log } = world()
    const sketches = mapped([0, 1, 2, 3, 4, 5], { wait: { kind: 'slow', inputs: { a: 'all.item' } } }, { wait: 'wait.count' })
    set({ ...sketches, all: { ...sketches['all']!, params: { parallel: 2 } } })
    runtime.observe(['all'])
    for (let i = 0; i < 20; i++) await nextTurn()
    expect(log).toEqual(['slow 0', 'slow 1'])
    for (let done = 0; done < 6; done++) {
      while (gates.length <= done) await nextTurn()
      expect(gates.length - done).toBeLessThanOrEqual(2)
      gates[done]!()
    }
    await runtime.settled()
    expect(runtime.record('all').state).toBe('fresh')
  })

  test('a frozen node in the body keeps the value of every iteration', async () => {
    const { runtime, set, took, table } = world()
    const body = (more: number, frozen: boolean): Record<string, RegionSketch> => ({
      up: { kind: 'add', params: { more }, inputs: { of: 'all.item' }, ...(frozen ? { settings: { mode: 'frozen' } } : {}) },
      next: { kind: 'add', params: { more: 100 }, inputs: { of: 'up.count' } },
    })
    set(mapped([1, 2], body(1, false), { next: 'next.count' }))
    runtime.observe(['all'])
    await runtime.settled()
    took()
    set(mapped([1, 2], body(7, true), { next: 'next.count' }))
    await runtime.settled()
    expect(took()).toEqual([])
    expect(table('all')['next']).toEqual([102, 103])
    set(mapped([1, 2], body(7, false), { next: 'next.count' }))
    await runtime.settled()
    expect(table('all')['next']).toEqual([108, 109])
  })

  test('stopping takes effect at once', async () => {
    const { runtime, set, gates } = world()
    set(mapped([0, 1, 2, 3, 4], { wait: { kind: 'slow', inputs: { a: 'all.item' } } }, { wait: 'wait.count' }))
    runtime.observe(['all'])
    while (gates.length < 4) await nextTurn()
    const before = process.cpuUsage()
    runtime.cancel(['all'])
    await runtime.settled()
    expect(runtime.record('all').state).toBe('cancelled')
    const { user, system } = process.cpuUsage(before) // of this process alone: others may keep it waiting
    expect((user + system) / 1000).toBeLessThan(100)
  })

  test('seeds are of node and iteration', async () => {
    const { runtime, set, value } = world()
    set(mapped([0, 0, 0], { chance: { kind: 'draw' } }, { chance: 'chance.count' }))
    runtime.observe(['all'])
    await runtime.settled()
    const drawn = value('all', 'chance') as number[]
    expect(new Set(drawn).size).toBe(3)
    set(mapped([0, 0, 0, 0], { chance: { kind: 'draw' } }, { chance: 'chance.count' }))
    await runtime.settled()
    expect((value('all', 'chance') as number[]).slice(0, 3)).toEqual(drawn)
  })

  test('what it goes over missing, failing, and there again', async () => {
    const { runtime, set, table } = world()
    const sketches = mapped([1], plusOne, { up: 'up.count' })
    set({ ...sketches, all: { ...sketches['all']!, inputs: {} } })
    runtime.observe(['all', 'up'])
    await runtime.settled()
    expect(runtime.record('all')).toMatchObject({ state: 'empty', reason: 'needs over' })
    expect(runtime.record('up')).toMatchObject({ state: 'blocked', reason: 'all' })
    set({ ...sketches, from: { kind: 'fussy', params: {} } })
    await runtime.settled()
    expect(runtime.record('all')).toMatchObject({ state: 'blocked', reason: 'from' })
    set(sketches)
    await runtime.settled()
    expect(table('all')['up']).toEqual([2])
    expect(runtime.record('up').state).toBe('fresh')
  })

  test('a wire from outside into a body is refused with the way out', async () => {
    const { runtime, set } = world()
    set({ ...mapped([1], plusOne, { up: 'up.count' }), spy: { kind: 'add', inputs: { of: 'up.count' } } })
    runtime.observe(['spy'])
    await runtime.settled()
    expect(runtime.record('spy').error).toMatchObject({ code: 'inside-a-region' })
    expect(runtime.record('spy').error?.message).toBe('spy is wired to up.count, which is made in every iteration of all.')
  })

  test('a cycle in a body is found before there is an iteration', async () => {
    const { runtime, set } = world()
    const round: Record<string, RegionSketch> = {
      a: { kind: 'add', inputs: { of: ['all.item', 'b.count'] } },
      b: { kind: 'add', inputs: { of: 'a.count' } },
    }
    set(mapped([], round, { b: 'b.count' }))
    runtime.observe(['all', 'a'])
    await runtime.settled()
    expect(runtime.record('all').error).toMatchObject({ code: 'cycle' })
    expect(runtime.record('a').error?.message).toContain('a → b → a')
    set(mapped([], { ...round, a: { kind: 'add', inputs: { of: 'all.item' } } }, { b: 'b.count' }))
    await runtime.settled()
    expect(runtime.record('all').state).toBe('fresh')
  })

  test('a region that feeds itself is refused', async () => {
    const { runtime, set } = world()
    const sketches = mapped([1], plusOne, { up: 'up.count' })
    set({ ...sketches, from: { kind: 'list', inputs: { upTo: 'all.up' } } })
    runtime.observe(['all'])
    await runtime.settled()
    expect(runtime.record('all').error).toMatchObject({ code: 'cycle' })
    expect(runtime.record('all').error?.message).not.toContain(':plan')
  })
})

describe('nested', () => {
  test('regions in regions have instances of their own', async () => {
    const { runtime, set, table, took, value } = world()
    const body: Record<string, RegionSketch> = {
      few: { kind: 'list', inputs: { upTo: 'all.item' } },
      inner: {
        kind: 'each',
        inputs: { over: 'few.items' },
        body: { sum: { kind: 'add', inputs: { of: ['all.item', 'inner.item'] } } },
        entries: { keep: { sum: 'sum.count' } },
      },
      size: { kind: 'add', inputs: { of: 'all.item' } },
    }
    set(mapped([2, 0, 3], body, { sums: 'inner.table', size: 'size.count' }))
    runtime.observe(['all'])
    await runtime.settled()
    expect(runtime.record('all').state).toBe('fresh')
    expect(value('sum[2][1]')).toBe(4)
    expect(value('inner[0]', 'sum')).toEqual([2, 3])
    expect(value('inner[1]', 'sum')).toEqual([])
    expect(table('all')['size']).toEqual([2, 0, 3])
    took()
    runtime.chooseIteration('all', 2)
    runtime.chooseIteration('inner', 1)
    expect(value('sum')).toBe(4)
    expect(runtime.record('inner').iterations).toEqual({ count: 3, chosen: 1 })
    set(mapped([2, 0, 3, 1], body, { sums: 'inner.table', size: 'size.count' }))
    await runtime.settled()
    expect(took()).toEqual(['add 1+0', 'add 1+0+0'])
  })
})

const counting = (most: number, until?: string): Record<string, RegionSketch> => ({
  start: { kind: 'number', params: { value: 1 } },
  loop: {
    kind: 'turns',
    params: { most },
    ...(until ? { paramWires: { until } } : {}),
    body: {
      twice: { kind: 'add', inputs: { of: ['loop.sum', 'loop.sum'] } },
      far: { kind: 'fussy', params: { not: 999 }, inputs: { a: 'loop.sum' } },
      even: { kind: 'odd', inputs: { a: 'loop.index' } },
    },
    entries: { carry: { sum: 'start.count' }, next: { sum: 'twice.count' }, keep: { far: 'far.count' } },
  },
})

describe('a loop', () => {
  test.each([1, 2, 5])('of %i turns gives the state after the last', async (most) => {
    const { runtime, set, value, table } = world()
    set(counting(most))
    runtime.observe(['loop'])
    await runtime.settled()
    expect(value('loop', 'sum')).toBe(2 ** most)
    expect(table('loop')['far']).toEqual(Array.from({ length: most }, (_, turn) => 10 * 2 ** turn))
    expect(table('loop')['ended']).toBe(false)
  })

  test('the test is read before the next state, which is not computed when it ends', async () => {
    const { runtime, set, value, table, took } = world()
    set(counting(9, 'even.count'))
    runtime.observe(['loop'])
    await runtime.settled()
    expect(value('loop', 'sum')).toBe(2)
    expect(table('loop')).toMatchObject({ far: [10, 20], ended: true })
    expect(took()).toEqual(['add 1+1+0', 'fussy 1', 'fussy 2', 'number 1', 'odd 0', 'odd 1'])
  })

  test('without a maximum it does not begin', async () => {
    const { runtime, set } = world()
    const sketches = counting(3)
    set({ ...sketches, loop: { ...sketches['loop']!, params: {} } })
    runtime.observe(['loop', 'twice'])
    await runtime.settled()
    expect(runtime.record('loop').error).toMatchObject({ code: 'no-most' })
    expect(runtime.record('twice')).toMatchObject({ state: 'blocked', reason: 'loop' })
  })

  test('a change of the start goes through all turns; a longer loop computes only the new ones', async () => {
    const { runtime, set, value, took } = world()
    set(counting(3))
    runtime.observe(['loop'])
    await runtime.settled()
    took()
    set(counting(4))
    await runtime.settled()
    expect(took()).toEqual(['add 8+8+0', 'fussy 8'])
    expect(value('loop', 'sum')).toBe(16)
    const from3 = counting(4)
    set({ ...from3, start: { kind: 'number', params: { value: 3 } } })
    await runtime.settled()
    expect(value('loop', 'sum')).toBe(48)
  })

  test('a turn that fails ends it, and says so', async () => {
    const { runtime, set, table } = world()
    const sketches = counting(6)
    const body = { ...sketches['loop']!.body, twice: { kind: 'fussy', params: { not: 100 }, inputs: { a: 'loop.sum' } } }
    set({ ...sketches, loop: { ...sketches['loop']!, body } })
    runtime.observe(['loop'])
    await runtime.settled()
    expect(runtime.record('loop').error?.message).toBe('loop failed at turn 2: twice[2] failed: 100 is not to my taste.')
    expect(table('loop')['far']).toEqual([10, 100, 1000, null, null, null])
  })

  test('a test that fails leaves what is kept of the turns before, computed for that', async () => {
    const { runtime, set, table, took } = world()
    const sketches = counting(6)
    const body = {
      ...sketches['loop']!.body,
      aside: { kind: 'add', params: { more: 7 }, inputs: { of: 'loop.sum' } },
      bad: { kind: 'fussy', params: { not: 8 }, inputs: { a: 'loop.sum' } },
      test: { kind: 'odd', inputs: { a: 'bad.count' } },
    }
    const entries = { ...sketches['loop']!.entries, keep: { aside: 'aside.count' } }
    const loop = { ...sketches['loop']!, body, entries, paramWires: { until: 'test.count' } }
    set({ start: { kind: 'number', params: { value: 2 } }, loop })
    runtime.observe(['loop'])
    await runtime.settled()
    expect(runtime.record('loop').state).toBe('error')
    expect(runtime.record('loop').error?.message).toContain('loop failed at turn 2')
    expect(table('loop')['aside']).toEqual([9, 11])
    expect(took().filter((words) => words.endsWith('+7'))).toEqual(['add 2+7', 'add 4+7'])
  })

  test('two loops, one after the other and one in the other', async () => {
    const { runtime, set, value } = world()
    const first = counting(2)
    set({
      ...first,
      outer: {
        kind: 'turns',
        params: { most: 2 },
        body: {
          inner: {
            kind: 'turns',
            params: { most: 3 },
            body: { plus: { kind: 'add', params: { more: 1 }, inputs: { of: 'inner.n' } } },
            entries: { carry: { n: 'outer.n' }, next: { n: 'plus.count' } },
          },
        },
        entries: { carry: { n: 'loop.sum' }, next: { n: 'inner.n' } },
      },
    })
    runtime.observe(['outer'])
    await runtime.settled()
    expect(value('outer', 'n')).toBe(10)
    expect(value('plus[1][2]')).toBe(10)
  })

  test('a leaf in the loop is computed where it is looked at', async () => {
    const { runtime, set, took, value } = world()
    const sketches = counting(4)
    const body = { ...sketches['loop']!.body, leaf: { kind: 'odd', inputs: { a: 'loop.sum' } } }
    set({ ...sketches, loop: { ...sketches['loop']!, body } })
    runtime.chooseIteration('loop', 2)
    runtime.observe(['leaf'])
    await runtime.settled()
    expect(took()).toEqual(['add 1+1+0', 'add 2+2+0', 'number 1', 'odd 4'])
    expect(value('leaf')).toBe(0)
  })

  test('branches that join in the body', async () => {
    const { runtime, set, value } = world()
    const body: Record<string, RegionSketch> = {
      left: { kind: 'add', params: { more: 1 }, inputs: { of: 'loop.sum' } },
      right: { kind: 'add', params: { more: 2 }, inputs: { of: 'loop.sum' } },
      join: { kind: 'add', inputs: { of: ['left.count', 'right.count'] } },
    }
    set({
      start: { kind: 'number', params: { value: 0 } },
      loop: { kind: 'turns', params: { most: 3 }, body, entries: { carry: { sum: 'start.count' }, next: { sum: 'join.count' } } },
    })
    runtime.observe(['loop'])
    await runtime.settled()
    expect(value('loop', 'sum')).toBe(21)
  })
})

describe('a choice', () => {
  const choice = (which: number): Record<string, RegionSketch> => ({
    flag: { kind: 'number', params: { value: which } },
    a: { kind: 'number', params: { value: 10 } },
    b: { kind: 'fussy', inputs: { a: 'c.count' } },
    c: { kind: 'number', params: { value: 3 } },
    chosen: { kind: 'choose', inputs: { of: ['a.count', 'b.count'] }, paramWires: { which: 'flag.count' } },
  })
  test('computes the chosen input alone', async () => {
    const { runtime, set, value, took } = world()
    set(choice(0))
    runtime.observe(['chosen'])
    await runtime.settled()
    expect(value('chosen', 'value')).toBe(10)
    expect(took()).toEqual(['number 0', 'number 10'])
    set(choice(1))
    await runtime.settled()
    expect(runtime.record('chosen')).toMatchObject({ state: 'blocked', reason: 'b' })
    expect(took()).toEqual(['fussy 3', 'number 1', 'number 3'])
    set(choice(2))
    await runtime.settled()
    expect(runtime.record('chosen').error).toMatchObject({ code: 'no-such-input' })
  })
  test('skips what it passes over, though somebody looks, until it is asked for by name or in hand', async () => {
    const { runtime, set, took } = world()
    set(choice(0))
    runtime.observe(['flag', 'a', 'b', 'c', 'chosen'])
    runtime.run()
    await runtime.settled()
    expect(took()).toEqual(['number 0', 'number 10'])
    expect(['a', 'b', 'c'].map((id) => runtime.record(id).state)).toEqual(['fresh', 'skipped', 'skipped'])
    expect(runtime.record('c').reason).toBe('chosen')
    runtime.run(['c'])
    await runtime.settled()
    expect([runtime.record('c').state, took()]).toEqual(['fresh', ['number 3']])
    runtime.prioritise(['b'])
    await runtime.settled()
    expect([runtime.record('b').state, took()]).toEqual(['error', ['fussy 3']])
    runtime.prioritise([])
    set(choice(1))
    await runtime.settled()
    expect(runtime.record('chosen').state).toBe('blocked')
  })
  test('says skipped once it has chosen, also to those who saw it queued', async () => {
    const { runtime, set } = world()
    set(choice(0))
    runtime.observe(['flag', 'a', 'b', 'c', 'chosen'])
    runtime.run()
    expect(runtime.record('c').state).toBe('queued')
    await runtime.settled()
    expect(runtime.record('c')).toMatchObject({ state: 'skipped', reason: 'chosen' })
  })
  test('what was chosen before and is looked at waits for the next choice, unless it is read elsewhere too', async () => {
    const { runtime, set, took } = world()
    const two = (value: number, more: Record<string, RegionSketch> = {}): Record<string, RegionSketch> => ({
      x: { kind: 'number', params: { value } },
      a: { kind: 'add', params: { more: 1 }, inputs: { of: 'x.count' } },
      chosen: { kind: 'choose', inputs: { of: ['x.count', 'a.count'] }, paramWires: { which: 'x.count' } },
      ...more,
    })
    set(two(1))
    runtime.observe(['a'])
    await runtime.settled()
    expect(took()).toEqual(['add 1+1', 'number 1'])
    set(two(0))
    expect(runtime.record('a').state).toBe('queued')
    await runtime.settled()
    expect([runtime.record('a').state, took()]).toEqual(['skipped', ['number 0']])
    set(two(1))
    await runtime.settled()
    expect([runtime.record('a').state, took()]).toEqual(['fresh', []])
    set(two(0, { other: { kind: 'add', params: { more: 5 }, inputs: { of: 'a.count' } } }))
    await runtime.settled()
    expect([runtime.record('a').state, took()]).toEqual(['fresh', ['add 0+1']])
  })
  test('what it takes is computed, also where what else reads it is passed over by the same choice', async () => {
    const { runtime, set, took } = world()
    set({
      a: { kind: 'number', params: { value: 4 } },
      b: { kind: 'add', params: { more: 1 }, inputs: { of: 'a.count' } },
      chosen: { kind: 'choose', params: { which: 1 }, inputs: { of: ['b.count', 'a.count'] } },
    })
    runtime.observe(['a', 'b'])
    await runtime.settled()
    expect([runtime.record('a').state, runtime.record('b').state, took()]).toEqual(['fresh', 'skipped', ['number 4']])
  })
  test('does not ask for the input chosen before while it is not known which is chosen now', async () => {
    const { runtime, set, took } = world()
    const both = (value: number): Record<string, RegionSketch> => ({
      x: { kind: 'number', params: { value } },
      which: { kind: 'odd', inputs: { a: 'x.count' } },
      a: { kind: 'add', params: { more: 1 }, inputs: { of: 'x.count' } },
      b: { kind: 'add', params: { more: 2 }, inputs: { of: 'x.count' } },
      chosen: { kind: 'choose', inputs: { of: ['a.count', 'b.count'] }, paramWires: { which: 'which.count' } },
    })
    set(both(0))
    runtime.observe(['chosen'])
    await runtime.settled()
    expect(took()).toEqual(['add 0+1', 'number 0', 'odd 0'])
    set(both(1))
    await runtime.settled()
    expect(took()).toEqual(['add 1+2', 'number 1', 'odd 1'])
  })
})

describe('a use of a definition', () => {
  const twice: Definition = {
    name: 'twice',
    inputs: { a: 'count' },
    outputs: { sum: { node: 'sum', port: 'count' }, more: { node: 'more', port: 'count' } },
    body: bodyOf({
      sum: { kind: 'add', inputs: { of: ['twice.a', 'twice.a'] } },
      more: { kind: 'add', params: { more: 1 }, inputs: { of: 'sum.count' } },
    }),
  }
  const used: Record<string, RegionSketch> = {
    x: { kind: 'number', params: { value: 4 } },
    u: { kind: 'use', params: { of: 'twice' }, inputs: { a: 'x.count' } },
    v: { kind: 'use', params: { of: 'twice', overrides: { 'more.more': 100 } }, inputs: { a: 'u.sum' } },
    end: { kind: 'add', inputs: { of: ['u.more', 'v.more'] } },
  }
  test('is the nodes of the definition, with what the use sets in them', async () => {
    const { runtime, set, value } = world()
    set(used, [twice])
    runtime.observe(['end', 'v'])
    await runtime.settled()
    expect(value('end')).toBe(9 + 116)
    expect(value('u/sum')).toBe(8)
    expect(value('v', 'more')).toBe(116)
    expect(runtime.written('u/sum')?.kind).toBe('add')
    const thrice = {
      ...twice,
      body: bodyOf({
        sum: { kind: 'add', inputs: { of: ['twice.a', 'twice.a', 'twice.a'] } },
        more: { kind: 'add', params: { more: 1 }, inputs: { of: 'sum.count' } },
      }),
    }
    set(used, [thrice])
    await runtime.settled()
    expect(value('end')).toBe(13 + 136)
  })
  test('what is missing or of another type is said at the use', async () => {
    const { runtime, set } = world()
    set({ ...used, u: { kind: 'use', params: { of: 'twice' } }, w: { kind: 'use', params: { of: 'twize' } } }, [twice])
    runtime.observe(['end', 'u', 'w'])
    await runtime.settled()
    expect(runtime.record('u')).toMatchObject({ state: 'empty', reason: 'needs a' })
    expect(runtime.record('end')).toMatchObject({ state: 'blocked', reason: 'u' })
    expect(runtime.record('w').error).toMatchObject({ code: 'no-definition', hint: 'Close to it: twice.' })
    set({ ...used, l: { kind: 'list', params: { items: [1] } }, u: { kind: 'use', params: { of: 'twice' }, inputs: { a: 'l.items' } } }, [
      twice,
    ])
    await runtime.settled()
    expect(runtime.record('u').error?.message).toBe('u.a takes a Count, got Items.')
  })
  test('a definition that contains itself is refused', async () => {
    const { runtime, set } = world()
    const self = (name: string, of: string): Definition => ({
      name,
      inputs: {},
      outputs: { out: { node: 'deep', port: 'out' } },
      body: bodyOf({ deep: { kind: 'use', params: { of } } }),
    })
    set({ u: { kind: 'use', params: { of: 'a' } } }, [self('a', 'b'), self('b', 'a')])
    runtime.observe(['u'])
    await runtime.settled()
    expect(runtime.record('u').error).toMatchObject({ code: 'recursion', message: 'a uses itself: a → b → a.' })
  })
  test('a region in a definition, and a use in a region', async () => {
    const { runtime, set, value, table } = world()
    const each: Definition = {
      name: 'sums',
      inputs: { list: 'items', plus: 'count' },
      outputs: { all: { node: 'all', port: 'up' } },
      body: bodyOf({
        all: {
          kind: 'each',
          inputs: { over: 'sums.list' },
          body: { up: { kind: 'add', inputs: { of: ['all.item', 'sums.plus'] } } },
          entries: { keep: { up: 'up.count' } },
        },
      }),
    }
    set(
      {
        from: { kind: 'list', params: { items: [10, 20] } },
        outer: {
          kind: 'each',
          inputs: { over: 'from.items' },
          body: { part: { kind: 'use', params: { of: 'sums' }, inputs: { list: 'from.items', plus: 'outer.item' } } },
          entries: { keep: { all: 'part.all' } },
        },
      },
      [each],
    )
    runtime.observe(['outer'])
    await runtime.settled()
    expect(runtime.record('outer').state).toBe('fresh')
    expect(table('outer')['all']).toEqual([
      [20, 30],
      [30, 40],
    ])
    expect(value('part[1]/up[0]')).toBe(30)
    runtime.chooseIteration('outer', 1)
    expect(value('part/up')).toBe(30)
  })
})

describe('a grid', () => {
  test('of written and wired axes', async () => {
    const { runtime, set, table, took } = world()
    const sketch = (k: number[]): Record<string, RegionSketch> => ({
      from: { kind: 'list', params: { items: [10, 20] } },
      grid: {
        kind: 'grid',
        params: { axes: { k, of: null } },
        body: { sum: { kind: 'add', inputs: { of: ['grid.k', 'grid.of'] } } },
        entries: { axes: { of: 'from.items' }, keep: { sum: 'sum.count' } },
      },
    })
    set(sketch([1, 2]))
    runtime.observe(['grid'])
    await runtime.settled()
    expect(table('grid')).toEqual({ labels: ['k 1, of 10', 'k 1, of 20', 'k 2, of 10', 'k 2, of 20'], sum: [11, 21, 12, 22] })
    took()
    set(sketch([2, 3]))
    await runtime.settled()
    expect(took()).toEqual(['add 3+10+0', 'add 3+20+0'])
  })
})
