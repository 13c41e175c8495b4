/* An open notebook in the page: document, history, evaluator and keeping behind the Session contract. */
import type { Json } from '../graph/json'
import type { Ref } from '../graph/graph'
import { copyNodes, findSecrets, graphOf, OperationRefused, parseNotebook, planOf, writeNotebook, type FoundSecret } from '../notebook'
import { History } from '../notebook/history'
import { applyOperations } from '../notebook/operations'
import type { Notebook, Operation, Problem } from '../notebook/types'
import { kindLookup } from '../nodes/lookup'
import { Cell } from './cell'
import { verdictOn } from './connect'
import { exportNotebook } from './export'
import { nodeIdsOf } from './inner-nodes'
import type { Keeping } from './keeping'
import { Observers } from './observers'
import { resultsOf } from './results'
import { withShipped } from './shipped'
import type {
  EngineStatus,
  Evaluator,
  EvaluatorPlan,
  Exported,
  ExportedModel,
  ExportForm,
  ExportModelOptions,
  KeyChange,
  NodeView,
  Provenance,
  SaveState,
  Session,
  StreamEvent,
  WireVerdict,
} from './types'
import { ViewStore, type StateCounts } from './views'

export interface OpenOptions {
  readonly id: string
  readonly source: string
  readonly evaluator: Evaluator
  readonly keeping: Keeping
  /** Guesses given before, by node. */
  readonly viewerInputs: Readonly<Record<string, Json>>
  readonly onViewerInputs: (inputs: Readonly<Record<string, Json>>) => void
  /** Why it waits for its viewer, where it came from outside. */
  readonly still?: readonly string[]
  readonly onWake?: () => void
}

const NO_ENGINE: EngineStatus = { backend: '', threads: 1, models: [], memoryBytes: 0, memoryLimit: 0, lacks: [] }

/** What the evaluator is told of a notebook. */
export function evaluatorPlan(notebook: Notebook): EvaluatorPlan {
  const plan = planOf(notebook)
  const definitions = [...plan.definitions.values()]
  return { nodes: [...plan.graph.values()], seed: plan.seed, broken: plan.broken, ...(definitions.length > 0 ? { definitions } : {}) }
}

export class OpenNotebook implements Session {
  readonly id: string
  private readonly document: Cell<Notebook>
  private readonly log = new History()
  private readonly views = new ViewStore()
  private readonly engine = new Cell<EngineStatus>(NO_ENGINE)
  private readonly observers: Observers
  private readonly waits: Cell<readonly string[] | null>
  private inputs: Readonly<Record<string, Json>>
  /** Kept, so that a page asking twice gets the same object. */
  private labels = this.log.labels()

  constructor(private readonly options: OpenOptions) {
    this.id = options.id
    this.inputs = options.viewerInputs
    this.document = new Cell(parseNotebook(options.source, kindLookup))
    const { evaluator } = options
    this.waits = new Cell(options.still?.length ? options.still : null)
    this.observers = new Observers((ids) => evaluator.observe(this.still() ? [] : ids))
    evaluator.onViews((views) => this.views.receive(views))
    evaluator.onStatus((status) => this.engine.set(status))
    for (const [id, input] of Object.entries(this.inputs)) evaluator.setViewerInput(id, input)
    evaluator.setPlan(evaluatorPlan(this.document.get()))
  }

  notebook = (): Notebook => this.document.get()
  problems = (): readonly Problem[] => this.document.get().problems
  onNotebook = (listener: () => void): (() => void) => this.document.on(listener)

  /** Throws `OperationRefused`, and changes nothing, where it cannot be done. */
  apply(asked: readonly Operation[], label: string, options: { readonly mergeKey?: string } = {}): void {
    const before = this.document.get()
    const operations = withShipped(before, asked)
    const { notebook, inverse, again } = applyOperations(before, operations, kindLookup)
    this.log.record({ label, operations, inverse, again, ...(options.mergeKey === undefined ? {} : { mergeKey: options.mergeKey }) })
    this.show(notebook, label)
  }

  undo(): string | null {
    return this.step(this.log.undo(), 'Undo')
  }

  redo(): string | null {
    return this.step(this.log.redo(), 'Redo')
  }

  history = (): { readonly undo: string | null; readonly redo: string | null } => this.labels

  view = (id: string): NodeView | null => this.views.cell(id).get()
  onView = (id: string, listener: () => void): (() => void) => this.views.cell(id).on(listener)
  counts = (): StateCounts => this.views.counts.get()
  onCounts = (listener: () => void): (() => void) => this.views.counts.on(listener)
  status = (): EngineStatus => this.engine.get()
  onStatus = (listener: () => void): (() => void) => this.engine.on(listener)

  observe(ids: readonly string[]): () => void {
    return this.observers.add(ids)
  }

  still = (): readonly string[] | null => this.waits.get()
  onStill = (listener: () => void): (() => void) => this.waits.on(listener)

  wake(): void {
    if (!this.still()) return
    this.waits.set(null)
    this.options.onWake?.()
    this.options.evaluator.observe(this.observers.ids())
  }

  clearKept(): void {
    this.options.evaluator.clearKept()
  }

  /** All of it is the viewer's word to begin; a node alone is not. */
  run(ids?: readonly string[]): void {
    if (!ids) this.wake()
    this.options.evaluator.run(ids)
  }

  runTo(id: string): void {
    this.options.evaluator.run([id])
  }

  runFrom(id: string): void {
    this.options.evaluator.runFrom([id])
  }

  /** What is above a node is needed by what is below it. */
  runBranch(id: string): void {
    this.options.evaluator.runFrom([id])
  }

  allow(id: string): void {
    this.options.evaluator.allow([id])
  }

  setPriority(ids: readonly string[]): void {
    this.options.evaluator.prioritise(ids)
  }

  provenance = (id: string, port: string): Promise<Provenance | null> => this.options.evaluator.ask({ about: 'provenance', id, port })
  keyChanges = (id: string): Promise<readonly KeyChange[] | null> => this.options.evaluator.ask({ about: 'key-changes', id })
  events = (id: string): Promise<readonly StreamEvent[]> => this.options.evaluator.ask({ about: 'events', id })
  replay = (id: string, sequence: number): Promise<NodeView | null> => this.options.evaluator.ask({ about: 'replay', id, sequence })

  cancel(ids?: readonly string[]): void {
    this.options.evaluator.cancel(ids)
  }

  answer(id: string, input: Json): void {
    this.inputs = { ...this.inputs, [id]: input }
    this.options.evaluator.setViewerInput(id, input)
    this.options.onViewerInputs(this.inputs)
  }

  chooseIteration(region: string, index: number): void {
    this.options.evaluator.chooseIteration(region, index)
  }

  viewerInput = (id: string): Json | undefined => this.inputs[id]

  canConnect(from: Ref, to: Ref): WireVerdict {
    return verdictOn(planOf(this.document.get()), from, to)
  }

  refusal(operations: readonly Operation[]): string | null {
    try {
      applyOperations(this.document.get(), operations, kindLookup)
      return null
    } catch (error) {
      if (error instanceof OperationRefused) return [error.message, error.hint].filter(Boolean).join(' ')
      throw error
    }
  }

  source = (): string => writeNotebook(this.document.get())
  secrets = (): readonly FoundSecret[] => findSecrets(this.source())
  copy = (ids: readonly string[]): string => copyNodes(this.document.get(), ids, kindLookup)

  async exported(form: ExportForm): Promise<Exported> {
    const notebook = this.document.get()
    return exportNotebook(this.id, notebook, form, { results: await this.results(), view: this.view })
  }
  exportModel = (id: string, options?: ExportModelOptions): Promise<ExportedModel> => this.options.evaluator.exportModel(id, options)
  saveState = (): SaveState => this.options.keeping.state.get()
  onSaveState = (listener: () => void): (() => void) => this.options.keeping.state.on(listener)

  async results(): Promise<Json> {
    const notebook = this.document.get()
    const instances = await this.options.evaluator.ask({ about: 'instances' })
    const views = new Map([...this.views.all(), ...instances.map(({ view }) => view)].map((view) => [view.id, view]))
    return resultsOf(notebook, [...graphOf(notebook).values(), ...instances.map(({ node }) => node)], views)
  }

  dispose(): void {
    void this.options.keeping.flush()
    this.options.evaluator.dispose()
  }

  private step(entry: { readonly label: string; readonly operations: readonly Operation[] } | null, word: string): string | null {
    if (!entry) return null
    this.show(applyOperations(this.document.get(), entry.operations, kindLookup).notebook, `${word}: ${entry.label}`)
    return entry.label
  }

  private show(notebook: Notebook, label: string): void {
    this.labels = this.log.labels()
    this.document.set(notebook)
    const plan = evaluatorPlan(notebook)
    this.options.evaluator.setPlan(plan)
    if (!this.still()) this.options.evaluator.observe(this.observers.ids())
    this.views.keep(nodeIdsOf(plan))
    this.options.keeping.keep(() => writeNotebook(notebook), label)
  }
}
