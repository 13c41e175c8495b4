/* The worker's side: one evaluator behind a message port. Knows messages, not windows. */
import type { Json } from '../graph/json'
import { EngineFailure } from '../engine/types'
import type { NodeError } from '../graph/states'
import type { LocalEvaluator } from './evaluator'
import type { FromWorker, SentOutput, SentView, ToWorker } from './messages'
import { PlanReader } from './sent-plan'
import type { NodeView, OutputView } from './types'

/** Answers messages with `post`; returns what to call with each message received. */
export function hostEvaluator(evaluator: LocalEvaluator, post: (message: FromWorker) => void): (message: ToWorker) => void {
  const sender = new Sender(evaluator, post)
  const exports = new ModelExports(evaluator, post)
  const plans = new PlanReader()
  evaluator.onViews((views) => post({ say: 'views', views: views.map((view) => sender.view(view)) }))
  evaluator.onStatus((status) => post({ say: 'status', status }))
  return (message) => {
    switch (message.say) {
      case 'plan':
        return evaluator.setPlan(plans.read(message.plan))
      case 'observe':
        return evaluator.observe(message.ids)
      case 'run':
        return evaluator.run(message.ids)
      case 'run-from':
        return evaluator.runFrom(message.ids)
      case 'allow':
        return evaluator.allow(message.ids)
      case 'prioritise':
        return evaluator.prioritise(message.ids)
      case 'ask':
        return post({ say: 'answer', number: message.number, answer: evaluator.answer(message.question) })
      case 'cancel':
        return evaluator.cancel(message.ids)
      case 'clear-kept':
        return evaluator.clearKept()
      case 'viewer-input':
        return evaluator.setViewerInput(message.id, message.input)
      case 'choose-iteration':
        return evaluator.chooseIteration(message.region, message.index)
      case 'export-model':
        return exports.start(message.number, message.id)
      case 'stop-export':
        return exports.stop(message.number)
      // Heard by the worker itself, which keeps files beside the evaluator.
      case 'files':
        return
      case 'ping':
        return post({ say: 'pong', number: message.number })
      case 'settle':
        void evaluator.settled().then(() => {
          sender.print()
          post({ say: 'settled', number: message.number })
        })
    }
  }
}

/** Models on their way into files, each under the number that the page gave it. */
class ModelExports {
  private readonly running = new Map<number, AbortController>()

  constructor(
    private readonly evaluator: LocalEvaluator,
    private readonly post: (message: FromWorker) => void,
  ) {}

  start(number: number, id: string): void {
    const stop = new AbortController()
    this.running.set(number, stop)
    const progress = (share: number, words?: string): void => this.post({ say: 'exporting', number, share, words })
    this.evaluator
      .exportModel(id, { signal: stop.signal, progress })
      .then(
        (model) => this.post({ say: 'exported', number, model }),
        (cause: unknown) => this.post({ say: 'not-exported', number, error: errorOf(cause) }),
      )
      .finally(() => this.running.delete(number))
  }

  stop(number: number): void {
    this.running.get(number)?.abort()
  }
}

function errorOf(cause: unknown): NodeError {
  if (cause instanceof EngineFailure) return { code: cause.code, message: cause.message, ...(cause.hint ? { hint: cause.hint } : {}) }
  return { code: 'not-written', message: `The model could not be written: ${cause instanceof Error ? cause.message : String(cause)}.` }
}

/** Lists longer than this are printed after everything else: to be copied for the page, they cost more than to be computed. */
const LONG_LIST = 256
const isLong = (json: Json): json is readonly Json[] => Array.isArray(json) && json.length > LONG_LIST

/** Sends each thing once: what stands as it was sent is left out. */
class Sender {
  private readonly sent = new Map<string, Pick<NodeView, 'panels' | 'outputs'>>()
  private readonly owed = new Map<string, { readonly id: string; readonly port: string; readonly output: OutputView }>()
  private waiting = false

  constructor(
    private readonly evaluator: LocalEvaluator,
    private readonly post: (message: FromWorker) => void,
  ) {}

  view(view: NodeView): SentView {
    const { panels, outputs, ...rest } = view
    const before = this.sent.get(view.id)
    this.sent.set(view.id, { panels, outputs })
    return {
      ...rest,
      ...(before?.panels === panels ? {} : { panels }),
      ...(before?.outputs === outputs ? {} : { outputs: this.outputs(view.id, outputs) }),
    }
  }

  private outputs(id: string, outputs: NodeView['outputs']): Readonly<Record<string, SentOutput>> {
    return Object.fromEntries(
      Object.entries(outputs).map(([port, output]) => {
        if (!isLong(output.json)) return [port, output]
        this.owe(id, port, output)
        const { json: _, ...rest } = output
        return [port, rest]
      }),
    )
  }

  private owe(id: string, port: string, output: OutputView): void {
    this.owed.set(`${id}.${port}`, { id, port, output })
    if (this.waiting) return
    this.waiting = true
    void this.evaluator.settled().then(() => {
      this.waiting = false
      this.print()
    })
  }

  /** What is still owed, as text: one copy, which the page reads when somebody asks. */
  print(): void {
    for (const { id, port, output } of this.owed.values())
      this.post({ say: 'printed', id, port, hash: output.hash, text: JSON.stringify(output.json) })
    this.owed.clear()
  }
}
