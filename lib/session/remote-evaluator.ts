/*
 * The page's side of an evaluator in a worker. The worker is disposable: plan, observed nodes and viewer inputs are kept
 * here, so that a worker which died or does not answer is replaced and told everything again.
 */
import type { Json } from '../graph/json'
import type { FromWorker, SentOutput, SentView, ToWorker } from './messages'
import { Printed } from './printed'
import type { EngineStatus, Evaluator, EvaluatorPlan, NodeView } from './types'

export interface WorkerLike {
  postMessage(message: ToWorker): void
  terminate(): void
  onmessage: ((event: { data: FromWorker }) => void) | null
  onerror: ((event: { message?: string }) => void) | null
}

/** A worker that has not answered a cancel for this long is replaced (3-runtime, rule 8). */
const PATIENCE_MS = 2000
/** A worker that keeps dying is not started for ever. */
const MOST_RESTARTS = 3

export class RemoteEvaluator implements Evaluator {
  private worker: WorkerLike
  private plan: EvaluatorPlan | null = null
  private observed: readonly string[] = []
  private readonly inputs = new Map<string, Json>()
  private readonly chosen = new Map<string, number>()
  private readonly shown = new Map<string, Pick<NodeView, 'panels' | 'outputs'>>()
  private readonly printed = new Printed()
  private readonly viewListeners = new Set<(views: readonly NodeView[]) => void>()
  private readonly statusListeners = new Set<(status: EngineStatus) => void>()
  private readonly settling = new Map<number, () => void>()
  private number = 0
  private awaitedPong = 0
  private restarts = 0

  constructor(
    private readonly start: () => WorkerLike,
    private readonly later: (then: () => void, ms: number) => void,
  ) {
    this.worker = this.open()
  }

  setPlan(plan: EvaluatorPlan): void {
    this.plan = plan
    this.worker.postMessage({ say: 'plan', plan })
  }

  observe(ids: readonly string[]): void {
    this.observed = ids
    this.worker.postMessage({ say: 'observe', ids })
  }

  run(ids?: readonly string[]): void {
    this.worker.postMessage({ say: 'run', ids })
  }

  cancel(ids?: readonly string[]): void {
    this.worker.postMessage({ say: 'cancel', ids })
    this.watch()
  }

  setViewerInput(id: string, input: Json | undefined): void {
    if (input === undefined) this.inputs.delete(id)
    else this.inputs.set(id, input)
    this.worker.postMessage({ say: 'viewer-input', id, input })
  }

  chooseIteration(region: string, index: number): void {
    this.chosen.set(region, index)
    this.worker.postMessage({ say: 'choose-iteration', region, index })
  }

  onViews(listener: (views: readonly NodeView[]) => void): () => void {
    this.viewListeners.add(listener)
    return () => this.viewListeners.delete(listener)
  }

  onStatus(listener: (status: EngineStatus) => void): () => void {
    this.statusListeners.add(listener)
    return () => this.statusListeners.delete(listener)
  }

  settled(): Promise<void> {
    const number = ++this.number
    return new Promise((resolve) => {
      this.settling.set(number, resolve)
      this.worker.postMessage({ say: 'settle', number })
    })
  }

  dispose(): void {
    this.worker.onmessage = null
    this.worker.terminate()
    this.viewListeners.clear()
    this.statusListeners.clear()
  }

  private open(): WorkerLike {
    const worker = this.start()
    worker.onmessage = (event) => this.hear(event.data)
    worker.onerror = () => this.replace()
    return worker
  }

  private watch(): void {
    const number = ++this.number
    this.worker.postMessage({ say: 'ping', number })
    this.later(() => {
      if (this.awaitedPong < number) this.replace()
    }, PATIENCE_MS)
  }

  private replace(): void {
    if (this.restarts >= MOST_RESTARTS) return
    this.restarts++
    this.worker.onmessage = null
    this.worker.terminate()
    this.awaitedPong = this.number
    this.shown.clear()
    this.worker = this.open()
    for (const [id, input] of this.inputs) this.worker.postMessage({ say: 'viewer-input', id, input })
    for (const [region, index] of this.chosen) this.worker.postMessage({ say: 'choose-iteration', region, index })
    if (this.plan) this.worker.postMessage({ say: 'plan', plan: this.plan })
    this.worker.postMessage({ say: 'observe', ids: this.observed })
    for (const number of this.settling.keys()) this.worker.postMessage({ say: 'settle', number })
  }

  private hear(message: FromWorker): void {
    if (message.say === 'views') this.receive(message.views)
    else if (message.say === 'status') for (const listener of this.statusListeners) listener(message.status)
    else if (message.say === 'printed') this.printed.take(message)
    else if (message.say === 'pong') this.awaitedPong = Math.max(this.awaitedPong, message.number)
    else {
      this.settling.get(message.number)?.()
      this.settling.delete(message.number)
    }
  }

  private receive(views: readonly SentView[]): void {
    const whole = views.map((view) => {
      const before = this.shown.get(view.id)
      const panels = view.panels ?? before?.panels ?? []
      const outputs = view.outputs ? this.outputs(view.id, view.outputs) : (before?.outputs ?? {})
      this.shown.set(view.id, { panels, outputs })
      return { ...view, panels, outputs }
    })
    for (const listener of this.viewListeners) listener(whole)
  }

  private outputs(id: string, outputs: Readonly<Record<string, SentOutput>>): NodeView['outputs'] {
    return Object.fromEntries(
      Object.entries(outputs).map(([port, { json, ...rest }]) => [
        port,
        json === undefined ? this.printed.output(id, port, rest) : { ...rest, json },
      ]),
    )
  }
}
