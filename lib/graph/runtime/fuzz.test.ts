/*
 * Random graphs and random edits against the naive oracle: the same states and values at rest, nothing computed twice and
 * nothing computed that nobody looks at. A sample runs with the tests; `VITRINE_FUZZ=20000` runs that many. A failing seed
 * becomes a line of `kept`.
 */
import { describe, expect, test } from 'vitest'
import { Fuzz, MOST_NODES } from './fuzz-world'

const kept: Readonly<Record<string, number>> = {
  'all at rest is not told halfway through an edit': 5,
  'a bad param takes a node out of its cycle': 7,
  'a node reached on two ways is marked once': 168,
  'a pin says more than what a frozen node kept': 1086,
  'a wire that brings nothing is as good as none': 1880,
}

const hasDoubles = (list: readonly string[]): boolean => new Set(list).size !== list.length

/** Edits pile up while things run; now and then everything comes to rest and is compared. */
async function busy(seed: number, modes: boolean): Promise<void> {
  const bounded = seed % 3 === 0
  const fuzz = new Fuzz(seed, modes, bounded ? 100 : undefined)
  for (let i = 0; i < 6; i++) fuzz.add()
  fuzz.send()
  for (let step = 0; step < 30; step++) {
    await fuzz.act()
    if (step % 7 !== 6) continue
    await fuzz.rest()
    fuzz.compare()
  }
  fuzz.runtime.run()
  await fuzz.rest()
  fuzz.stopped = false
  fuzz.compare()
  if (bounded) {
    const pinned = 100 + 80 * MOST_NODES
    if (!modes) expect(fuzz.runtime.memoryBytes).toBeLessThan(pinned)
  }
  fuzz.runtime.dispose()
}

/** One edit at a time, each brought to rest: exactly what is needed and was never computed is computed, once. */
async function quiet(seed: number, modes: boolean): Promise<void> {
  const fuzz = new Fuzz(seed, modes)
  const done = new Set<string>()
  for (let step = 0; step < 30; step++) {
    const held = fuzz.frozenNow()
    if (step < 6) fuzz.add()
    else if (step % 5 === 0) {
      fuzz.observed = [...fuzz.world.nodes.keys()].filter(() => fuzz.below(2) === 0)
      fuzz.log.push(`observe ${fuzz.observed.join(' ')}`)
      fuzz.runtime.observe(fuzz.observed)
    } else if (modes && step % 3 === 0) fuzz.mode()
    else fuzz.edit()
    fuzz.diary.started.length = 0
    fuzz.diary.finished.length = 0
    fuzz.send()
    await fuzz.rest()
    fuzz.compare()
    const needed = fuzz.neededKeys(held)
    const where = fuzz.log.join('\n')
    for (const key of fuzz.diary.started) {
      expect(needed, where).toContain(key)
      // words from a number and words as words look alike here and are two keys there
      if (!key.startsWith('length')) expect([...done], where).not.toContain(key)
    }
    expect(hasDoubles(fuzz.diary.finished.filter((key) => !key.startsWith('length'))), where).toBe(false)
    for (const key of fuzz.diary.finished) done.add(key)
  }
  fuzz.runtime.dispose()
}

describe('the runtime against the naive oracle', () => {
  for (const [name, seed] of Object.entries(kept)) {
    test(`kept: ${name}`, async () => {
      for (const modes of [false, true]) {
        await busy(seed, modes)
        await quiet(seed, modes)
      }
    })
  }

  const wished = Number(process.env['VITRINE_FUZZ'] ?? 150)
  const first = Number(process.env['VITRINE_FUZZ_FROM'] ?? 1)
  test(`${wished} random notebooks under random edits`, { timeout: 60_000 + wished * 100 }, async () => {
    for (let seed = first; seed < first + wished; seed++) {
      try {
        await busy(seed, seed % 2 === 0)
        await quiet(seed, seed % 2 === 0)
      } catch (thrown) {
        throw new Error(`seed ${seed}: ${String(thrown)}`, { cause: thrown })
      }
    }
  })
})
