/*
 * Lets short runs end while input keeps coming (3-runtime, rule 8): an edit that would overtake them waits, for half a
 * second at most, so that typing shows results of moments ago instead of none. Whole waves are let finish, never mixed.
 */
import type { Clock } from '../clock'
import type { Cell } from './cell'
import type { Authored } from '../regions/work'
import type { Edit } from './edits'
import type { Reactor } from './reactor'
import { SHORT_MS } from './runs'

interface Waiting {
  readonly authored: Authored
  readonly since: number
  readonly affected: ReadonlySet<Cell>
  readonly timer: ReturnType<typeof setTimeout>
}

export class Hold {
  /** The latest edit, waiting for short runs to end. */
  #waiting: Waiting | undefined
  /** Cells looked at before the last edit: more since then means that its wave has begun. */
  #evaluatedBefore = 0

  constructor(
    readonly reactor: Reactor,
    readonly clock: Clock,
    readonly apply: (authored: Authored) => void,
  ) {}

  get waits(): boolean {
    return this.#waiting !== undefined
  }

  /** An edit begins to spread. */
  begins(): void {
    this.#evaluatedBefore = this.reactor.evaluated
  }

  /** An edit that would overtake short runs waits for them; what it would change is shown as stale at once. */
  mustWait(authored: Authored, edit: Edit): boolean {
    const since = this.#waiting?.since ?? this.clock()
    const left = since + SHORT_MS - this.clock()
    const affected = affectedCells(this.reactor, [...edit.changed.keys(), ...edit.removed])
    if (left <= 0 || edit.seed || !this.#worthWaiting(affected)) return false
    this.end()
    for (const cell of affected) {
      cell.overtaken = edit.changed.get(cell.id) ?? [...edit.changed.keys()].join(', ')
      this.reactor.touch(cell)
    }
    this.#waiting = { authored, since, affected, timer: setTimeout(() => this.catchUp(), left) }
    return true
  }

  end(): void {
    if (!this.#waiting) return
    clearTimeout(this.#waiting.timer)
    for (const cell of this.#waiting.affected) {
      cell.overtaken = undefined
      this.reactor.touch(cell)
    }
    this.#waiting = undefined
  }

  /** Applies the waiting edit. */
  catchUp(): void {
    const waiting = this.#waiting
    if (!waiting) return
    this.end()
    this.apply(waiting.authored)
  }

  /** Something ended: the edit need not wait any longer where nothing it would overtake is left. */
  progressed(): void {
    if (this.#waiting && !this.#worthWaiting(this.#waiting.affected)) queueMicrotask(() => this.catchUp())
  }

  /**
   * Whether some cell an edit touches is about to end: running with an end in sight or, once its wave has begun, next in
   * turn and known to be quick.
   */
  #worthWaiting(affected: ReadonlySet<Cell>): boolean {
    for (const run of this.reactor.runs.active()) {
      if (this.clock() - run.startedAt >= SHORT_MS) continue
      for (const cell of run.cells) if (affected.has(cell) && cell.wanted === run.key && isQuick(cell)) return true
    }
    const begun = this.reactor.evaluated > this.#evaluatedBefore
    return begun && this.reactor.ready.some((cell) => affected.has(cell) && isQuick(cell))
  }
}

const isQuick = (cell: Cell): boolean => cell.lastMs !== undefined && cell.lastMs <= SHORT_MS

/** Cells an edit would change, and all below them. */
function affectedCells(reactor: Reactor, ids: Iterable<string>): Set<Cell> {
  const affected = new Set<Cell>()
  for (const id of ids) {
    const cell = reactor.cells.get(id)
    if (cell) affected.add(cell)
  }
  for (const cell of affected) for (const below of cell.downstream) affected.add(below)
  return affected
}
