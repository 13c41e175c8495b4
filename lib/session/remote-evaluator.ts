/*
 * The page's side of an evaluator in a worker. The worker is disposable: plan, observed nodes and viewer inputs are kept
 * here, so that a worker which died or does not answer is replaced and told everything again.
 */
import type { Json } from '../graph/json'
import type { NodeState } from '../graph/states'
import type { FromWorker, SentOutput, SentView, ToWorker } from './messages'
import { Printed } from './printed'
import { RemoteExports } from './remote-exports'
import { PlanSender } from './sent-plan'
import type { Answers, EngineStatus, Evaluator, EvaluatorPlan, ExportedModel, ExportModelOptions, NodeView, Question } from './types'

export interface WorkerLike {
  postMessage(message: ToWorker): void
  terminate(): void
  onmessage: ((event: { data: FromWorker }) => void) | null
  onerror: ((event: { message?: string }) => void) | null
}

/** A worker that has not answered a cancel for this long is replaced (3-runtime, rule 8). */
const PATIENCE_MS = 2000
/** Plans that follow one another faster, as while a slider is dragged, are told once a frame: the last of them. */
const FRAME_MS = 16
/** A worker that keeps dying is not started for ever. */
const MOST_RESTARTS = 3

const AT_WORK: ReadonlySet<NodeState> = new Set(['running', 'streaming'])

export class RemoteEvaluator implements Evaluator {
  private worker: WorkerLike
  private plan: EvaluatorPlan | null = null
  private observed: readonly string[] = []
  private readonly inputs = new Map<string, Json>()
  private readonly chosen = new Map<string, number>()
  private readonly shown = new Map<string, Pick<NodeView, 'panels' | 'outputs'>>()
  private readonly printed = new Printed()
  private readonly sender = new PlanSender()
  private readonly viewListeners = new Set<(views: readonly NodeView[]) => void>()
  private readonly statusListeners = new Set<(status: EngineStatus) => void>()
  private readonly settling = new Map<number, () => void>()
  private readonly asked = new Map<number, { readonly question: Question; readonly resolve: (answer: never) => void }>()
  private readonly exports = new RemoteExports((message) => this.tell(message))
  private readonly atWork = new Set<string>()
  private prioritised: readonly string[] = []
  private pausing = false
  private owesPlan = false
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
    if (this.pausing) {
      this.owesPlan = true
      return
    }
    this.worker.postMessage({ say: 'plan', plan: this.sender.sent(plan) })
    this.pausing = true
    this.later(() => {
      this.pausing = false
      this.tellPlan()
    }, FRAME_MS)
  }

  /** The plan that was held back, and what is looked at in it. */
  private tellPlan(): void {
    if (!this.owesPlan || !this.plan) return
    this.owesPlan = false
    this.worker.postMessage({ say: 'plan', plan: this.sender.sent(this.plan) })
    this.worker.postMessage({ say: 'observe', ids: this.observed })
  }

  /** Nothing overtakes a plan. */
  private tell(message: ToWorker): void {
    this.tellPlan()
    this.worker.postMessage(message)
  }

  observe(ids: readonly string[]): void {
    this.observed = ids
    if (!this.owesPlan) this.worker.postMessage({ say: 'observe', ids })
  }

  run(ids?: readonly string[]): void {
    this.tell({ say: 'run', ids })
  }

  runFrom(ids: readonly string[]): void {
    this.tell({ say: 'run-from', ids })
  }

  allow(ids: readonly string[]): void {
    this.tell({ say: 'allow', ids })
  }

  prioritise(ids: readonly string[]): void {
    this.prioritised = ids
    this.tell({ say: 'prioritise', ids })
  }

  ask<Asked extends Question>(question: Asked): Promise<Answers[Asked['about']]> {
    const number = ++this.number
    return new Promise((resolve) => {
      this.asked.set(number, { question, resolve })
      this.tell({ say: 'ask', number, question })
    })
  }

  cancel(ids?: readonly string[]): void {
    this.tell({ say: 'cancel', ids })
    this.watch(ids)
  }

  exportModel(id: string, options?: ExportModelOptions): Promise<ExportedModel> {
    return this.exports.start(++this.number, id, options)
  }

  clearKept(): void {
    this.tell({ say: 'clear-kept' })
  }

  setViewerInput(id: string, input: Json | undefined): void {
    if (input === undefined) this.inputs.delete(id)
    else this.inputs.set(id, input)
    this.tell({ say: 'viewer-input', id, input })
  }

  chooseIteration(region: string, index: number): void {
    this.chosen.set(region, index)
    this.tell({ say: 'choose-iteration', region, index })
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
      this.tell({ say: 'settle', number })
    })
  }

  dispose(): void {
    this.worker.onmessage = null
    this.worker.terminate()
    this.exports.end('The notebook was closed before the model was written.')
    this.viewListeners.clear()
    this.statusListeners.clear()
  }

  private open(): WorkerLike {
    const worker = this.start()
    worker.onmessage = (event) => this.hear(event.data)
    worker.onerror = () => {
      if (this.restarts++ < MOST_RESTARTS) this.replace([])
    }
    return worker
  }

  /** What was to be stopped does not run again in the new worker: it would hang that one too. */
  private watch(ids: readonly string[] | undefined): void {
    const number = ++this.number
    this.worker.postMessage({ say: 'ping', number })
    this.later(() => {
      if (this.awaitedPong < number) this.replace([...new Set([...(ids ?? []), ...this.atWork])])
    }, PATIENCE_MS)
  }

  private replace(stopped: readonly string[]): void {
    this.worker.onmessage = null
    this.worker.onerror = null
    this.worker.terminate()
    this.awaitedPong = this.number
    this.shown.clear()
    // It may have been the export that ended the worker: it is not begun again by itself.
    this.exports.end('The worker had to be started anew before the model was written.')
    this.atWork.clear()
    this.owesPlan = false
    this.sender.forget()
    this.worker = this.open()
    for (const [id, input] of this.inputs) this.worker.postMessage({ say: 'viewer-input', id, input })
    for (const [region, index] of this.chosen) this.worker.postMessage({ say: 'choose-iteration', region, index })
    if (this.plan) this.worker.postMessage({ say: 'plan', plan: this.sender.sent(this.plan) })
    if (stopped.length > 0) this.worker.postMessage({ say: 'cancel', ids: stopped })
    if (this.prioritised.length > 0) this.worker.postMessage({ say: 'prioritise', ids: this.prioritised })
    this.worker.postMessage({ say: 'observe', ids: this.observed })
    for (const [number, { question }] of this.asked) this.worker.postMessage({ say: 'ask', number, question })
    for (const number of this.settling.keys()) this.worker.postMessage({ say: 'settle', number })
  }

  private hear(message: FromWorker): void {
    if (message.say === 'views') this.receive(message.views)
    else if (message.say === 'status') for (const listener of this.statusListeners) listener(message.status)
    else if (message.say === 'printed') this.printed.take(message)
    else if (message.say === 'answer') {
      this.asked.get(message.number)?.resolve(message.answer as never)
      this.asked.delete(message.number)
    } else if (message.say === 'exporting' || message.say === 'exported' || message.say === 'not-exported') this.exports.hear(message)
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
      if (AT_WORK.has(view.state)) this.atWork.add(view.id)
      else this.atWork.delete(view.id)
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
