/* The evaluator in its own process: a Runtime over all kinds, its changes turned into views at most once a frame. */
import type { Json } from '../graph/json'
import type { ServiceTypes } from '../graph/define-node'
import type { GraphNode } from '../graph/graph'
import type { Clock } from '../graph/clock'
import type { RunRecord } from '../graph/run-record'
import { Runtime, type ResultStore } from '../graph/runtime'
import { kindById } from '../nodes'
import { Text } from '../values'
import { exportModelOf } from './export-model'
import { viewOf } from './view'
import type { Answers, EngineStatus, Evaluator, EvaluatorPlan, ExportedModel, ExportModelOptions, NodeView, Question } from './types'

export interface EvaluatorOptions {
  readonly services: ServiceTypes
  readonly clock: Clock
  /** Calls back when the next batch of views may go out: a frame in the page, at once in a terminal. */
  readonly frame: (then: () => void) => void
  readonly status: () => Omit<EngineStatus, 'memoryBytes'>
  readonly memoBytes?: number
  /** Bytes that writing a model to a file may take. */
  readonly modelMemory?: number
  /** Results kept between visits. */
  readonly store?: ResultStore
  /** What is known of that store, and how it is emptied. */
  readonly kept?: { bytes(): number; readonly limit: number; clear(): Promise<void> }
}

const MEMO_BYTES = 256 * 2 ** 20

/** Whether two records hold the same values, so that what was drawn of one stands for the other. */
const sameValues = (a: RunRecord, b: RunRecord): boolean => a.outputs === b.outputs && a.inputs === b.inputs && a.params === b.params

export class LocalEvaluator implements Evaluator {
  readonly runtime: Runtime
  private nodes = new Map<string, GraphNode>()
  private inputs = new Map<string, Json>()
  private observed: ReadonlySet<string> = new Set()
  private readonly viewListeners = new Set<(views: readonly NodeView[]) => void>()
  private readonly statusListeners = new Set<(status: EngineStatus) => void>()
  private readonly changed = new Set<string>()
  /** The record each view was made of, so that an unchanged record is not drawn twice. */
  private readonly drawn = new Map<string, { record: RunRecord; input: Json | undefined; view: NodeView }>()
  private waiting = false

  constructor(private readonly options: EvaluatorOptions) {
    this.runtime = new Runtime({
      kinds: kindById,
      services: options.services,
      clock: options.clock,
      memoBytes: options.memoBytes ?? MEMO_BYTES,
      errorType: Text,
      ...(options.store ? { store: options.store } : {}),
    })
    this.runtime.onChange((ids) => {
      for (const id of ids) this.changed.add(id)
      this.wait()
    })
  }

  setPlan(plan: EvaluatorPlan): void {
    this.nodes = new Map(plan.nodes.map((node) => [node.id, node]))
    const definitions = new Map((plan.definitions ?? []).map((definition) => [definition.name, definition]))
    this.runtime.setGraph(this.nodes, plan.seed, plan.broken, definitions)
    for (const id of this.drawn.keys()) if (!this.node(id)) this.drawn.delete(id)
  }

  observe(ids: readonly string[]): void {
    this.observed = new Set(ids)
    this.runtime.observe(ids.filter((id) => this.node(id)))
  }

  chooseIteration(region: string, index: number): void {
    this.runtime.chooseIteration(region, index)
  }

  /** Every instance of a node inside a region or a use that was looked at or asked for. */
  instances(): GraphNode[] {
    return this.runtime.instances().flatMap((id) => {
      const node = this.node(id)
      const { state } = this.runtime.record(id)
      return node && state !== 'stale' && state !== 'queued' ? [{ ...node, id }] : []
    })
  }

  /** A node of the file, of an instance the one that it is an instance of. */
  private node(id: string): GraphNode | undefined {
    return this.nodes.get(id) ?? this.runtime.written(id)
  }

  /** Instances change by the hundred: only those that somebody looks at by their own name are told of. */
  private isTold(id: string): boolean {
    return this.nodes.has(id) || (!id.includes('[') && !id.includes(':')) || this.observed.has(id)
  }

  run(ids?: readonly string[]): void {
    this.runtime.run(ids)
  }

  runFrom(ids: readonly string[]): void {
    this.runtime.runFrom(ids)
  }

  allow(ids: readonly string[]): void {
    this.runtime.allow(ids)
  }

  prioritise(ids: readonly string[]): void {
    this.runtime.prioritise(ids)
  }

  async ask<Asked extends Question>(question: Asked): Promise<Answers[Asked['about']]> {
    return this.answer(question)
  }

  answer<Asked extends Question>(question: Asked): Answers[Asked['about']]
  answer(question: Question): Answers[keyof Answers] {
    switch (question.about) {
      case 'provenance':
        return this.runtime.provenance(question.id, question.port)
      case 'key-changes':
        return this.runtime.keyChanges(question.id)
      case 'events':
        return this.runtime.events(question.id)
      case 'replay':
        return this.replay(question.id, question.sequence)
      case 'instances':
        return this.instances().flatMap((node) => {
          const view = this.view(node.id)
          return view ? [{ node, view }] : []
        })
    }
  }

  private replay(id: string, sequence: number): NodeView | null {
    const node = this.node(id)
    const record = this.runtime.replay(id, sequence)
    return node && record ? viewOf(kindById(node.kind), node, record, this.inputs.get(id)) : null
  }

  cancel(ids?: readonly string[]): void {
    this.runtime.cancel(ids)
  }

  exportModel(id: string, options: ExportModelOptions = {}): Promise<ExportedModel> {
    const { modelMemory } = this.options
    return exportModelOf(id, this.runtime.record(id), { ...options, ...(modelMemory !== undefined && { memoryLimit: modelMemory }) })
  }

  clearKept(): void {
    void this.options.kept?.clear().then(() => this.wait())
  }

  setViewerInput(id: string, input: Json | undefined): void {
    if (input === undefined) this.inputs.delete(id)
    else this.inputs.set(id, input)
    this.runtime.setViewerInput(id, input)
    this.changed.add(id)
    this.wait()
  }

  /** The view of one node now. */
  view(id: string): NodeView | null {
    const node = this.node(id)
    if (!node) return null
    const record = this.runtime.record(id)
    const input = this.inputs.get(id)
    const known = this.drawn.get(id)
    if (known && known.record === record && known.input === input) return known.view
    const same = known && known.input === input && sameValues(known.record, record) ? known.view : null
    const view = viewOf(kindById(node.kind), node, record, input, same)
    this.drawn.set(id, { record, input, view })
    return view
  }

  onViews(listener: (views: readonly NodeView[]) => void): () => void {
    this.viewListeners.add(listener)
    return () => this.viewListeners.delete(listener)
  }

  onStatus(listener: (status: EngineStatus) => void): () => void {
    this.statusListeners.add(listener)
    return () => this.statusListeners.delete(listener)
  }

  status(): EngineStatus {
    const { kept } = this.options
    const keeps = kept && { kept: { bytes: kept.bytes(), limit: kept.limit } }
    return { ...this.options.status(), memoryBytes: this.runtime.memoryBytes, ...keeps }
  }

  async settled(): Promise<void> {
    await this.runtime.settled()
    this.flush()
  }

  dispose(): void {
    this.runtime.dispose()
    this.viewListeners.clear()
    this.statusListeners.clear()
  }

  private wait(): void {
    if (this.waiting) return
    this.waiting = true
    this.options.frame(() => {
      this.waiting = false
      this.flush()
    })
    // What came to rest has nothing to wait for.
    void this.runtime.settled().then(() => {
      if (this.changed.size > 0) this.flush()
    })
  }

  private flush(): void {
    const ids = [...this.changed]
    this.changed.clear()
    if (ids.length > 0 && this.viewListeners.size > 0) {
      const views = ids
        .filter((id) => this.isTold(id))
        .map((id) => this.view(id))
        .filter((view) => view !== null)
      for (const listener of this.viewListeners) listener(views)
    }
    if (this.statusListeners.size === 0) return
    const status = this.status()
    for (const listener of this.statusListeners) listener(status)
  }
}
