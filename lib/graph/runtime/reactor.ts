/*
 * The heart of the runtime: marks what may be stale, and brings needed cells to rest. Edits, holds and listeners are
 * runtime.ts's. Invariants: below an unsettled cell nothing is settled but frozen cells; `waiting` counts unsettled sources.
 */
import { nextTurn } from '../breathe'
import type { Clock } from '../clock'
import { ERROR_PORT } from '../graph'
import { portsAsWritten } from '../ports'
import { blockedRest, partialOutputs } from '../regions/blame'
import { isInstant, type InstantKind } from '../regions/parts'
import { Windows } from '../regions/windows'
import type { PortType } from '../port-type'
import { basisOf, stands } from './basis'
import { gives, isHolding, isReady, isStoppedAtGate, nameOf, pulledBy, type Attempt, type Cell, type Rest } from './cell'
import type { Computing } from './compute'
import { errorRest } from './faults'
import { complaintMade } from './instead'
import { changedParts } from './key'
import { make } from './make'
import { NEXT, holdBack, type Limits } from './liveness'
import { Memo, type Made } from './memo'
import { isBypassed, isMuted, isPinned } from './modes'
import { obstacle, wiresLeft, type Obstacle } from './obstacles'
import { complaintOf, fail, failed, ownMade, restWithValue, succeed, takeBypass, takePins } from './own'
import { prepare, type Surroundings } from './prepare'
import { Ready } from './ready'
import { forgetResult, syncPin, takeResult } from './results'
import { Runs, isLong } from './runs'

const SLICE_MS = 4

export interface ReactorOptions extends Omit<Computing, 'mayRun'> {
  readonly clock: Clock
  readonly memoBytes: number
  readonly limits: Limits
  /** Type of the output `error`; absent: nodes have none. */
  readonly errorType: PortType<any> | undefined
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
  /** Cells whose turn has come and that have not had it. */
  readonly ready = new Ready()
  /** Cells looked at so far. */
  evaluated = 0
  /** Came to rest, and the graph has not been shaped after them. */
  readonly unshaped = new Set<Cell>()
  readonly windows = new Windows(this.cells, (cell) => this.enqueue(cell))
  readonly #around: Surroundings
  readonly #cellOf = (id: string): Cell | undefined => this.cells.get(id)
  #draining = false
  #sliceEnd = 0

  constructor(readonly options: ReactorOptions) {
    const { seed, viewerInput, errorType, limits } = options
    this.memo = new Memo(options.memoBytes, (holders) => this.#forget(holders))
    const held = (cell: Cell, attempt: Attempt): Rest | null => (cell.kind ? holdBack(cell, cell.kind, attempt, limits) : null)
    this.runs = new Runs({
      ...options,
      memo: this.memo,
      mayRun: (cell, attempt) => held(cell, attempt) === null,
      settle: (cell, rest) => this.settle(cell, rest),
      touch: (cell) => this.touch(cell),
      succeed: (cell, made, fromMemo) => succeed(this.memo, cell, made, fromMemo),
      fail: (cell, key, thrown) => fail(this.memo, cell, key, thrown, () => (cell.attempt ? held(cell, cell.attempt) : null)),
      ended: () => this.#progressed(),
    })
    const silence = errorType && complaintMade(errorType, undefined)
    this.#around = {
      seed,
      viewerInput,
      made: (ref) => {
        const source = this.cells.get(ref.node)
        return ref.port === ERROR_PORT && silence ? (source?.complaint ?? silence) : source?.result
      },
      wires: (cell) => wiresLeft(cell, this.#cellOf),
    }
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
        if (below.rest?.state === 'frozen' || isStoppedAtGate(below, cell)) continue
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
    cell.granted = undefined
    if (cell.complaint || cell.excused || rest.state === 'error') cell.complaint = complaintOf(cell, rest, this.options.errorType)
    if (rest.state !== 'stale') cell.staleReason = undefined
    this.open.delete(cell)
    this.touch(cell)
    if (cell.part?.shapes && (rest.state === 'fresh' || cell.part.ends)) this.unshaped.add(cell)
    for (const below of cell.downstream) {
      below.waiting--
      this.enqueue(below)
    }
    if (cell.part?.within) this.windows.poke(cell.part.within.region)
    this.options.onProgress()
  }

  enqueue(cell: Cell): void {
    if (cell.rest || !cell.needed || cell.queued || cell.wanted !== undefined || !isReady(cell)) return
    this.ready.add(cell)
    if (this.#draining) return
    this.#draining = true
    queueMicrotask(() => void this.#drain())
  }

  /** Sources of cells someone looks at or has asked for. Gives runs and results their pins accordingly. */
  need(observed: Iterable<string>, asked: Iterable<string>, selected: Iterable<string>): void {
    const looked = this.#closure(observed)
    const wanted = this.#closure(asked)
    const close = this.#closure(selected)
    for (const cell of this.cells.values()) {
      const now = looked.has(cell) || wanted.has(cell)
      cell.urgency = close.has(cell) ? 0 : looked.has(cell) ? 1 : 2
      if (cell.needed === now) continue
      cell.needed = now
      syncPin(this.memo, cell)
      if (cell.rest) continue
      if (!now) this.open.delete(cell)
      else this.open.add(cell)
      this.touch(cell)
      this.enqueue(cell)
    }
    this.windows.pokeAll()
    this.options.onProgress()
  }

  /** These are wished for besides what was wished for before. */
  wish(ids: Iterable<string>, urgency: number): void {
    const cells = [...ids].flatMap((id) => this.cells.get(id) ?? [])
    for (const cell of cells) this.#require(cell, urgency)
    this.pull(cells)
  }

  #require(cell: Cell, urgency: number): boolean {
    cell.urgency = Math.min(cell.urgency, urgency)
    if (cell.needed) return false
    cell.needed = true
    syncPin(this.memo, cell)
    if (!cell.rest) this.open.add(cell)
    this.touch(cell)
    return true
  }

  /** The gate of these cells opened: what it takes to bring them to rest is needed as well. */
  pull(cells: Iterable<Cell>): void {
    const found = new Set<Cell>()
    for (const cell of cells) if (cell.needed) found.add(cell)
    for (const cell of found) {
      for (const source of pulledBy(cell)) {
        if (this.#require(source, cell.urgency)) found.add(source)
      }
      this.enqueue(cell)
    }
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

  async #drain(): Promise<void> {
    do await this.#drainOnce()
    while (this.options.reshape() || this.ready.waiting)
    this.#draining = false
    this.#progressed()
  }

  async #drainOnce(): Promise<void> {
    while (this.ready.waiting) {
      if (this.options.clock() >= this.#sliceEnd) {
        await nextTurn()
        this.#sliceEnd = this.options.clock() + SLICE_MS
      }
      const cell = this.ready.take()
      if (cell) this.#evaluate(cell)
    }
  }

  #progressed(): void {
    this.runs.resume(this.#shortWaiting)
    this.options.onProgress()
  }

  readonly #shortWaiting = (): boolean => this.ready.some((cell) => !isLong(cell))

  #evaluate(cell: Cell): void {
    if (cell.rest || !cell.needed) return
    if (isMuted(cell.node)) return this.#giveUp(cell, { state: 'disabled' })
    if (isHolding(cell)) return this.#giveUp(cell, { state: 'frozen' })
    if (!isReady(cell) || !cell.kind || !this.windows.admits(cell)) return
    this.evaluated++
    const held = cell.held
    cell.held = false
    try {
      this.#work(cell, cell.kind, held)
    } catch (thrown) {
      this.#giveUp(cell, errorRest(thrown, cell.id))
    }
  }

  #work(cell: Cell, kind: NonNullable<Cell['kind']>, held: boolean): void {
    if (isPinned(cell.node, kind)) {
      takePins(this.memo, cell, kind, portsAsWritten(kind, cell.node.params))
      return this.#giveUp(cell, restWithValue(cell))
    }
    if (stands(cell, this.options.seed)) return this.#giveUp(cell, restWithValue(cell))
    const blocked = obstacle(cell, this.#cellOf)
    if (blocked) return this.#block(cell, blocked)
    if (isBypassed(cell.node)) return this.#giveUp(cell, takeBypass(this.memo, cell, kind, this.#around))
    const attempt = prepare(cell, kind, this.#around)
    if ('state' in attempt) return this.#giveUp(cell, attempt)
    this.#pursue(cell, kind, attempt, held)
  }

  #block(cell: Cell, { source, rest }: Obstacle): void {
    const outputs = cell.part && source !== this.cells.get(cell.part.gathers?.plan ?? '') ? partialOutputs(cell, this.cells) : undefined
    if (outputs) cell.shown = { outputs, inputs: {}, params: cell.parsed?.params ?? {}, key: '', partial: true }
    this.#giveUp(cell, rest.state === 'blocked' ? blockedRest(cell, source, this.cells) : rest)
  }

  #giveUp(cell: Cell, rest: Rest): void {
    this.runs.leave(cell)
    this.settle(cell, rest)
  }

  /** Takes the result where one is known, goes on with the run of this key, or starts it. */
  #pursue(cell: Cell, kind: NonNullable<Cell['kind']>, attempt: Attempt, held: boolean): void {
    const { key } = attempt
    cell.wanted = key
    cell.attempt = attempt
    cell.basis = basisOf(cell, key, kind.random ? this.options.seed(cell) : 0)
    if (cell.granted === NEXT) cell.granted = key
    if (cell.run && cell.run.key !== key) this.runs.leave(cell)
    const known = cell.result?.key === key ? cell.result : this.memo.get(key)
    if (known) return this.#adopt(cell, ownMade(this.memo, cell, known), attempt)
    if (cell.failed?.key === key) return this.#giveUp(cell, failed(this.memo, cell, key, cell.failed.error))
    if (cell.stopped?.key === key) return this.#giveUp(cell, { state: 'cancelled', reason: cell.stopped.reason })
    if (held) return this.stop(cell, 'before its turn')
    if (isInstant(kind)) return this.#hand(cell, kind, attempt)
    cell.why = changedParts(cell.resultParts, attempt.parts)
    const back = cell.run || this.options.tier?.has(key) ? null : holdBack(cell, kind, attempt, this.options.limits)
    if (back) return this.#giveUp(cell, back)
    if (!cell.run) this.runs.start(cell, attempt, this.#shortWaiting)
    this.touch(cell)
  }

  /** Hidden parts only hand on what is there: made on the spot. A region that runs when asked has its iterations planned then. */
  #hand(cell: Cell, kind: InstantKind, attempt: Attempt): void {
    const back = cell.part?.shapes ? holdBack(cell, kind, attempt, this.options.limits) : null
    if (back) return this.#giveUp(cell, back)
    const values = kind.instant(attempt.inputs, attempt.params, nameOf(cell))
    const made = this.memo.put(make(attempt.key, values, attempt.ports, 0, this.options.calendar()))
    this.#adopt(cell, ownMade(this.memo, cell, made), attempt)
  }

  #adopt(cell: Cell, made: Made, attempt: Attempt): void {
    const fromMemo = cell.result?.key !== made.key
    this.runs.leave(cell)
    if (fromMemo) cell.why = changedParts(cell.resultParts, attempt.parts)
    if (fromMemo || cell.shown?.key !== made.key || cell.shown.partial) takeResult(this.memo, cell, made, attempt, fromMemo)
    this.settle(cell, restWithValue(cell))
    this.memo.trim()
  }

  /** Rests as cancelled until its key changes or it is asked for. */
  stop(cell: Cell, reason: string): void {
    if (cell.wanted !== undefined) cell.stopped = { key: cell.wanted, reason }
    this.runs.leave(cell)
    this.settle(cell, { state: 'cancelled', reason })
  }

  /** A value of another kind is no longer this cell's. */
  drop(cell: Cell): void {
    if (cell.result) this.memo.release(cell.result, cell, cell.pinned)
    cell.pinned = false
    forgetResult(cell)
  }

  remove(cell: Cell): void {
    this.runs.leave(cell)
    if (cell.result) this.memo.release(cell.result, cell, cell.pinned)
    cell.needed = false
    this.open.delete(cell)
    this.cells.delete(cell.id)
  }

  /** Results that left the memo are gone from those who still referred to them, none of which is needed. */
  #forget(holders: Iterable<Cell>): void {
    for (const cell of holders) {
      forgetResult(cell)
      if (gives(cell.rest)) this.invalidate(cell, 'its result made room for others', `${cell.id}`)
      else this.touch(cell)
    }
  }
}
