/* A worker that is killed while its model writes: another one is started, told everything again, and the notebook comes to the same end. */
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { kindLookup } from '../nodes/lookup'
import { parseNotebook } from '../notebook'
import type { FromWorker } from './messages'
import { evaluatorPlan } from './open-notebook'
import { RemoteEvaluator, type WorkerLike } from './remote-evaluator'
import type { NodeView } from './types'

const NOTEBOOK = `---
vitrine: 1
title: Killed
seed: 3
---
\`\`\`graph sheet
prompt: text@1
  value: Once upon a time, there was a little girl named
primer: model@1
tokens: tokenizer@1
  text: prompt.text
  tokenizer: primer.model
pass: forward@1
  model: primer.model
  tokens: tokens.tokens
story: generate@1
  model: primer.model
  tokens: tokens.tokens
  most: 40
\`\`\`
`

// Beside the project's packages, which the bundle leaves outside.
const folder = mkdtempSync(path.join(os.tmpdir(), 'model-worker-'))
const file = path.join(folder, 'worker.mjs')
const threads: Worker[] = []

beforeAll(async () => {
  const banner = {
    js: `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(path.resolve('package.json'))});`,
  }
  await build({
    entryPoints: ['tests/model-worker.ts'],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner,
    logLevel: 'error',
  })
}, 60_000)
afterAll(async () => {
  await Promise.all(threads.map((thread) => thread.terminate()))
  rmSync(folder, { recursive: true, force: true })
})

/** A thread that ends unasked is one that died. */
function start(): WorkerLike {
  const thread = new Worker(file)
  threads.push(thread)
  const like: WorkerLike = {
    postMessage: (message) => thread.postMessage(message),
    terminate() {
      like.onerror = null
      void thread.terminate()
    },
    onmessage: null,
    onerror: null,
  }
  thread.on('message', (data: FromWorker) => like.onmessage?.({ data }))
  thread.on('exit', () => like.onerror?.({}))
  return like
}

interface Told {
  readonly views: ReadonlyMap<string, NodeView>
  readonly threads: number
}

async function tell(killAt: number): Promise<Told> {
  const before = threads.length
  const evaluator = new RemoteEvaluator(start, (then, ms) => void setTimeout(then, ms))
  const views = new Map<string, NodeView>()
  let steps = 0
  evaluator.onViews((changed) => {
    for (const view of changed) views.set(view.id, view)
    if (changed.some(({ id, state }) => id === 'story' && state === 'streaming') && ++steps === killAt) void threads.at(-1)!.terminate()
  })
  const plan = evaluatorPlan(parseNotebook(NOTEBOOK, kindLookup))
  evaluator.setPlan(plan)
  evaluator.observe(plan.nodes.map(({ id }) => id))
  await evaluator.settled()
  evaluator.dispose()
  return { views, threads: threads.length - before }
}

it('goes on in a new worker, to the same hashes', { timeout: 120_000 }, async () => {
  const killed = await tell(4)
  expect(killed.threads).toBe(2)
  const whole = await tell(Infinity)
  expect(whole.threads).toBe(1)
  expect([...killed.views.keys()].sort()).toEqual(['pass', 'primer', 'prompt', 'story', 'tokens'])
  for (const [id, view] of killed.views) {
    expect([id, view.state]).toEqual([id, 'fresh'])
    const hashes = ({ outputs }: NodeView) => Object.entries(outputs).map(([port, { hash }]) => [port, hash])
    expect(hashes(view)).toEqual(hashes(whole.views.get(id)!))
  }
  expect(killed.views.get('story')!.outputs['text']!.summary).toBe('152 characters')
})
