// Counts what passed, failed and was skipped over all stages, and prints progress with times.
import { performance } from 'node:perf_hooks'

const started = performance.now()
export const seconds = (from) => `${((performance.now() - from) / 1000).toFixed(1)} s`

export class Tally {
  passed = 0
  failed = 0
  skipped = []
  failures = []

  add({ passed = 0, failed = 0, failures = [], skipped = [] }) {
    this.passed += passed
    this.failed += failed
    this.failures.push(...failures)
    this.skipped.push(...skipped)
  }

  /** One stage: `work` returns counts, and throwing counts as one failure. */
  async stage(title, work) {
    const from = performance.now()
    console.log(`\n▸ ${title}`)
    let counts
    try {
      counts = await work()
    } catch (error) {
      counts = { failed: 1, failures: [`${title}: ${error.message}`] }
    }
    this.add(counts)
    for (const text of counts.failures ?? []) console.log(`  ✗ ${text.trim().replaceAll('\n', '\n    ')}`)
    console.log(`  ${title}: ${counts.passed ?? 0} passed, ${counts.failed ?? 0} failed (${seconds(from)})`)
    return (counts.failed ?? 0) === 0
  }

  /** The summary; its last line is the plain count. */
  finish() {
    console.log(`\nAll stages: ${seconds(started)}`)
    for (const text of this.skipped) console.log(`SKIPPED: ${text}`)
    if (this.failures.length > 0) console.log(`Failed:\n${this.failures.map((text) => `  ✗ ${text.split('\n')[0]}`).join('\n')}`)
    console.log(`${this.passed} passed, ${this.failed} failed`)
    return this.failed === 0
  }
}

/** Counts for a program that either succeeds or does not. */
export function verdict(title, done) {
  return done.code === 0 ? { passed: 1 } : { failed: 1, failures: [`${title} (exit code ${done.code})\n${done.all}`] }
}

/** Runs jobs two at a time, as many as the smallest machine has cores, and adds up their counts. */
export async function together(jobs, width = 2) {
  const sum = { passed: 0, failed: 0, failures: [], skipped: [] }
  const queue = [...jobs]
  const worker = async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      const counts = await job()
      sum.passed += counts.passed ?? 0
      sum.failed += counts.failed ?? 0
      sum.failures.push(...(counts.failures ?? []))
      sum.skipped.push(...(counts.skipped ?? []))
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  return sum
}
