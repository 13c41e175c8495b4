import { describe, expect, it } from 'vitest'
import type { FromWorker, ToWorker } from './messages'
import { RemoteEvaluator, type WorkerLike } from './remote-evaluator'
import type { NodeView } from './types'

/** A worker that only remembers; it answers when told to. */
class StillWorker implements WorkerLike {
  readonly heard: ToWorker[] = []
  ended = false
  onmessage: WorkerLike['onmessage'] = null
  onerror: WorkerLike['onerror'] = null
  postMessage(message: ToWorker): void {
    this.heard.push(message)
  }
  terminate(): void {
    this.ended = true
  }
  say(message: FromWorker): void {
    this.onmessage?.({ data: message })
  }
}

function opened() {
  const workers: StillWorker[] = []
  const timers: (() => void)[] = []
  const evaluator = new RemoteEvaluator(
    () => {
      const worker = new StillWorker()
      workers.push(worker)
      return worker
    },
    (then) => void timers.push(then),
  )
  return { evaluator, workers, timers, wait: () => timers.splice(0).forEach((then) => then()) }
}

const plan = { nodes: [], seed: 7, broken: {} }
const view = (panels: NodeView['panels']): NodeView => ({ id: 'a', kind: 'text', state: 'fresh', panels, outputs: {}, seed: 0 })

describe('an evaluator in a worker', () => {
  it('keeps the panels of a node whose state alone changed', () => {
    const { evaluator, workers } = opened()
    const seen: NodeView[] = []
    evaluator.onViews((views) => seen.push(...views))
    const panels = [{ panel: 'number', value: 1 }] as const
    workers[0]!.say({ say: 'views', views: [view(panels)] })
    const { panels: _, ...state } = view([])
    workers[0]!.say({ say: 'views', views: [{ ...state, state: 'stale' }] })
    expect(seen[1]).toMatchObject({ state: 'stale', panels })
  })

  it('keeps the outputs of a node whose state alone changed, and reads long ones when they have come', () => {
    const { evaluator, workers } = opened()
    const seen: NodeView[] = []
    evaluator.onViews((views) => seen.push(...views))
    const outputs = { small: { type: 'Number', summary: '3', json: 3 }, long: { type: 'Json', hash: 'h', summary: '400 entries' } }
    workers[0]!.say({ say: 'views', views: [{ ...view([]), outputs }] })
    const { panels: _, outputs: __, ...state } = view([])
    workers[0]!.say({ say: 'views', views: [{ ...state, state: 'stale' }] })
    expect(seen[1]!.outputs).toBe(seen[0]!.outputs)
    expect(seen[1]!.outputs).toMatchObject({ small: { json: 3 }, long: { json: null, summary: '400 entries' } })
    workers[0]!.say({ say: 'printed', id: 'a', port: 'long', hash: 'other', text: '[0]' })
    expect(seen[1]!.outputs['long']!.json).toBeNull()
    workers[0]!.say({ say: 'printed', id: 'a', port: 'long', hash: 'h', text: '[1, 2]' })
    expect(seen[1]!.outputs['long']!.json).toEqual([1, 2])
  })

  it('replaces a worker that does not answer a cancel, and tells the new one everything', () => {
    const { evaluator, workers, wait } = opened()
    evaluator.setPlan(plan)
    evaluator.observe(['a'])
    evaluator.setViewerInput('guess', 1)
    evaluator.cancel()
    wait()
    expect(workers[0]!.ended).toBe(true)
    expect(workers[1]!.heard).toEqual([
      { say: 'viewer-input', id: 'guess', input: 1 },
      { say: 'plan', plan },
      { say: 'observe', ids: ['a'] },
    ])
  })

  it('leaves a worker that answers alone', () => {
    const { evaluator, workers, wait } = opened()
    evaluator.cancel()
    const ping = workers[0]!.heard.find((message) => message.say === 'ping')
    workers[0]!.say({ say: 'pong', number: ping?.say === 'ping' ? ping.number : 0 })
    wait()
    expect(workers).toHaveLength(1)
  })

  it('replaces a worker that died, and whoever waits is still answered', async () => {
    const { evaluator, workers } = opened()
    const settled = evaluator.settled()
    workers[0]!.onerror?.({ message: 'out of memory' })
    const again = workers[1]!.heard.find((message) => message.say === 'settle')
    expect(again).toBeDefined()
    workers[1]!.say({ say: 'settled', number: again?.say === 'settle' ? again.number : 0 })
    await expect(settled).resolves.toBeUndefined()
  })

  it('does not start a worker for ever', () => {
    const { workers } = opened()
    for (let deaths = 0; deaths < 10; deaths++) workers.at(-1)!.onerror?.({})
    expect(workers.length).toBeLessThan(6)
  })

  it('what hung does not run again in the new worker, and stops do not use up its lives', () => {
    const { evaluator, workers, wait } = opened()
    evaluator.setPlan(plan)
    evaluator.observe(['a'])
    evaluator.prioritise(['a'])
    for (let times = 0; times < 6; times++) {
      const worker = workers.at(-1)!
      worker.say({ say: 'views', views: [{ ...view([]), state: 'running' }] })
      evaluator.cancel()
      wait()
      expect(worker.ended).toBe(true)
      expect(workers.at(-1)!.heard.map((message) => message.say)).toEqual(['plan', 'cancel', 'prioritise', 'observe'])
      expect(workers.at(-1)!.heard[1]).toEqual({ say: 'cancel', ids: ['a'] })
    }
    expect(workers).toHaveLength(7)
  })

  it('of plans that follow within a frame the last is told, before anything else that is said', () => {
    const { evaluator, workers, wait } = opened()
    const heard = () => workers[0]!.heard.splice(0)
    const planned = (seed: number) => ({ ...plan, seed })
    for (let seed = 1; seed <= 5; seed++) {
      evaluator.setPlan(planned(seed))
      evaluator.observe(['a'])
    }
    expect(heard()).toEqual([
      { say: 'plan', plan: planned(1) },
      { say: 'observe', ids: ['a'] },
    ])
    wait()
    expect(heard()).toEqual([
      { say: 'plan', plan: planned(5) },
      { say: 'observe', ids: ['a'] },
    ])
    evaluator.setPlan(planned(6))
    evaluator.setPlan(planned(7))
    evaluator.run(['a'])
    expect(heard().map((message) => (message.say === 'plan' ? message.plan.seed : message.say))).toEqual([6, 7, 'observe', 'run'])
    wait()
    expect(heard()).toEqual([])
  })

  it('questions are answered, by the next worker where the first died', async () => {
    const { evaluator, workers } = opened()
    const answer = evaluator.ask({ about: 'events', id: 'a' })
    workers[0]!.onerror?.({})
    const asked = workers[1]!.heard.find((message) => message.say === 'ask')
    expect(asked).toMatchObject({ question: { about: 'events', id: 'a' } })
    workers[1]!.say({ say: 'answer', number: asked?.say === 'ask' ? asked.number : 0, answer: [] })
    await expect(answer).resolves.toEqual([])
  })
})
