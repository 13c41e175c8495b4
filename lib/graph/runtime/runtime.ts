/*
 * The reactive runtime (3-runtime): push invalidation, pull evaluation of what is observed, results by content.
 * One engine for page, worker, Node and tests; no DOM. Computing is reactor.ts's, this file takes edits and wishes.
 */
import { calendarClock, wallClock, type Clock } from '../clock'
import type { NodeKind, ServiceTypes } from '../define-node'
import type { Definitions, Graph, GraphNode } from '../graph'
import type { Json } from '../json'
import type { PortType } from '../port-type'
import type { Authored } from '../regions/work'
import { withoutIterations } from '../regions/names'
import type { RunRecord } from '../run-record'
import type { NodeError } from '../states'
import { cancelCells, consentOf, tryAgain, withDescendants, withSources } from './ask'
import { Author, type Change } from './author'
import { isInner, type Cell } from './cell'
import { Changes, frames, type FrameScheduler } from './changes'
import { Hold } from './hold'
import { keyChanges, provenanceOf, type KeyChange, type Provenance } from './provenance'
import { Reactor } from './reactor'
import { recordOf } from './record'
import { wallLater, type Later } from './retry'
import type { StreamEvent } from './stream-log'
import { Tier, type ResultStore } from './tier'
import { Wishes } from './wishes'

export interface RuntimeOptions {
  readonly kinds: (id: string) => NodeKind | undefined
  readonly services: Partial<ServiceTypes>
  readonly clock?: Clock
  /** Bound of kept results. Default 256 MiB; what is on show is kept beyond it. */
  readonly memoBytes?: number
  /** When listeners are told. Default: at most every 16 ms. */
  readonly scheduler?: FrameScheduler
  /** What runs by itself is expected to end within this many seconds. Default 10. */
  readonly budgetSeconds?: number
  /** Results kept between visits. */
  readonly store?: ResultStore
  /** Type of the output `error` that every node has; absent: none has it. */
  readonly errorType?: PortType<any>
  /** Dates of values. */
  readonly calendar?: Clock
  /** Pauses between tries. */
  readonly later?: Later
}

const MEBIBYTE = 1048576
const BUDGET_SECONDS = 10
/** What is on show reaches the viewer meanwhile. */
const SHOWN_MS = 50
/** A long run is not waited for. */
const MOST_REST_MS = 2000
const NO_DEFINITIONS: Definitions = new Map()

export class Runtime {
  readonly #reactor: Reactor
  readonly #author: Author
  readonly #hold: Hold
  readonly #changes: Changes
  readonly #viewerInputs = new Map<string, Json>()
  readonly #consents = new Set<string>()
  readonly #tier: Tier | null
  readonly #wishes: Wishes
  readonly #later: Later
  #settled: (() => void)[] = []
  #changing = false
  #disposed = false

  constructor(options: RuntimeOptions) {
    const clock = options.clock ?? wallClock
    this.#later = options.later ?? wallLater
    this.#changes = new Changes(options.scheduler ?? frames(clock))
    this.#tier = options.store ? new Tier(options.store, () => this.#rest()) : null
    this.#reactor = new Reactor({
      services: options.services,
      clock,
      calendar: options.calendar ?? calendarClock,
      later: this.#later,
      tier: this.#tier,
      memoBytes: options.memoBytes ?? 256 * MEBIBYTE,
      limits: { budgetMs: (options.budgetSeconds ?? BUDGET_SECONDS) * 1000, consents: this.#consents },
      errorType: options.errorType,
      seed: (cell) => this.#author.seedOf(cell.id),
      viewerInput: (cell) => this.#viewerInputs.get(cell.id) ?? this.#viewerInputs.get(withoutIterations(cell.id)),
      onTouch: (cell) => this.#touched(cell),
      onProgress: () => this.#progressed(),
      reshape: () => this.#reshape(),
    })
    this.#author = new Author(this.#reactor, options.kinds, (id) => this.#changes.add(id))
    this.#wishes = new Wishes(this.#reactor, this.#author.regions)
    this.#hold = new Hold(this.#reactor, clock, (authored) => this.#spread(this.#author.compare(authored)))
  }

  /** Bytes of kept results. */
  get memoryBytes(): number {
    return this.#reactor.memo.bytes
  }

  /** Computations started so far; what came from the memo or the store is not among them. */
  get runsStarted(): number {
    return this.#reactor.runs.started
  }

  /** What edits and shapes have cost so far, in nodes looked at: pieces made, nodes compared, cells linked, times all wishes were traced. */
  get effort(): Readonly<Record<'expanded' | 'compared' | 'linked' | 'traced', number>> {
    const { regions, links, compared } = this.#author
    return { expanded: regions.counts.expanded, compared, linked: links.linked, traced: this.#wishes.searched }
  }

  /** The whole graph anew; what changed is found here. `broken`: nodes that must not run, with the error they show. */
  setGraph(graph: Graph, seed: number, broken: Readonly<Record<string, NodeError>> = {}, definitions: Definitions = NO_DEFINITIONS): void {
    const authored: Authored = { graph, seed, broken, definitions }
    const change = this.#author.compare(authored)
    if (this.#hold.mustWait(authored, change.edit)) return
    this.#hold.end()
    this.#spread(change)
  }

  /** Which iteration of a region its nodes without a number stand for. `region`: its id, without numbers. */
  chooseIteration(region: string, index: number): void {
    this.#hold.catchUp()
    const { regions } = this.#author
    const before = [...regions.innerPaths].map((path) => [path, regions.find(path).id] as const)
    regions.choose(region, index)
    regions.settleDown()
    for (const [path, id] of before) if (regions.find(path).id !== id) this.#changes.add(path)
    for (const cell of this.#reactor.cells.values())
      if (cell.part?.gathers && withoutIterations(cell.id) === region) this.#reactor.touch(cell)
    this.#wishes.need()
  }

  /** The node of the file that an id stands for, those in bodies and definitions by their path. */
  written(id: string): GraphNode | undefined {
    return this.#author.regions.written(withoutIterations(id))
  }

  /** Every instance there is of nodes inside regions and uses, in order. */
  instances(): string[] {
    return [...this.#reactor.cells.values()].filter(isInner).map((cell) => cell.id)
  }

  /** Ids someone looks at; only these and what they depend on are computed. Replaces the earlier set. */
  observe(ids: Iterable<string>): void {
    this.#wishes.observed = new Set(ids)
    this.#wishes.need()
  }

  /** These and what they depend on are computed before others: what the viewer has in hand. Replaces the earlier set. */
  prioritise(ids: Iterable<string>): void {
    this.#wishes.selected = new Set(ids)
    this.#wishes.need()
    this.#reactor.runs.reorder()
  }

  /** Runs what is stale, stopped or failed: the given nodes and what they need (run to), or everything observed. */
  run(ids?: Iterable<string>): void {
    this.#hold.catchUp()
    this.#ask(ids ?? this.#wishes.observed, ids !== undefined)
  }

  /** The given nodes and all below them, with what these need. */
  runFrom(ids: Iterable<string>): void {
    this.#hold.catchUp()
    this.#ask(
      [...withDescendants(this.#cellsOf(ids))].map((cell) => cell.id),
      true,
    )
  }

  /** Agrees to what nodes ask for before they reach outside (`RunRecord.asks`), and runs them. */
  allow(ids: Iterable<string>): void {
    const cells = this.#cellsOf(ids)
    for (const cell of cells) {
      const consent = consentOf(cell)
      if (consent !== null) this.#consents.add(consent)
    }
    this.run(cells.map((cell) => cell.id))
  }

  /** Stops the given nodes, or everything at work. They rest as cancelled until something changes or `run` is called. */
  cancel(ids?: Iterable<string>): void {
    this.#hold.catchUp()
    cancelCells(this.#reactor, ids ? this.#wholeRegions(ids) : [...this.#reactor.open])
  }

  setViewerInput(id: string, input: Json | undefined): void {
    this.#hold.catchUp()
    if (input === undefined) this.#viewerInputs.delete(id)
    else this.#viewerInputs.set(id, input)
    for (const cell of this.#instancesOf(id))
      if (cell.kind?.readsViewer && !cell.fault) this.#reactor.invalidate(cell, 'viewer input', `${id}, viewer input`)
    this.#wishes.need()
  }

  /** The same object until something changed. */
  record(id: string): RunRecord {
    const { regions } = this.#author
    const found = regions.find(id)
    const cell = this.#reactor.cells.get(found.id ?? id)
    if (!cell) return regions.absent(id, found.waitsFor)
    const record = recordOf(cell, this.#author.seedOf(cell.id), regions.finish)
    return cell.id === id && !found.begins?.length ? record : regions.renamed(record, id, regions.closedBy(found))
  }

  /** Where the value at an output comes from; null while there is none. */
  provenance(id: string, port: string): Provenance | null {
    const cell = this.#shown(id)
    return cell ? provenanceOf(cell, port, this.#author.seedOf(cell.id)) : null
  }

  /** The parts of the key that changed: since the result that is shown where it waits to run, else since the one before. */
  keyChanges(id: string): readonly KeyChange[] | null {
    const cell = this.#shown(id)
    return cell ? keyChanges(cell) : null
  }

  /** What the last run streamed. */
  events(id: string): readonly StreamEvent[] {
    return this.#shown(id)?.log?.events() ?? []
  }

  /** The values as they stood after the event of this number: a record to look at, of no consequence. */
  replay(id: string, sequence: number): RunRecord | null {
    const log = this.#shown(id)?.log
    return log ? { ...this.record(id), outputs: log.at(sequence), partial: true } : null
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

  /** Resolves when results that are worth it have been written to the store. */
  async kept(): Promise<void> {
    await this.#tier?.written()
  }

  /** Nothing is left to do and all of it shown, or a while has passed. */
  #rest(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#later(resolve, MOST_REST_MS)
      const rested = () => {
        stop()
        resolve()
      }
      void this.settled().then(() => this.#later(rested, SHOWN_MS))
    })
  }

  dispose(): void {
    this.#disposed = true
    this.#hold.end()
    for (const cell of this.#reactor.cells.values()) this.#reactor.remove(cell)
    this.#changes.clear()
    this.#progressed()
  }

  /** The cell that stands for an id: of a node in a body, its chosen iteration. */
  #shown(id: string): Cell | undefined {
    return this.#reactor.cells.get(this.#author.regions.find(id).id ?? '')
  }

  #cellsOf(ids: Iterable<string>): readonly Cell[] {
    return this.#author.regions.needs(ids).flatMap((id) => this.#reactor.cells.get(id) ?? [])
  }

  /** The cells of these ids, of a region or a use all that is inside as well. */
  #wholeRegions(ids: Iterable<string>): Cell[] {
    const { regions } = this.#author
    const roots = new Set(regions.needs(ids))
    return [...this.#reactor.cells.values()].filter((cell) => regions.isWithin(cell, roots))
  }

  #instancesOf(id: string): Cell[] {
    const cell = this.#reactor.cells.get(id)
    if (cell) return [cell]
    return [...this.#reactor.cells.values()].filter((one) => withoutIterations(one.id) === id)
  }

  #ask(ids: Iterable<string>, byName: boolean): void {
    const asked = [...ids]
    const wished = new Set(byName ? this.#cellsOf(asked) : this.#wishes.looks().flatMap((id) => this.#reactor.cells.get(id) ?? []))
    const again = withSources(wished)
    this.#whole(() => {
      if (byName) for (const id of asked) this.#wishes.asked.add(id)
      this.#wishes.need()
      for (const cell of again) tryAgain(this.#reactor, cell, byName && wished.has(cell))
    })
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

  #spread(change: Change): void {
    this.#hold.begins()
    this.#whole(() => {
      this.#author.apply(change)
      this.#wishes.need()
    })
  }

  /** Expands anew what came to rest since, and opens the gates behind it. */
  #reshape(): boolean {
    const { unshaped } = this.#reactor
    if (unshaped.size === 0 || this.#disposed) return false
    const cells = [...unshaped]
    unshaped.clear()
    this.#whole(() => {
      const { regions } = this.#author
      if (regions.takeShapes(cells)) {
        const { changed, lost } = this.#author.apply(this.#author.reshaped())
        this.#wishes.needMore(changed, lost)
      } else this.#wishes.needMore([], [])
      for (const cell of cells) this.#reactor.pull(cell.downstream.filter((below) => below.gate === cell))
    })
    return true
  }

  #touched(cell: Cell): void {
    this.#changes.add(cell.id)
    const { regions } = this.#author
    if (regions.parts.size > 0) regions.alsoSeen(cell, (id) => this.#changes.add(id))
  }

  #progressed(): void {
    if (this.#changing) return
    this.#hold.progressed()
    if (this.#hold.waits || (this.#reactor.open.size + this.#reactor.unshaped.size > 0 && !this.#disposed)) return
    if (this.#wishes.asked.size > 0 && !this.#disposed) {
      this.#wishes.asked.clear()
      this.#wishes.need()
    }
    if (this.#settled.length === 0) return
    this.#changes.flush()
    const resolvers = this.#settled
    this.#settled = []
    for (const resolve of resolvers) resolve()
  }
}
