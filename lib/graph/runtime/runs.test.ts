/* What happens while something runs: sharing, superseding, streams, stopping. Kinds here end when the test says so. */
import { describe, expect, test } from 'vitest'
import { z } from '../zod'
import { Count, Words, graphOf, handClock, lookup, plainKind, type NodeSketch } from '../testing'
import { Runtime } from './runtime'

interface Job {
  readonly name: string
  readonly signal: AbortSignal
  emit(words: string): void
  progress(share: number, words?: string): void
  end(words: string): void
  fail(error: Error): void
}

/** `slow` waits until its job is ended by hand; `copy` passes words on at once. */
function bench(options: { memoBytes?: number } = {}) {
  const jobs: Job[] = []
  const copied: string[] = []
  const clock = handClock()
  const slow = plainKind({
    kind: 'slow',
    inputs: { words: Words.input('').optional() },
    outputs: { words: Words.output('').stream() },
    params: z.object({ value: z.string().default('') }),
    compute: ({ words }, { value }, ctx) =>
      new Promise((resolve, reject) => {
        jobs.push({
          name: `${value}${words ?? ''}`,
          signal: ctx.signal,
          emit: (text) => ctx.emit({ words: text }),
          progress: ctx.progress,
          end: (text) => resolve({ words: text }),
          fail: reject,
        })
      }),
  })
  const quick = plainKind({
    kind: 'quick',
    inputs: { words: Words.input('') },
    outputs: { words: Words.output('') },
    params: z.object({}),
    compute: ({ words }, _, { signal, progress }) =>
      new Promise((resolve, reject) => {
        jobs.push({ name: `quick ${words}`, signal, progress, emit: () => {}, end: (text) => resolve({ words: text }), fail: reject })
      }),
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
  const source = plainKind({
    kind: 'source',
    inputs: {},
    outputs: { words: Words.output('') },
    params: z.object({ value: z.string().default('') }),
    compute: (_, { value }) => ({ words: value }),
  })
  const runtime = new Runtime({ kinds: lookup([slow, quick, copy, source]), services: {}, clock, ...options })
  const set = (sketches: Record<string, NodeSketch>) => runtime.setGraph(graphOf(sketches), 0)
  const words = (id: string) => runtime.record(id).outputs['words']?.value
  const state = (id: string) => {
    const { state, reason } = runtime.record(id)
    return reason === undefined ? state : `${state}: ${reason}`
  }
  const job = (at = -1) => jobs.at(at) as Job
  return { jobs, job, copied, clock, runtime, set, words, state }
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 5))
/** A busy machine may take more than one turn to start a computation. */
const begun = async (job: () => unknown) => {
  await turn()
  for (let turns = 0; turns < 400 && job() === undefined; turns++) await turn()
}
const typed = (value: string): Record<string, NodeSketch> => ({
  p: { kind: 'source', params: { value } },
  g: { kind: 'slow', inputs: { words: 'p.words' } },
  c: { kind: 'copy', inputs: { words: 'g.words' } },
})

describe('latest wins', () => {
  test('a newer key aborts the older run, whose late end is ignored', async () => {
    const { set, runtime, job, jobs, words, state } = bench()
    set(typed('a'))
    runtime.observe(['c'])
    await turn()
    expect(state('g')).toBe('running')
    set(typed('b'))
    await turn()
    expect(jobs.map((one) => [one.name, one.signal.aborted])).toEqual([
      ['a', true],
      ['b', false],
    ])
    job(0).end('late')
    job(1).end('B')
    await runtime.settled()
    expect([words('g'), words('c')]).toEqual(['B', 'B'])
  })

  test('an edit that leads back to the same key keeps the run', async () => {
    const { set, runtime, job, jobs, words } = bench()
    set(typed('a'))
    runtime.observe(['c'])
    await turn()
    set(typed('b'))
    set(typed('a'))
    await turn()
    expect(jobs.length).toBe(1)
    expect(job().signal.aborted).toBe(false)
    job().end('A')
    await runtime.settled()
    expect(words('c')).toBe('A')
  })

  test('while input keeps coming, a run known to be short is let finish and its wave shown as stale', async () => {
    const { set, runtime, job, jobs, clock, words, state, copied } = bench()
    set(typed('a'))
    runtime.observe(['c'])
    await turn()
    clock.advance(60)
    job().end('A')
    await runtime.settled()
    set(typed('b'))
    await turn()
    expect(job().name).toBe('b')
    set(typed('c'))
    set(typed('d'))
    expect([state('p'), state('g'), state('c')]).toEqual(['stale: value', 'stale: p', 'stale: p'])
    await turn()
    expect(job().signal.aborted).toBe(false)
    clock.advance(60)
    job().end('B')
    await turn()
    expect([words('g'), words('c')]).toEqual(['B', 'B'])
    expect(jobs.map((one) => one.name)).toEqual(['a', 'b', 'd'])
    expect(state('c')).toBe('stale: p.value')
    job().end('D')
    await runtime.settled()
    expect(copied).toEqual(['A', 'B', 'D'])
    expect(state('c')).toBe('fresh')
  })

  test('half a second is as long as an edit waits', async () => {
    const { set, runtime, job, clock, state } = bench()
    set(typed('a'))
    runtime.observe(['c'])
    await turn()
    clock.advance(60)
    job().end('A')
    await runtime.settled()
    set(typed('b'))
    await turn()
    set(typed('c'))
    expect(job().signal.aborted).toBe(false)
    clock.advance(501)
    set(typed('d'))
    await turn()
    expect(job().name).toBe('d')
    expect(state('g')).toBe('running')
  })

  test('a run known to be long is superseded at once', async () => {
    const { set, runtime, job, jobs, clock } = bench()
    set(typed('a'))
    runtime.observe(['c'])
    await turn()
    clock.advance(2000)
    job().end('A')
    await runtime.settled()
    set(typed('b'))
    await turn()
    set(typed('c'))
    await turn()
    expect(jobs.map((one) => [one.name, one.signal.aborted])).toEqual([
      ['a', false],
      ['b', true],
      ['c', false],
    ])
  })
})

describe('cheap before the rest', () => {
  const both: Record<string, NodeSketch> = {
    p: { kind: 'source', params: { value: 'a' } },
    g: { kind: 'slow', inputs: { words: 'p.words' } },
    q: { kind: 'quick', inputs: { words: 'p.words' } },
  }

  test('a kind that streams waits for those that do not, and is queued meanwhile', async () => {
    const { set, runtime, job, jobs, state } = bench()
    set(both)
    runtime.observe(['g', 'q'])
    await turn()
    expect(jobs.map((one) => one.name)).toEqual(['quick a'])
    expect([state('q'), state('g')]).toEqual(['running', 'queued: shorter runs first'])
    job().end('Q')
    await turn()
    expect(jobs.map((one) => one.name)).toEqual(['quick a', 'a'])
    expect(state('g')).toBe('running')
    job().end('G')
    await runtime.settled()
  })

  test('it waits no longer than half a second', async () => {
    const { set, runtime, jobs, clock } = bench()
    set(both)
    runtime.observe(['g', 'q'])
    await turn()
    clock.advance(600)
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(jobs.map((one) => one.name)).toEqual(['quick a', 'a'])
    runtime.dispose()
  })

  test('what is queued can be stopped', async () => {
    const { set, runtime, job, state, jobs } = bench()
    set(both)
    runtime.observe(['g', 'q'])
    await turn()
    runtime.cancel(['g'])
    expect(state('g')).toBe('cancelled: before its turn')
    job().end('Q')
    await runtime.settled()
    expect(jobs.length).toBe(1)
  })

  test('what is queued is dropped when nobody looks any more', async () => {
    const { set, runtime, job, jobs, state } = bench()
    set(both)
    runtime.observe(['g', 'q'])
    await begun(job)
    runtime.observe(['q'])
    job().end('Q')
    await runtime.settled()
    expect(jobs.length).toBe(1)
    runtime.observe(['g'])
    await begun(() => jobs[1])
    expect(state('g')).toBe('running')
    job().end('G')
    await runtime.settled()
    expect(state('g')).toBe('fresh')
  })
})

describe('sharing', () => {
  test('identical keys in flight share one computation; the last to leave aborts it', async () => {
    const { set, runtime, job, jobs, words } = bench()
    const two = { a: { kind: 'slow', params: { value: 'x' } }, b: { kind: 'slow', params: { value: 'x' } } }
    set(two)
    runtime.observe(['a', 'b'])
    await turn()
    expect(jobs.length).toBe(1)
    set({ ...two, a: { kind: 'slow', params: { value: 'y' } } })
    await turn()
    expect(job(0).signal.aborted).toBe(false)
    job(0).end('X')
    job(1).end('Y')
    await runtime.settled()
    expect([words('a'), words('b')]).toEqual(['Y', 'X'])
    expect(runtime.runsStarted).toBe(2)
  })
})

describe('streams', () => {
  test('partial values are shown as such, never passed on or kept; listeners hear once per frame and of the last', async () => {
    const { set, runtime, job, words, state, copied, clock } = bench()
    set(typed('a'))
    runtime.observe(['c'])
    await turn()
    let told = 0
    let last: unknown
    runtime.onChange((ids) => {
      if (!ids.has('g')) return
      told++
      last = words('g')
    })
    await turn()
    told = 0
    for (let i = 1; i <= 50; i++) job().emit('.'.repeat(i))
    expect(state('g')).toBe('streaming')
    expect(runtime.record('g').partial).toBe(true)
    expect(runtime.record('g').outputs['words']?.hash).toBeUndefined()
    clock.advance(16)
    await new Promise((resolve) => setTimeout(resolve, 40))
    expect(told).toBe(1)
    expect(last).toBe('.'.repeat(50))
    expect(copied).toEqual([])
    job().end('whole')
    await runtime.settled()
    expect(last).toBe('whole')
    expect(copied).toEqual(['whole'])
    expect(runtime.record('g').partial).toBeUndefined()
  })

  test('an undone edit finds its whole value, not the partial one', async () => {
    const { set, runtime, job, words, state } = bench()
    set(typed('a'))
    runtime.observe(['g'])
    await begun(job)
    job().end('A')
    await runtime.settled()
    set(typed('b'))
    await begun(job)
    job().emit('part')
    expect(words('g')).toBe('part')
    set(typed('a'))
    await runtime.settled()
    expect([words('g'), state('g')]).toEqual(['A', 'fresh'])
    expect(runtime.record('g').partial).toBeUndefined()
  })
})

describe('cancel', () => {
  test('rests as cancelled at once, says where, blocks below, and runs again when asked', async () => {
    const { set, runtime, job, jobs, words, state } = bench()
    set(typed('a'))
    runtime.observe(['c'])
    await begun(job)
    job().progress(0.25, '12 of 48')
    job().emit('half')
    expect(runtime.record('g').progress).toEqual({ share: 0.25, words: '12 of 48' })
    runtime.cancel(['g'])
    expect(job().signal.aborted).toBe(true)
    expect(state('g')).toBe('cancelled: at 12 of 48')
    await runtime.settled()
    expect(state('c')).toBe('blocked: g')
    expect([words('g'), runtime.record('g').partial]).toEqual(['half', true])
    runtime.run(['c'])
    await turn()
    expect(jobs.length).toBe(2)
    job().end('A')
    await runtime.settled()
    expect([state('g'), words('c')]).toEqual(['fresh', 'A'])
  })

  test('stays cancelled while its key is the same, runs when it changes', async () => {
    const { set, runtime, job, jobs, state } = bench()
    set(typed('a'))
    runtime.observe(['g'])
    await turn()
    runtime.cancel()
    set(typed('b'))
    set(typed('a'))
    await runtime.settled()
    expect(state('g')).toBe('cancelled: while running')
    expect(jobs.length).toBe(1)
    set(typed('b'))
    await turn()
    expect(state('g')).toBe('running')
    job().end('B')
    await runtime.settled()
  })

  test('what was stopped before its turn does not run', async () => {
    const { set, runtime, jobs, state } = bench()
    set(typed('a'))
    runtime.observe(['g'])
    runtime.cancel()
    await runtime.settled()
    expect(jobs.length).toBe(0)
    expect(state('p')).toBe('cancelled: before its turn')
    expect(state('g')).toBe('blocked: p')
  })

  test('a computation that breathes is stopped within 100 ms', async () => {
    let laps = 0
    const spin = plainKind({
      kind: 'spin',
      inputs: {},
      outputs: { count: Count.output('') },
      params: z.object({}),
      async compute(_, __, ctx) {
        for (;;) {
          laps++
          await ctx.breathe()
        }
      },
    })
    const runtime = new Runtime({ kinds: lookup([spin]), services: {} })
    runtime.setGraph(graphOf({ s: { kind: 'spin' } }), 0)
    runtime.observe(['s'])
    await new Promise((resolve) => setTimeout(resolve, 30))
    const asked = process.cpuUsage()
    runtime.cancel()
    expect(runtime.record('s').state).toBe('cancelled')
    await turn()
    const then = laps
    await turn()
    expect(laps).toBe(then)
    const { user, system } = process.cpuUsage(asked) // of this process alone: others may keep it waiting
    expect((user + system) / 1000).toBeLessThan(100)
  })
})

describe('memo', () => {
  const many = (count: number): Record<string, NodeSketch> =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`s${i}`, { kind: 'source', params: { value: String(i).padStart(500, '.') } }]),
    )

  test('is bounded by bytes; what is on show is kept', async () => {
    const { set, runtime, words, state } = bench({ memoBytes: 5000 }) // each value counts 1000 bytes
    set(many(10))
    for (let i = 0; i < 10; i++) {
      runtime.observe([`s${i}`])
      await runtime.settled()
      expect(runtime.memoryBytes).toBeLessThanOrEqual(5000)
    }
    expect(state('s9')).toBe('fresh')
    expect(state('s0')).toBe('stale: its result made room for others')
    expect(words('s0')).toBeUndefined()
    const before = runtime.runsStarted
    runtime.observe(['s8'])
    await runtime.settled()
    expect(runtime.runsStarted).toBe(before)
    runtime.observe(Object.keys(many(10)))
    await runtime.settled()
    expect(runtime.memoryBytes).toBe(10000)
    expect(Object.keys(many(10)).every((id) => state(id) === 'fresh')).toBe(true)
  })
})
