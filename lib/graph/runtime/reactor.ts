/*
 * The heart of the runtime: marks what may be stale, and brings needed cells to rest. Edits, holds and listeners are
 * runtime.ts's. Invariants: below an unsettled cell nothing is settled; `waiting` counts unsettled sources.
 */
import { nextTurn } from '../breathe'
import type { Clock } from '../clock'
import type { ServiceTypes } from '../define-node'
import { toNodeError } from '../node-errors'
import { runPrepared } from '../run-node'
import type { OutputRecord } from '../run-record'
import type { NodeError } from '../states'
import type { Attempt, Cell, Rest } from './cell'
import { errorRest, restOf } from './faults'
import { changedParts } from './key'
import { make } from './make'
import { Memo, type Made } from './memo'
import { prepare, type Surroundings } from './prepare'
import { Run } from './run'

const SLICE_MS = 4

export interface ReactorOptions {
  readonly services: Partial<ServiceTypes>
  readonly clock: Clock
  readonly memoBytes: number
  readonly around: Omit<Surroundings, 'made'>
  readonly onTouch: (cell: Cell) => void
  /** Something came to rest or was given up. */
  readonly onProgress: () => void
}

export class Reactor {
  readonly cells = new Map<string, Cell>()
  readonly runs = new Map<string, Run>()
  /** Needed and not settled. */
  readonly open = new Set<Cell>()
  readonly memo: Memo<Cell>
  /** Runs started since the beginning; what came from the memo is not among them. */
  started = 0
  /** Cells looked at so far. */
  evaluated = 0
  readonly #around: Surroundings
  #ready: Cell[] = []
  #draining = false
  #sliceEnd = 0

  constructor(readonly options: ReactorOptions) {
    this.memo = new Memo(options.memoBytes, (holders) => this.#forget(holders))
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
    if (!cell.needed) this.leaveRun(cell)
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
        if (!below.needed) this.leaveRun(below)
        this.touch(below)
      }
    }
  }

  settle(cell: Cell, rest: Rest): void {
    cell.rest = rest
    cell.staleReason = undefined
    this.open.delete(cell)
    this.touch(cell)
    for (const below of cell.downstream) {
      below.waiting--
      this.enqueue(below)
    }
    this.options.onProgress()
  }

  enqueue(cell: Cell): void {
    if (cell.rest || !cell.needed || cell.waiting > 0 || cell.queued || cell.wanted !== undefined) return
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
    this.options.onProgress()
  }

  #closure(ids: Iterable<string>): Set<Cell> {
    const found = new Set<Cell>()
    for (const id of ids) {
      const cell = this.cells.get(id)
      if (cell) found.add(cell)
    }
    for (const cell of found) for (const source of cell.upstream) found.add(source)
    return found
  }

  async #drain(): Promise<void> {
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
    this.#draining = false
    this.options.onProgress()
  }

  #evaluate(cell: Cell): void {
    if (cell.rest || !cell.needed || cell.waiting > 0 || !cell.kind) return
    this.evaluated++
    const held = cell.held
    cell.held = false
    const blocker = cell.upstream.find((source) => source.rest?.state !== 'fresh')
    if (blocker) return this.#giveUp(cell, { state: 'blocked', by: blocker.rest?.state === 'blocked' ? blocker.rest.by : blocker.id })
    try {
      const attempt = prepare(cell, cell.kind, this.#around)
      if ('state' in attempt) return this.#giveUp(cell, attempt)
      this.#pursue(cell, attempt, held)
    } catch (thrown) {
      this.#giveUp(cell, errorRest(thrown, cell.id))
    }
  }

  #giveUp(cell: Cell, rest: Rest): void {
    this.leaveRun(cell)
    this.settle(cell, rest)
  }

  /** Takes the result where one is known, goes on with the run of this key, or starts it. */
  #pursue(cell: Cell, attempt: Attempt, held: boolean): void {
    const { key } = attempt
    cell.wanted = key
    cell.attempt = attempt
    if (cell.run && cell.run.key !== key) this.leaveRun(cell)
    const known = cell.result?.key === key ? cell.result : this.memo.get(key)
    if (known) return this.#adopt(cell, known, attempt, cell.result?.key !== key)
    if (cell.failed?.key === key) return this.#giveUp(cell, restOf(cell.failed.error))
    if (cell.stopped?.key === key) return this.#giveUp(cell, { state: 'cancelled', reason: cell.stopped.reason })
    if (held) return this.stop(cell, 'before its turn')
    cell.why = changedParts(cell.resultParts, attempt.parts)
    if (!cell.run) this.#join(cell, attempt)
    this.touch(cell)
  }

  #join(cell: Cell, attempt: Attempt): void {
    const running = this.runs.get(attempt.key)
    const run = running ?? new Run(attempt.key, this.options.clock())
    cell.run = run
    run.cells.add(cell)
    if (running) {
      if (run.partial) this.#showPartial(cell, run.partial)
      return
    }
    this.runs.set(run.key, run)
    this.started++
    void this.#perform(cell, attempt, run)
  }

  async #perform(cell: Cell, attempt: Attempt, run: Run): Promise<void> {
    const { ports } = attempt
    const kind = cell.kind
    if (!kind) return
    const viewerInput = this.options.around.viewerInput(cell)
    try {
      const values = await runPrepared({
        kind,
        node: cell.id,
        params: attempt.params,
        ports,
        inputs: attempt.inputs,
        services: this.options.services,
        seed: kind.random ? this.options.around.seed(cell) : 0,
        signal: () => run.signal,
        clock: this.options.clock,
        onPartial: (partial) => this.#streamed(run, partial, ports),
        onProgress: (share, words) => this.#progressed(run, share, words),
        ...(viewerInput === undefined ? {} : { viewerInput }),
      })
      const made = make(run.key, values, ports, this.options.clock() - run.startedAt)
      if (this.#end(run)) this.#succeed(run, made)
    } catch (thrown) {
      if (this.#end(run)) this.#fail(run, toNodeError(thrown, cell.id))
    }
  }

  /** False where the run was abandoned before it ended. */
  #end(run: Run): boolean {
    if (this.runs.get(run.key) !== run) return false
    this.runs.delete(run.key)
    return true
  }

  #succeed(run: Run, fresh: Made): void {
    const made = this.memo.put(fresh)
    for (const cell of run.cells) {
      cell.run = undefined
      cell.lastMs = made.ms
      if (cell.attempt) this.#take(cell, made, cell.attempt, false)
      if (cell.wanted === run.key) this.settle(cell, { state: 'fresh' })
      else this.touch(cell)
    }
    this.memo.trim()
    this.options.onProgress()
  }

  #fail(run: Run, error: NodeError): void {
    for (const cell of run.cells) {
      cell.run = undefined
      cell.failed = { key: run.key, error }
      cell.shown = cell.good ?? cell.shown
      if (cell.wanted === run.key) this.settle(cell, restOf(error))
      else this.touch(cell)
    }
    this.options.onProgress()
  }

  #adopt(cell: Cell, made: Made, attempt: Attempt, fromMemo: boolean): void {
    this.leaveRun(cell)
    if (fromMemo) cell.why = changedParts(cell.resultParts, attempt.parts)
    if (fromMemo || cell.shown?.key !== made.key || cell.shown.partial) this.#take(cell, made, attempt, fromMemo)
    this.settle(cell, { state: 'fresh' })
    this.memo.trim()
  }

  #take(cell: Cell, made: Made, attempt: Attempt, fromMemo: boolean): void {
    if (cell.result !== made) {
      if (cell.result) this.memo.release(cell.result, cell, cell.needed)
      this.memo.hold(made, cell, cell.needed)
    }
    cell.result = made
    cell.resultParts = attempt.parts
    cell.failed = undefined
    cell.stopped = undefined
    cell.shown = {
      outputs: made.outputs,
      inputs: attempt.inputs,
      params: attempt.params,
      key: made.key,
      ms: made.ms,
      ...(fromMemo ? { fromMemo } : {}),
    }
    cell.good = cell.shown
  }

  #streamed(run: Run, partial: Readonly<Record<string, unknown>>, ports: Attempt['ports']): void {
    if (this.runs.get(run.key) !== run) return
    const outputs: Record<string, OutputRecord> = { ...run.partial }
    for (const [name, value] of Object.entries(partial)) {
      const type = ports.outputs[name]?.type.name
      if (type !== undefined && value !== undefined) outputs[name] = { type, value }
    }
    run.partial = outputs
    for (const cell of run.cells) this.#showPartial(cell, outputs)
  }

  #showPartial(cell: Cell, outputs: Readonly<Record<string, OutputRecord>>): void {
    if (!cell.attempt) return
    cell.shown = { outputs, inputs: cell.attempt.inputs, params: cell.attempt.params, key: cell.attempt.key, partial: true }
    this.touch(cell)
  }

  #progressed(run: Run, share: number, words: string | undefined): void {
    if (run.aborted) return
    run.progress = words === undefined ? { share } : { share, words }
    for (const cell of run.cells) this.touch(cell)
  }

  /** The cell no longer waits for its run; a run nobody waits for is aborted. */
  leaveRun(cell: Cell): void {
    const { run } = cell
    if (!run) return
    cell.run = undefined
    run.cells.delete(cell)
    if (run.cells.size > 0 || this.runs.get(run.key) !== run) return
    this.runs.delete(run.key)
    run.abort()
  }

  /** Rests as cancelled until its key changes or it is asked for. */
  stop(cell: Cell, reason: string): void {
    if (cell.wanted !== undefined) cell.stopped = { key: cell.wanted, reason }
    this.leaveRun(cell)
    this.settle(cell, { state: 'cancelled', reason })
  }

  remove(cell: Cell): void {
    this.leaveRun(cell)
    if (cell.result) this.memo.release(cell.result, cell, cell.needed)
    cell.needed = false
    this.open.delete(cell)
    this.cells.delete(cell.id)
  }

  /** Results that left the memo are gone from those who still referred to them, none of which is needed. */
  #forget(holders: Iterable<Cell>): void {
    for (const cell of holders) {
      cell.result = undefined
      cell.shown = undefined
      cell.good = undefined
      if (cell.rest?.state === 'fresh') this.invalidate(cell, 'its result made room for others', `${cell.id}`)
      else this.touch(cell)
    }
  }
}
