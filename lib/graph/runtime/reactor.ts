/*
 * The heart of the runtime: marks what may be stale, and brings needed cells to rest. Edits, holds and listeners are
 * runtime.ts's. Invariants: below an unsettled cell nothing is settled; `waiting` counts unsettled sources.
 */
import { nextTurn } from '../breathe'
import type { Clock } from '../clock'
import type { ServiceTypes } from '../define-node'
import { blockedRest, partialOutputs } from '../regions/blame'
import { isInstant, type InstantKind } from '../regions/parts'
import { Windows } from '../regions/windows'
import { isReady, pulledBy, type Attempt, type Cell, type Rest } from './cell'
import { errorRest, restOf } from './faults'
import { changedParts } from './key'
import { make } from './make'
import { Memo, type Made } from './memo'
import { prepare, type Surroundings } from './prepare'
import { forgetResult, takeResult } from './results'
import { Runs, isLong } from './runs'

const SLICE_MS = 4

export interface ReactorOptions {
  readonly services: Partial<ServiceTypes>
  readonly clock: Clock
  readonly memoBytes: number
  readonly around: Omit<Surroundings, 'made'>
  readonly onTouch: (cell: Cell) => void
  /** Something came to rest or was given up. */
  readonly onProgress: () => void
  /** Shapes the graph after what has come to rest. True: there may be more to do. */
  readonly reshape: () => boolean
}

export class Reactor {
  readonly cells = new Map<string, Cell>()
  readonly runs: Runs
  /** Needed and not settled. */
  readonly open = new Set<Cell>()
  readonly memo: Memo<Cell>
  /** Cells looked at so far. */
  evaluated = 0
  /** Came to rest, and the graph has not been shaped after them. */
  readonly unshaped = new Set<Cell>()
  readonly windows = new Windows(this.cells, (cell) => this.enqueue(cell))
  readonly #around: Surroundings
  #ready: Cell[] = []
  #draining = false
  #sliceEnd = 0

  constructor(readonly options: ReactorOptions) {
    this.memo = new Memo(options.memoBytes, (holders) => this.#forget(holders))
    this.runs = new Runs({
      ...options,
      ...options.around,
      memo: this.memo,
      settle: (cell, rest) => this.settle(cell, rest),
      touch: (cell) => this.touch(cell),
      ended: () => this.#progressed(),
    })
    this.#around = { ...options.around, made: (node) => this.cells.get(node)?.result }
  }

  /** Cells whose turn has come and that have not had it. */
  get queue(): readonly Cell[] {
    return this.#ready
  }

  touch(cell: Cell): void {
    cell.record = null
    this.options.onTouch(cell)
  }

  /** Marks a cell and everything below it as possibly stale. `own` and `below` say why, on the cell and under it. */
  invalidate(cell: Cell, own: string, below: string): void {
    cell.wanted = undefined
    cell.staleReason = own
    if (cell.rest) this.#unsettle(cell, below)
    if (!cell.needed) this.runs.leave(cell)
    this.touch(cell)
    this.enqueue(cell)
  }

  #unsettle(root: Cell, reason: string): void {
    root.rest = null
    const stack = [root]
    for (let cell = stack.pop(); cell; cell = stack.pop()) {
      if (cell.needed) this.open.add(cell)
      for (const below of cell.downstream) {
        below.waiting++
        if (!below.rest && below.wanted === undefined) continue
        if (below.rest) stack.push(below)
        below.rest = null
        below.wanted = undefined
        below.staleReason = reason
        if (!below.needed) this.runs.leave(below)
        this.touch(below)
      }
    }
  }

  settle(cell: Cell, rest: Rest): void {
    cell.rest = rest
    cell.staleReason = undefined
    this.open.delete(cell)
    this.touch(cell)
    if (cell.part?.shapes && rest.state === 'fresh') this.unshaped.add(cell)
    for (const below of cell.downstream) {
      below.waiting--
      this.enqueue(below)
    }
    if (cell.part?.within) this.windows.poke(cell.part.within.region)
    this.options.onProgress()
  }

  enqueue(cell: Cell): void {
    if (cell.rest || !cell.needed || cell.queued || cell.wanted !== undefined || !isReady(cell)) return
    cell.queued = true
    this.#ready.push(cell)
    if (this.#draining) return
    this.#draining = true
    queueMicrotask(() => void this.#drain())
  }

  /** Sources of cells someone looks at. Gives runs and results their pins accordingly. */
  need(observed: Iterable<string>): void {
    const needed = this.#closure(observed)
    for (const cell of this.cells.values()) {
      const now = needed.has(cell)
      if (cell.needed === now) continue
      cell.needed = now
      if (cell.result && now) this.memo.pin(cell.result)
      else if (cell.result) this.memo.unpin(cell.result)
      if (cell.rest) continue
      if (!now) this.open.delete(cell)
      else this.open.add(cell)
      this.touch(cell)
      this.enqueue(cell)
    }
    this.windows.pokeAll()
    this.options.onProgress()
  }

  #closure(ids: Iterable<string>): Set<Cell> {
    const found = new Set<Cell>()
    for (const id of ids) {
      const cell = this.cells.get(id)
      if (cell) found.add(cell)
    }
    for (const cell of found) for (const source of pulledBy(cell)) found.add(source)
    return found
  }

  /** The gate of these cells opened: what it takes to bring them to rest is needed as well. */
  pull(cells: Iterable<Cell>): void {
    const found = new Set<Cell>()
    for (const cell of cells) if (cell.needed) found.add(cell)
    for (const cell of found) {
      for (const source of pulledBy(cell)) {
        if (source.needed) continue
        source.needed = true
        if (source.result) this.memo.pin(source.result)
        if (!source.rest) this.open.add(source)
        found.add(source)
        this.touch(source)
      }
      this.enqueue(cell)
    }
  }

  async #drain(): Promise<void> {
    do await this.#drainOnce()
    while (this.options.reshape() || this.#ready.length > 0)
    this.#draining = false
    this.#progressed()
  }

  async #drainOnce(): Promise<void> {
    for (let next = 0; next < this.#ready.length; next++) {
      if (this.options.clock() >= this.#sliceEnd) {
        this.#ready = this.#ready.slice(next)
        next = 0
        await nextTurn()
        this.#sliceEnd = this.options.clock() + SLICE_MS
      }
      const cell = this.#ready[next]
      if (!cell) break
      cell.queued = false
      this.#evaluate(cell)
    }
    this.#ready = []
  }

  #progressed(): void {
    this.runs.resume(this.#shortWaiting)
    this.options.onProgress()
  }

  readonly #shortWaiting = (): boolean => this.#ready.some((cell) => cell.queued && !isLong(cell))

  #evaluate(cell: Cell): void {
    if (cell.rest || !cell.needed || !isReady(cell) || !cell.kind || !this.windows.admits(cell)) return
    this.evaluated++
    const held = cell.held
    cell.held = false
    const blocker =
      cell.gate && cell.gate.rest?.state !== 'fresh' ? cell.gate : cell.upstream.find((source) => source.rest?.state !== 'fresh')
    if (blocker) return this.#block(cell, blocker)
    try {
      const attempt = prepare(cell, cell.kind, this.#around)
      if ('state' in attempt) return this.#giveUp(cell, attempt)
      this.#pursue(cell, attempt, held)
    } catch (thrown) {
      this.#giveUp(cell, errorRest(thrown, cell.id))
    }
  }

  #block(cell: Cell, blocker: Cell): void {
    const rest = blockedRest(cell, blocker, this.cells)
    const outputs = cell.part && blocker !== this.cells.get(cell.part.gathers?.plan ?? '') ? partialOutputs(cell, this.cells) : undefined
    if (outputs) cell.shown = { outputs, inputs: {}, params: cell.parsed?.params ?? {}, key: '', partial: true }
    this.#giveUp(cell, rest)
  }

  #giveUp(cell: Cell, rest: Rest): void {
    this.runs.leave(cell)
    this.settle(cell, rest)
  }

  /** Takes the result where one is known, goes on with the run of this key, or starts it. */
  #pursue(cell: Cell, attempt: Attempt, held: boolean): void {
    const { key } = attempt
    cell.wanted = key
    cell.attempt = attempt
    if (cell.run && cell.run.key !== key) this.runs.leave(cell)
    const known = cell.result?.key === key ? cell.result : this.memo.get(key)
    if (known) return this.#adopt(cell, known, attempt, cell.result?.key !== key)
    if (cell.failed?.key === key) return this.#giveUp(cell, restOf(cell.failed.error))
    if (cell.stopped?.key === key) return this.#giveUp(cell, { state: 'cancelled', reason: cell.stopped.reason })
    if (held) return this.stop(cell, 'before its turn')
    if (cell.kind && isInstant(cell.kind)) return this.#hand(cell, cell.kind, attempt)
    cell.why = changedParts(cell.resultParts, attempt.parts)
    if (!cell.run) this.runs.start(cell, attempt, this.#shortWaiting)
    this.touch(cell)
  }

  /** Hidden parts only hand on what is there: made on the spot. */
  #hand(cell: Cell, kind: InstantKind, attempt: Attempt): void {
    const values = kind.instant(attempt.inputs, attempt.params, cell.part?.owner ?? cell.id)
    this.#adopt(cell, this.memo.put(make(attempt.key, values, attempt.ports, 0)), attempt, true)
  }

  #adopt(cell: Cell, made: Made, attempt: Attempt, fromMemo: boolean): void {
    this.runs.leave(cell)
    if (fromMemo) cell.why = changedParts(cell.resultParts, attempt.parts)
    if (fromMemo || cell.shown?.key !== made.key || cell.shown.partial) takeResult(this.memo, cell, made, attempt, fromMemo)
    this.settle(cell, { state: 'fresh' })
    this.memo.trim()
  }

  /** Rests as cancelled until its key changes or it is asked for. */
  stop(cell: Cell, reason: string): void {
    if (cell.wanted !== undefined) cell.stopped = { key: cell.wanted, reason }
    this.runs.leave(cell)
    this.settle(cell, { state: 'cancelled', reason })
  }

  remove(cell: Cell): void {
    this.runs.leave(cell)
    if (cell.result) this.memo.release(cell.result, cell, cell.needed)
    cell.needed = false
    this.open.delete(cell)
    this.cells.delete(cell.id)
  }

  /** Results that left the memo are gone from those who still referred to them, none of which is needed. */
  #forget(holders: Iterable<Cell>): void {
    for (const cell of holders) {
      forgetResult(cell)
      if (cell.rest?.state === 'fresh') this.invalidate(cell, 'its result made room for others', `${cell.id}`)
      else this.touch(cell)
    }
  }
}
