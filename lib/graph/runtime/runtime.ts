/*
 * The reactive runtime (3-runtime): push invalidation, pull evaluation of what is observed, results by content.
 * One engine for page, worker, Node and tests; no DOM. Computing is reactor.ts's, this file takes edits and wishes.
 */
import { wallClock, type Clock } from '../clock'
import type { NodeKind, ServiceTypes } from '../define-node'
import type { Definitions, Graph, GraphNode } from '../graph'
import type { Json } from '../json'
import { deriveSeed } from '../random'
import type { Authored } from '../regions/expand'
import type { Flat } from '../regions/flat'
import { iterationsOf, withoutIterations } from '../regions/names'
import { Regions } from '../regions/regions'
import type { RunRecord } from '../run-record'
import type { NodeError } from '../states'
import { Cell, isInner, recordOf } from './cell'
import { Changes, frames, type FrameScheduler } from './changes'
import { comparePlans, type Edit, type Plan } from './edits'
import { affectedCells, worthWaiting } from './hold'
import { linkCells, readFault, sameRest } from './links'
import { Reactor } from './reactor'
import { SHORT_MS } from './runs'

export interface RuntimeOptions {
  readonly kinds: (id: string) => NodeKind | undefined
  readonly services: Partial<ServiceTypes>
  readonly clock?: Clock
  /** Bound of kept results. Default 256 MiB; what is on show is kept beyond it. */
  readonly memoBytes?: number
  /** When listeners are told. Default: at most every 16 ms. */
  readonly scheduler?: FrameScheduler
}

const MEBIBYTE = 1048576
const EMPTY_PLAN: Plan = { graph: new Map(), seed: 0, broken: {} }
const NO_DEFINITIONS: Definitions = new Map()

export class Runtime {
  readonly #clock: Clock
  readonly #reactor: Reactor
  readonly #changes: Changes
  readonly #seeds = new Map<string, number>()
  readonly #viewerInputs = new Map<string, Json>()
  readonly #kinds: RuntimeOptions['kinds']
  readonly #regions: Regions
  #plan = EMPTY_PLAN
  /** The latest edit, waiting for short runs to end. */
  #next: { authored: Authored; since: number; affected: Set<Cell>; timer: ReturnType<typeof setTimeout> } | undefined
  /** Cells looked at before the last edit: more since then means that its wave has begun. */
  #evaluatedBefore = 0
  #observed: ReadonlySet<string> = new Set()
  /** Asked for by `run` though nobody looks; forgotten once at rest. */
  #asked = new Set<string>()
  #settled: (() => void)[] = []
  #changing = false
  #disposed = false

  constructor(options: RuntimeOptions) {
    this.#clock = options.clock ?? wallClock
    this.#kinds = options.kinds
    this.#changes = new Changes(options.scheduler ?? frames(this.#clock))
    this.#reactor = new Reactor({
      services: options.services,
      clock: this.#clock,
      memoBytes: options.memoBytes ?? 256 * MEBIBYTE,
      around: {
        seed: (cell) => this.#seedOf(cell.id),
        viewerInput: (cell) => this.#viewerInputs.get(cell.id) ?? this.#viewerInputs.get(withoutIterations(cell.id)),
      },
      onTouch: (cell) => this.#touched(cell),
      onProgress: () => this.#progressed(),
      reshape: () => this.#reshape(),
    })
    this.#regions = new Regions(options.kinds, this.#reactor.cells)
  }

  /** Bytes of kept results. */
  get memoryBytes(): number {
    return this.#reactor.memo.bytes
  }

  /** Computations started so far; what came from the memo is not among them. */
  get runsStarted(): number {
    return this.#reactor.runs.started
  }

  /** The whole graph anew; what changed is found here. `broken`: nodes that must not run, with the error they show. */
  setGraph(graph: Graph, seed: number, broken: Readonly<Record<string, NodeError>> = {}, definitions: Definitions = NO_DEFINITIONS): void {
    const authored: Authored = { graph, seed, broken, definitions }
    const flat = this.#regions.expand(authored)
    const edit = comparePlans(this.#plan, { ...flat, seed })
    if (this.#mustWait(authored, edit)) return
    this.#endWait()
    this.#evaluatedBefore = this.#reactor.evaluated
    this.#whole(() => this.#apply(authored, flat, edit))
  }

  /** Which iteration of a region its nodes without a number stand for. `region`: its id, without numbers. */
  chooseIteration(region: string, index: number): void {
    this.#catchUp()
    const before = [...this.#regions.innerPaths].map((path) => [path, this.#regions.find(path).id] as const)
    this.#regions.choose(region, index)
    this.#regions.settleDown()
    for (const [path, id] of before) if (this.#regions.find(path).id !== id) this.#changes.add(path)
    for (const cell of this.#reactor.cells.values())
      if (cell.part?.gathers && withoutIterations(cell.id) === region) this.#reactor.touch(cell)
    this.#need()
  }

  /** The node of the file that an id stands for, those in bodies and definitions by their path. */
  written(id: string): GraphNode | undefined {
    return this.#regions.written(withoutIterations(id))
  }

  /** Every instance there is of nodes inside regions and uses, in order. */
  instances(): string[] {
    const ids: string[] = []
    for (const cell of this.#reactor.cells.values()) if (isInner(cell)) ids.push(cell.id)
    return ids
  }

  /** Ids someone looks at; only these and what they depend on are computed. Replaces the earlier set. */
  observe(ids: Iterable<string>): void {
    this.#observed = new Set(ids)
    this.#need()
  }

  /** Runs what is stale, stopped or failed: the given nodes and what blocks them, or everything observed. */
  run(ids?: Iterable<string>): void {
    this.#catchUp()
    const asked = [...(ids ?? this.#observed)]
    const wished = this.#regions.needs(asked).flatMap((id) => this.#reactor.cells.get(id) ?? [])
    const again = new Set(wished)
    for (const cell of again) for (const source of cell.upstream) again.add(source)
    this.#whole(() => {
      for (const id of asked) this.#asked.add(id)
      this.#need()
      for (const cell of again) this.#retry(cell)
    })
  }

  /** Stops the given nodes, or everything at work. They rest as cancelled until something changes or `run` is called. */
  cancel(ids?: Iterable<string>): void {
    this.#catchUp()
    const cells = ids ? this.#wholeRegions(ids) : [...this.#reactor.open]
    for (const cell of cells) {
      if (cell.rest) continue
      const { run } = cell
      if (run && cell.wanted === run.key) this.#reactor.stop(cell, run.progress?.words ? `at ${run.progress.words}` : 'while running')
      else if (this.#reactor.runs.isPostponed(cell)) this.#reactor.stop(cell, 'before its turn')
      else if (cell.needed) {
        cell.held = true
        this.#reactor.runs.leave(cell)
        this.#reactor.enqueue(cell)
      }
    }
  }

  /** The cells of these ids, of a region or a use all that is inside as well. */
  #wholeRegions(ids: Iterable<string>): Cell[] {
    const roots = new Set(this.#regions.needs(ids))
    return [...this.#reactor.cells.values()].filter((cell) => this.#regions.isWithin(cell, roots))
  }

  setViewerInput(id: string, input: Json | undefined): void {
    this.#catchUp()
    if (input === undefined) this.#viewerInputs.delete(id)
    else this.#viewerInputs.set(id, input)
    for (const cell of this.#instancesOf(id))
      if (cell.kind?.readsViewer && !cell.fault) this.#reactor.invalidate(cell, 'viewer input', `${id}, viewer input`)
    this.#need()
  }

  #instancesOf(id: string): Cell[] {
    const cell = this.#reactor.cells.get(id)
    if (cell) return [cell]
    return [...this.#reactor.cells.values()].filter((one) => withoutIterations(one.id) === id)
  }

  /** The same object until something changed. */
  record(id: string): RunRecord {
    const { id: found = id, waitsFor } = this.#regions.find(id)
    const cell = this.#reactor.cells.get(found)
    if (!cell) return this.#regions.absent(id, waitsFor)
    const record = recordOf(cell, this.#seedOf(found), this.#regions.finish)
    return found === id ? record : this.#regions.renamed(record, id)
  }

  onChange(listener: (ids: Set<string>) => void): () => void {
    return this.#changes.listen(listener)
  }

  /** Resolves when nothing observed is left to do, after listeners were told. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#settled.push(resolve)
      this.#progressed()
    })
  }

  dispose(): void {
    this.#disposed = true
    this.#endWait()
    for (const cell of this.#reactor.cells.values()) this.#reactor.remove(cell)
    this.#changes.clear()
    this.#progressed()
  }

  /** Nobody is told that all is at rest halfway through a change. */
  #whole(change: () => void): void {
    this.#changing = true
    try {
      change()
    } finally {
      this.#changing = false
    }
    this.#progressed()
  }

  #apply(authored: Authored, flat: Flat, edit: Edit): void {
    const { cells } = this.#reactor
    this.#plan = { ...flat, seed: authored.seed }
    const { parts } = this.#regions
    this.#regions.adopt(authored, flat)
    for (const id of edit.removed) {
      const cell = cells.get(id)
      if (cell) this.#reactor.remove(cell)
      this.#seeds.delete(id)
      this.#changes.add(id)
    }
    const changed = new Map<Cell, string>()
    for (const [id, words] of edit.changed) changed.set(this.#cellFor(id), words)
    for (const [id, part] of flat.parts) {
      const before = parts.get(id)
      if (part === before || edit.changed.has(id)) continue
      const cell = this.#cellFor(id)
      if (part.signature !== before?.signature) changed.set(cell, 'wires')
    }
    if (edit.seed) {
      this.#seeds.clear()
      for (const cell of cells.values()) {
        cell.record = null
        if (cell.kind?.random && !changed.has(cell)) changed.set(cell, 'seed')
      }
    }
    for (const cell of this.#relink(changed, edit.structural)) if (!changed.has(cell)) changed.set(cell, 'wires')
    for (const [cell, words] of changed) this.#mark(cell, words)
    if (flat.parts.size + parts.size > 0) this.#regions.settleDown()
    this.#need()
  }

  /** Expands anew what came to rest since, and opens the gates behind it. */
  #reshape(): boolean {
    const { unshaped } = this.#reactor
    if (unshaped.size === 0 || this.#disposed) return false
    const cells = [...unshaped]
    unshaped.clear()
    this.#whole(() => {
      if (this.#regions.takeShapes(cells)) {
        const flat = this.#regions.expand(this.#regions.authored)
        this.#apply(this.#regions.authored, flat, comparePlans(this.#plan, { ...flat, seed: this.#plan.seed }))
      }
      for (const cell of cells) this.#reactor.pull(cell.downstream.filter((below) => below.gate === cell))
    })
    return true
  }

  #touched(cell: Cell): void {
    this.#changes.add(cell.id)
    if (this.#regions.parts.size > 0) this.#regions.alsoSeen(cell, (id) => this.#changes.add(id))
  }

  #cellFor(id: string): Cell {
    const node = this.#plan.graph.get(id)
    if (!node) throw new Error(`no node ${id} in the plan`)
    let cell = this.#reactor.cells.get(id)
    if (!cell) {
      cell = new Cell(id, node)
      this.#reactor.cells.set(id, cell)
    }
    cell.node = node
    cell.part = this.#regions.parts.get(id)
    cell.kind = cell.part?.kind ?? this.#kinds(node.kind)
    return cell
  }

  /** Links anew where wires changed, or where an edit gave a node a fault or took it away. */
  #relink(changed: ReadonlyMap<Cell, string>, structural: boolean): Iterable<Cell> {
    const { cells } = this.#reactor
    let relink = structural
    if (!structural) {
      for (const cell of changed.keys()) {
        const before = cell.fault
        readFault(cell, cells, this.#plan.broken)
        relink ||= !sameRest(before, cell.fault)
      }
    }
    return relink ? linkCells(cells, this.#plan.broken) : []
  }

  #mark(cell: Cell, words: string): void {
    const below = words
      .split(', ')
      .map((word) => `${cell.id}.${word}`)
      .join(', ')
    cell.held = false
    this.#reactor.invalidate(cell, words === 'new' ? 'not run yet' : words, words === 'new' || words === 'wires' ? cell.id : below)
    if (!cell.fault) return
    this.#reactor.runs.leave(cell)
    this.#reactor.settle(cell, cell.fault)
  }

  #need(): void {
    this.#reactor.need(this.#regions.needs([...this.#observed, ...this.#asked]))
  }

  #retry(cell: Cell): void {
    const { rest } = cell
    cell.stopped = undefined
    cell.held = false
    if (cell.fault || !rest || rest.state === 'fresh') return
    cell.failed = undefined
    this.#reactor.invalidate(cell, 'asked to run', cell.id)
  }

  /** An edit that would overtake short runs waits for them; what it would change is shown as stale at once. */
  #mustWait(authored: Authored, edit: Edit): boolean {
    const since = this.#next?.since ?? this.#clock()
    const left = since + SHORT_MS - this.#clock()
    const affected = affectedCells(this.#reactor, [...edit.changed.keys(), ...edit.removed])
    if (left <= 0 || edit.seed || !this.#worthWaiting(affected)) return false
    this.#endWait()
    for (const cell of affected) {
      cell.overtaken = edit.changed.get(cell.id) ?? [...edit.changed.keys()].join(', ')
      this.#reactor.touch(cell)
    }
    this.#next = { authored, since, affected, timer: setTimeout(() => this.#catchUp(), left) }
    return true
  }

  #worthWaiting(affected: ReadonlySet<Cell>): boolean {
    return worthWaiting(this.#reactor, affected, this.#reactor.evaluated > this.#evaluatedBefore, this.#clock)
  }

  #endWait(): void {
    if (!this.#next) return
    clearTimeout(this.#next.timer)
    for (const cell of this.#next.affected) {
      cell.overtaken = undefined
      this.#reactor.touch(cell)
    }
    this.#next = undefined
  }

  /** Applies the waiting edit. */
  #catchUp(): void {
    const waiting = this.#next
    if (!waiting) return
    this.#endWait()
    const { authored } = waiting
    const flat = this.#regions.expand(authored)
    this.#evaluatedBefore = this.#reactor.evaluated
    this.#whole(() => this.#apply(authored, flat, comparePlans(this.#plan, { ...flat, seed: authored.seed })))
  }

  #progressed(): void {
    if (this.#changing) return
    if (this.#next && !this.#worthWaiting(this.#next.affected)) queueMicrotask(() => this.#catchUp())
    if (this.#next || (this.#reactor.open.size + this.#reactor.unshaped.size > 0 && !this.#disposed)) return
    if (this.#asked.size > 0 && !this.#disposed) {
      this.#asked.clear()
      this.#need()
    }
    if (this.#settled.length === 0) return
    this.#changes.flush()
    const resolvers = this.#settled
    this.#settled = []
    for (const resolve of resolvers) resolve()
  }

  #seedOf(id: string): number {
    let seed = this.#seeds.get(id)
    if (seed === undefined) {
      seed = deriveSeed(this.#plan.seed, withoutIterations(id), iterationsOf(id))
      this.#seeds.set(id, seed)
    }
    return seed
  }
}
