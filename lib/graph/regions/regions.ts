/*
 * The runtime's knowledge of regions, uses and choices: the author's graph and its expansion, what shapes it, which iteration
 * the viewer looks at, and how a region's record tells of its iterations. It computes nothing.
 */
import type { NodeKind } from '../define-node'
import type { GraphNode } from '../graph'
import { canonicalJson } from '../hash'
import type { RunRecord } from '../run-record'
import { hasFailed, isOpen, nameOf, type Cell } from '../runtime/cell'
import { doneCount, doneWords, partialOutputs } from './blame'
import { expand, keepingAllBut, keepingUnits } from './expand'
import type { Authored } from './work'
import type { Part, Shape } from './flat'
import { NOTHING as NO_PIECES, type Fragment } from './piece'
import { Idle } from './idle'
import { partOf, withoutIterations } from './names'
import { DECISION, ITERATIONS } from './parts'
import { findInstance, Paths, type Found } from './paths'
import { roundText } from './ports'
import type { Iterations } from './spec'
import { sameUnits } from './units'

const NOTHING: Authored = { graph: new Map(), seed: 0, broken: {}, definitions: new Map() }

export class Regions {
  authored = NOTHING
  /** By flat id; those of cells that are there. */
  readonly parts = new Map<string, Part>()
  readonly counts = { expanded: 0 }
  #pieces = NO_PIECES
  readonly #shapes = new Map<string, Shape>()
  readonly #chosen = new Map<string, number>()
  readonly #choices = new Set<string>()
  /** What choices pass over now, with the choices. */
  #idle: ReadonlyMap<Cell, ReadonlySet<Cell>> = new Map()
  /** Of these, those whose choices have not all chosen: they are queued, not skipped. */
  #undecided: ReadonlySet<Cell> = new Set()
  /** Pieces to be made anew. */
  readonly #reshaping = new Set<string>()
  #paths: Paths
  /** Instances that stand for a node inside a region, by their id. */
  #shown = new Map<string, string>()

  constructor(
    readonly kinds: (id: string) => NodeKind | undefined,
    readonly cells: ReadonlyMap<string, Cell>,
  ) {
    this.#paths = new Paths(NOTHING, kinds)
  }

  get pieces(): Fragment {
    return this.#pieces
  }

  /** Another author's graph. What is as it was keeps its pieces. */
  expand(authored: Authored): Fragment {
    return expand(this.#setting(authored), keepingUnits(this.#pieces, sameUnits(this.authored, authored, this.kinds)))
  }

  /** The same graph, in its new shape. */
  reshaped(): Fragment {
    const dirty = new Set(this.#reshaping)
    this.#reshaping.clear()
    return expand(this.#setting(this.authored), keepingAllBut(this.#pieces, dirty))
  }

  #setting(authored: Authored) {
    const { kinds, counts } = this
    return { kinds, counts, authored, shapes: this.#shapes }
  }

  /** From now on this is the graph. */
  adopt(authored: Authored, pieces: Fragment): void {
    if (authored !== this.authored) this.#paths = new Paths(authored, this.kinds)
    this.authored = authored
    this.#pieces = pieces
  }

  place(id: string, part: Part | undefined): void {
    // In bodies and uses choices are made anew each time: only what stands outside is passed over by looks.
    if (part?.choice && !part.within && !id.includes('/')) this.#choices.add(id)
    else this.#choices.delete(id)
    if (part) this.parts.set(id, part)
    else this.parts.delete(id)
  }

  /** A flat node is gone. */
  forget(id: string): void {
    this.parts.delete(id)
    this.#choices.delete(id)
    this.#shapes.delete(id)
  }

  /** Finds anew which instances are on show. */
  settleDown(): void {
    this.#shown = new Map()
    for (const path of this.#paths.inner.keys()) {
      const { id } = this.find(path)
      if (id !== undefined && id !== path) this.#shown.set(id, path)
    }
  }

  /** Reads what came to rest; true where the graph has another shape now. */
  takeShapes(cells: Iterable<Cell>): boolean {
    let changed = false
    for (const cell of cells) {
      const shape = this.cells.get(cell.id) === cell ? shapeOf(cell) : null
      if (!shape) continue
      if (cell.rest?.state === 'fresh') cell.shapedAfter = cell.result?.key
      if (canonicalJson(this.#shapes.get(cell.id)) === canonicalJson(shape)) continue
      this.#shapes.set(cell.id, shape)
      for (const key of cell.part?.shapes ?? []) this.#reshaping.add(key)
      changed = true
    }
    return changed
  }

  choose(region: string, index: number): void {
    this.#chosen.set(region, Math.max(0, Math.floor(index)))
  }

  /** Nodes in bodies and definitions as the file has them. */
  written(path: string): GraphNode | undefined {
    return this.#paths.get(path)?.node
  }
  get innerPaths(): Iterable<string> {
    return this.#paths.inner.keys()
  }

  /** The instance that a wished id stands for. */
  find(wished: string): Found {
    if (this.authored.graph.has(wished)) return { id: wished }
    const written = this.#paths.get(withoutIterations(wished))
    return written
      ? findInstance(written, wished, this.#count, (region) => this.#chosen.get(region) ?? 0)
      : this.cells.has(wished)
        ? { id: wished }
        : {}
  }

  readonly #count = (region: string): number => this.parts.get(region)?.gathers?.count ?? 0

  /** The node that tells whether an iteration that this lies in is there, where that is not known now. */
  closedBy({ begins = [] }: Found): Cell | undefined {
    for (const id of begins) {
      const begin = this.cells.get(id)
      if (begin && !isOpen(begin)) return begin.gate
    }
    return undefined
  }

  /** Ids of cells that must be computed for wished ones: themselves, and what tells whether they exist. */
  needs(wished: Iterable<string>): string[] {
    const ids: string[] = []
    for (const one of wished) {
      const found = this.find(one)
      const { id, waitsFor, begins = [] } = found
      for (const begin of begins) ids.push(this.cells.get(begin)?.gate?.id ?? begin)
      if (id !== undefined && !this.closedBy(found)) ids.push(id)
      if (waitsFor !== undefined) ids.push(this.parts.get(waitsFor)?.gathers?.gate ?? partOf(waitsFor, 'plan'))
    }
    return ids
  }

  get hasChoices(): boolean {
    return this.#choices.size > 0
  }

  /** Finds anew what choices pass over; gives the cells for which this is different now. */
  findIdle(): readonly Cell[] {
    if (this.#choices.size === 0 && this.#idle.size === 0) return []
    const before = this.#idle
    this.#idle = new Idle(this.cells, this.#choices, this.authored.graph).all
    const waited = this.#undecided
    this.#undecided = new Set([...this.#idle.keys()].filter((cell) => [...(this.#idle.get(cell) ?? [])].some((choice) => !isOpen(choice))))
    const moved = [...this.#idle.keys()].filter((cell) => !before.has(cell) || waited.has(cell) !== this.#undecided.has(cell))
    return [...moved, ...[...before.keys()].filter((cell) => !this.#idle.has(cell))]
  }

  /** What looking at these ids needs: of a node that choices pass over, what tells whether one of them takes it. */
  needsOfLooks(wished: Iterable<string>, inHand: ReadonlySet<string>): string[] {
    if (this.#idle.size === 0) return this.needs(wished)
    return [...wished].flatMap((one) => (inHand.has(one) ? undefined : this.#decidersOf(one)) ?? this.needs([one]))
  }

  #decidersOf(id: string): string[] | undefined {
    const choices = this.authored.graph.has(id) ? this.#idle.get(this.cells.get(id) as Cell) : undefined
    return choices && [...choices].flatMap((choice) => choice.part?.choice?.decidedBy ?? [])
  }

  /** Skipped, where choices pass it over and nothing else asks for it; queued until they have chosen. */
  passedOver(cell: Cell, record: RunRecord): RunRecord {
    const choices = cell.rest || cell.needed || !this.authored.graph.has(cell.id) ? undefined : this.#idle.get(cell)
    if (!choices) return record
    const undecided = [...choices].find((choice) => !isOpen(choice))
    if (undecided && !undecided.gate?.needed) return record
    const { held: _held, ...rest } = record
    return { ...rest, state: undecided ? 'queued' : 'skipped', reason: withoutIterations(nameOf([...choices][0] as Cell)) }
  }

  /** A record of an iteration of which it is not known whether it is there. */
  closed(record: RunRecord, gate: Cell): RunRecord {
    const region = withoutIterations(gate.part?.owner ?? gate.id)
    const { reason: _, error: _error, ...rest } = record
    if (gate.rest && gate.rest.state !== 'fresh') return { ...rest, state: 'blocked', reason: region }
    return gate.needed ? { ...rest, state: 'queued' } : { ...rest, state: 'stale', reason: record.reason ?? 'not run yet' }
  }

  /** Whether a cell is one of these, or inside of one. */
  isWithin(cell: Cell, roots: ReadonlySet<string>): boolean {
    if (roots.has(cell.id) || (cell.part?.owner !== undefined && roots.has(cell.part.owner))) return true
    for (let slash = cell.id.indexOf('/'); slash > 0; slash = cell.id.indexOf('/', slash + 1))
      if (roots.has(cell.id.slice(0, slash))) return true
    const around = cell.part?.within && this.cells.get(cell.part.within.region)
    return around !== undefined && this.isWithin(around, roots)
  }

  /** What is known of a node that has no instance: of an iteration that is not there, or not yet. */
  absent(id: string, waitsFor: string | undefined): RunRecord {
    const node = this.written(withoutIterations(id))
    const base = { id, kind: node ? `${node.kind}@${node.version}` : 'none@0', outputs: {}, inputs: {}, params: {}, seed: 0 }
    const error = this.authored.broken[withoutIterations(id)]
    if (error) return { ...base, state: 'error', error }
    const region = waitsFor === undefined ? undefined : this.cells.get(waitsFor)
    if (region?.fault) return { ...base, state: 'blocked', reason: withoutIterations(region.id) }
    if (!region) return { ...base, state: 'stale', reason: 'not run yet' }
    const plan = this.cells.get(region.part?.gathers?.plan ?? '')
    if (plan?.rest?.state === 'fresh') return { ...base, state: 'empty', reason: `${withoutIterations(region.id)} has no such iteration` }
    if (plan?.rest) return { ...base, state: 'blocked', reason: withoutIterations(region.id) }
    return { ...base, state: plan?.needed ? 'queued' : 'stale', ...(plan?.needed ? {} : { reason: 'not run yet' }) }
  }

  readonly #renamed = new WeakMap<RunRecord, RunRecord>()
  /** The record of an instance under the name it is asked by. The same object for the same record. */
  renamed(record: RunRecord, id: string, gate: Cell | undefined): RunRecord {
    if (gate) return { ...this.closed(record, gate), id }
    if (record.id === id) return record
    let known = this.#renamed.get(record)
    if (!known) this.#renamed.set(record, (known = { ...record, id }))
    return known
  }

  /** Under which other ids a change of this cell is seen. */
  alsoSeen(cell: Cell, tell: (id: string) => void): void {
    const path = this.#shown.get(cell.id)
    if (path !== undefined) tell(path)
    const region = cell.part?.within?.region
    const around = region === undefined ? undefined : this.cells.get(region)
    if (!around || around.record === null) return
    around.record = null
    tell(around.id)
    this.alsoSeen(around, tell)
  }

  /** A region's record tells of its iterations, and shows what there is of them while they run. */
  finish = (cell: Cell, record: RunRecord): RunRecord => {
    const { gathers } = cell.part ?? {}
    if (!gathers) return this.passedOver(cell, record)
    const chosen = Math.min(this.#chosen.get(withoutIterations(cell.id)) ?? 0, Math.max(0, gathers.count - 1))
    const whole = { ...record, iterations: { count: gathers.count, chosen } }
    if (cell.rest || !cell.needed || !this.#isUnderWay(gathers.plan, cell)) return this.passedOver(cell, whole)
    return this.#soFar(cell, whole)
  }

  #isUnderWay(plan: string, cell: Cell): boolean {
    const planned = this.cells.get(plan)
    return planned?.rest?.state === 'fresh' && (cell.part?.gathers?.count ?? 0) > 0
  }

  #soFar(cell: Cell, record: RunRecord): RunRecord {
    const { gathers } = cell.part!
    const done = doneCount(cell, this.cells)
    const { count } = gathers!
    const outputs = done > 0 ? partialOutputs(cell, this.cells) : undefined
    const { reason: _, ...rest } = record
    return {
      ...rest,
      state: outputs ? 'streaming' : 'running',
      progress: { share: done / Math.max(1, count), words: doneWords(cell, this.cells) },
      ...(outputs ? { outputs, partial: true } : {}),
    }
  }
}

/** Null where it tells nothing. */
function shapeOf(cell: Cell): Shape | null {
  if (!cell.rest || (cell.rest.state === 'fresh' && !cell.result)) return null
  if (cell.rest.state !== 'fresh') return cell.part?.ends ? (hasFailed(cell.rest) ? { failed: true } : { open: true }) : null
  const outputs = cell.result?.outputs ?? {}
  const iterations = outputs[ITERATIONS]?.value as Iterations | undefined
  if (!iterations) return { decision: outputs[DECISION]?.value as number }
  const { rounds, names } = iterations
  const parallel = Number(cell.attempt?.params['parallel'] ?? 1)
  return {
    count: rounds.length,
    names,
    labels: rounds.map(({ label }) => label),
    rounds: rounds.map(roundText),
    parallel: Math.max(1, parallel),
  }
}
