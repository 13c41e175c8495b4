/*
 * Random notebooks with regions, choices and uses under random edits, against the naive oracle: the same values at rest, and
 * exactly what is needed and was never computed is computed, once. `VITRINE_FUZZ=10000` runs that many. A failing seed
 * becomes a line of `kept`.
 */
import { describe, expect, test } from 'vitest'
import { nextTurn } from '../breathe'
import { Runtime } from '../runtime'
import { fuzzKinds, type Diary } from '../runtime/fuzz-kinds'
import { lookup } from '../testing'
import { Naive, type Outcome } from './fuzz-naive'
import { Program } from './fuzz-program'
import { regionKinds } from './testing'

const kept: Readonly<Record<string, number>> = {
  'what stands in a body and does not read the item is looked at only while its iteration is there': 74,
  'a turn is decided after the one before, also where the test does not read the state': 342,
  'what rests at its gate stays at rest when something else above changes': 454,
  'an iteration nobody asks for any longer makes room for others': 476,
  'a loop whose test failed has no result while its test is well again and it has not its new shape': 930,
  'the same with a region around it': 5501,
  'what waited for its turn is not computed when the same was computed meanwhile': 495,
  'what a choice took before waits for it to choose again': 1541,
  'what a choice takes is not passed over because it passes over what else reads it': 1697,
  'a use that may be chosen waits for the choice, which asks for what it chooses by': 1866,
}

class Fuzz {
  readonly program: Program
  readonly diary: Diary = { started: [], finished: [] }
  readonly runtime: Runtime
  readonly log: string[] = []
  observed: string[] = []

  constructor(seed: number) {
    this.program = new Program(seed)
    this.runtime = new Runtime({ kinds: lookup([...fuzzKinds(this.diary), ...regionKinds]), services: {} })
    this.log.push(JSON.stringify([this.program.nodes, this.program.definitions], (key, value) => (key === 'scope' ? undefined : value)))
  }

  send(): void {
    // Copies, as when a plan crosses from page to worker: nothing may hang on identity.
    this.runtime.setGraph(structuredClone(this.program.graph()), this.program.seed, {}, structuredClone(this.program.defined()))
  }

  look(): void {
    const { program } = this
    const inner = program.nodes.flatMap((node) => (node.body ?? []).map(({ id }) => `${node.id} ${id}`))
    this.observed = [
      ...program.nodes.map(({ id }) => id).filter(() => program.below(3) === 0),
      ...inner.filter(() => program.below(5) === 0),
    ]
    this.log.push(`observe ${this.observed.join(', ')}`)
    this.runtime.observe(this.observed.map((id) => id.split(' ').at(-1)!))
  }

  edit(): void {
    this.log.push(this.program.edit())
    this.send()
  }

  async rest(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`never came to rest after\n${this.log.join('\n')}`)), 5000)
    })
    await Promise.race([this.runtime.settled(), late])
    clearTimeout(timer)
  }

  /** Compares what is looked at; gives the keys that it takes. */
  compare(): Set<string> {
    const naive = new Naive(this.program)
    for (const wish of this.observed) {
      const [region = '', id] = wish.split(' ')
      const idle = id === undefined ? naive.idle(region) : 'maybe'
      const { state } = this.runtime.record(id ?? region)
      if (state === 'skipped') expect(idle, `${wish} is skipped after\n${this.log.join('\n')}`).not.toBe('no')
      // What is passed over may have been computed before; it is not now.
      const oracle = idle === 'yes' ? new Naive(this.program) : naive
      const expected = id === undefined ? oracle.observe(region) : oracle.observeFirst(region, id)
      if (state === 'skipped') continue
      this.compareOne(id ?? region, expected)
    }
    return naive.keys
  }

  compareOne(id: string, expected: Outcome | null): void {
    const record = this.runtime.record(id)
    const where = `${id} ${record.state} ${record.error?.message ?? record.reason ?? ''} after\n${this.log.join('\n')}`
    if (!expected?.ok) {
      expect(['error', 'blocked', 'empty'], where).toContain(record.state)
      return
    }
    expect(record.state, where).toBe('fresh')
    expect(record.partial, where).toBeUndefined()
    for (const [port, value] of Object.entries(expected.values)) expect(record.outputs[port]?.value, `${port} of ${where}`).toEqual(value)
  }
}

/** One edit at a time, each brought to rest. */
async function quiet(seed: number): Promise<void> {
  const fuzz = new Fuzz(seed)
  const done = new Set<string>()
  fuzz.send()
  for (let step = 0; step < 14; step++) {
    fuzz.diary.started.length = 0
    fuzz.diary.finished.length = 0
    if (step % 4 === 0) fuzz.look()
    else fuzz.edit()
    await fuzz.rest()
    const needed = fuzz.compare()
    const where = fuzz.log.join('\n')
    for (const key of fuzz.diary.started) {
      expect([...needed], `needed after\n${where}`).toContain(key)
      expect([...done], `computed before\n${where}`).not.toContain(key)
    }
    expect(new Set(fuzz.diary.finished).size, where).toBe(fuzz.diary.finished.length)
    for (const key of fuzz.diary.finished) done.add(key)
  }
  fuzz.runtime.dispose()
}

/** Edits pile up while things run. */
async function busy(seed: number): Promise<void> {
  const fuzz = new Fuzz(seed)
  fuzz.send()
  fuzz.look()
  for (let step = 0; step < 18; step++) {
    const roll = fuzz.program.below(6)
    if (roll === 0) fuzz.look()
    else if (roll < 4) fuzz.edit()
    else for (let i = fuzz.program.below(5); i >= 0; i--) await nextTurn()
    if (step % 6 !== 5) continue
    await fuzz.rest()
    fuzz.compare()
  }
  fuzz.runtime.dispose()
}

describe('regions against the naive oracle', () => {
  for (const [name, seed] of Object.entries(kept)) {
    test(`kept: ${name}`, async () => {
      await quiet(seed)
      await busy(seed)
    })
  }

  const wished = Number(process.env['VITRINE_FUZZ'] ?? 60)
  const first = Number(process.env['VITRINE_FUZZ_FROM'] ?? 1)
  test(`${wished} random notebooks under random edits`, { timeout: 60_000 + wished * 1000 }, async () => {
    for (let seed = first; seed < first + wished; seed++) {
      try {
        await quiet(seed)
        await busy(seed)
      } catch (thrown) {
        throw new Error(`seed ${seed}: ${String(thrown)}`, { cause: thrown })
      }
    }
  })
})
