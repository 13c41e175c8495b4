/* Threads that share a kernel's pieces, in a program of their own: should one wait for ever, it is ended and the test says so. */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../scripts/root.mjs'
import { bundleForNode } from '../golden-bundles.mjs'

const program = path.join(root, 'node_modules', '.cache', 'threads', 'many-jobs.mjs')
const JOBS = 200_000
const MINUTE = 60_000

describe('threads', () => {
  beforeAll(() => bundleForNode('tests/threads/many-jobs.ts', program))

  test.each([2, 3])('%i threads end every one of many short jobs, and each with the right sums', { timeout: 2 * MINUTE }, (threads) => {
    const { stdout, signal } = spawnSync(process.execPath, [program, String(threads), String(JOBS)], { timeout: MINUTE, encoding: 'utf8' })
    expect(signal, 'a job never ended').toBeNull()
    expect(JSON.parse(stdout)).toEqual({ threads, jobs: JOBS, wrong: 0 })
  })
})
