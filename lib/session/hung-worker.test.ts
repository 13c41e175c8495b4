/* A worker that truly hangs, in a thread of its own: it is ended two seconds after a stop it does not answer. */
import { Worker } from 'node:worker_threads'
import { afterEach, expect, it } from 'vitest'
import type { FromWorker, ToWorker } from './messages'
import { RemoteEvaluator, type WorkerLike } from './remote-evaluator'

/** Answers pings and settles; computes for ever once it is asked to look at something, unless that was stopped before. */
const SOURCE = `
const { parentPort } = require('node:worker_threads')
let stopped = []
parentPort.on('message', (message) => {
  if (message.say === 'ping') parentPort.postMessage({ say: 'pong', number: message.number })
  if (message.say === 'settle') parentPort.postMessage({ say: 'settled', number: message.number })
  if (message.say === 'cancel') stopped = message.ids ?? []
  if (message.say !== 'observe') return
  const state = stopped.includes('a') ? 'cancelled' : 'running'
  parentPort.postMessage({ say: 'views', views: [{ id: 'a', kind: 'text', state, panels: [], outputs: {}, seed: 0 }] })
  if (state === 'running') setTimeout(() => { for (;;); }, 20)
})`

const threads: Worker[] = []
const ends: Promise<number>[] = []
function start(): WorkerLike {
  const thread = new Worker(SOURCE, { eval: true })
  threads.push(thread)
  ends.push(new Promise((resolve) => thread.on('exit', resolve)))
  const like: WorkerLike = {
    postMessage: (message: ToWorker) => thread.postMessage(message),
    terminate: () => void thread.terminate(),
    onmessage: null,
    onerror: null,
  }
  thread.on('message', (data: FromWorker) => like.onmessage?.({ data }))
  return like
}
afterEach(() => Promise.all(threads.map((thread) => thread.terminate())))

it('a worker that hangs is ended, and the next one does not run what hung it', async () => {
  const evaluator = new RemoteEvaluator(start, (then, ms) => void setTimeout(then, ms))
  const states: string[] = []
  const seen = (state: string) =>
    new Promise<void>((resolve) => {
      const stop = evaluator.onViews((views) => {
        if (!views.some((view) => view.state === state)) return
        stop()
        resolve()
      })
    })
  evaluator.onViews((views) => states.push(...views.map((view) => view.state)))
  evaluator.setPlan({ nodes: [], seed: 0, broken: {} })
  const running = seen('running')
  evaluator.observe(['a'])
  await running
  await new Promise((resolve) => setTimeout(resolve, 100))
  const asked = performance.now()
  evaluator.cancel()
  const cancelled = seen('cancelled')
  await ends[0]
  const ended = performance.now() - asked
  await cancelled
  await evaluator.settled()
  console.info(`a hung worker was ended ${Math.round(ended)} ms after the stop, and its successor answers`)
  expect(ended).toBeGreaterThan(1900)
  expect(ended).toBeLessThan(4000)
  expect([threads.length, states]).toEqual([2, ['running', 'cancelled']])
  evaluator.dispose()
}, 20_000)
