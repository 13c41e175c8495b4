/*
 * Computations in flight: started, shared by key, streamed, ended, abandoned. Long ones wait until short ones are through
 * (3-runtime, rule 7: cheap before the rest), so that a continuation does not slow down the odds it starts from.
 */
import type { Clock } from '../clock'
import type { NodeKind, ServiceTypes } from '../define-node'
import type { Json } from '../json'
import { toNodeError } from '../node-errors'
import { madeBy } from '../node-values'
import type { AnyOutput } from '../port-type'
import { runPrepared } from '../run-node'
import type { OutputRecord } from '../run-record'
import type { NodeError } from '../states'
import type { Attempt, Cell, Rest } from './cell'
import { restOf } from './faults'
import { make } from './make'
import type { Made, Memo } from './memo'
import { showPartial, takeResult } from './results'
import { Run } from './run'

/** A run that ends within this is short. */
export const SHORT_MS = 500

export interface RunsHost {
  readonly services: Partial<ServiceTypes>
  readonly clock: Clock
  readonly memo: Memo<Cell>
  readonly seed: (cell: Cell) => number
  readonly viewerInput: (cell: Cell) => Json | undefined
  settle(cell: Cell, rest: Rest): void
  touch(cell: Cell): void
  /** A run ended, and all its cells were told. */
  ended(): void
}

export class Runs {
  readonly #byKey = new Map<string, Run<Cell>>()
  readonly #postponed = new Set<Cell>()
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Runs started since the beginning. */
  started = 0

  constructor(readonly host: RunsHost) {}

  active(): Iterable<Run<Cell>> {
    return this.#byKey.values()
  }

  /** `busy`: short work is waiting for its turn. */
  start(cell: Cell, attempt: Attempt, busy: () => boolean): void {
    const running = this.#byKey.get(attempt.key)
    if (running) return this.#share(cell, running)
    if (isLong(cell) && (busy() || this.#shortRunning())) return this.#postpone(cell)
    this.#begin(cell, attempt)
  }

  /** The cell no longer waits for its run; a run nobody waits for is aborted. */
  leave(cell: Cell): void {
    if (this.#postponed.delete(cell) && this.#postponed.size === 0) this.#stopTimer()
    const { run } = cell
    if (!run) return
    cell.run = undefined
    run.cells.delete(cell)
    if (run.cells.size > 0 || this.#byKey.get(run.key) !== run) return
    this.#byKey.delete(run.key)
    run.abort()
  }

  isPostponed(cell: Cell): boolean {
    return this.#postponed.has(cell)
  }

  /** Starts what was postponed, once nothing short is left or it has waited long enough. */
  resume(busy: () => boolean): void {
    if (this.#postponed.size === 0 || busy() || this.#shortRunning()) return
    this.#stopTimer()
    const cells = [...this.#postponed]
    this.#postponed.clear()
    for (const cell of cells) {
      const { attempt } = cell
      if (cell.rest || cell.run || !attempt || cell.wanted !== attempt.key) continue
      if (!cell.needed) {
        cell.wanted = undefined
        continue
      }
      const running = this.#byKey.get(attempt.key)
      if (running) this.#share(cell, running)
      else this.#begin(cell, attempt)
      this.host.touch(cell)
    }
  }

  #stopTimer(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #postpone(cell: Cell): void {
    this.#postponed.add(cell)
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.resume(() => false)
    }, SHORT_MS + 1)
  }

  #share(cell: Cell, run: Run<Cell>): void {
    cell.run = run
    run.cells.add(cell)
    if (run.partial) showPartial(cell, run.partial)
  }

  #begin(cell: Cell, attempt: Attempt): void {
    const run = new Run<Cell>(attempt.key, this.host.clock())
    this.#byKey.set(run.key, run)
    this.#share(cell, run)
    this.started++
    void this.#perform(cell, attempt, run)
  }

  async #perform(cell: Cell, attempt: Attempt, run: Run<Cell>): Promise<void> {
    const { ports } = attempt
    const { kind } = cell
    if (!kind) return
    const viewerInput = this.host.viewerInput(cell)
    try {
      const values = await runPrepared({
        kind,
        node: cell.id,
        params: attempt.params,
        ports,
        inputs: attempt.inputs,
        services: this.host.services,
        seed: kind.random ? this.host.seed(cell) : 0,
        signal: () => run.signal,
        clock: this.host.clock,
        onPartial: (partial) => this.#streamed(run, partial, ports),
        onProgress: (share, words) => this.#progressed(run, share, words),
        ...(viewerInput === undefined ? {} : { viewerInput }),
      })
      if (run.aborted) return
      const made = make(run.key, values, ports, this.host.clock() - run.startedAt)
      if (this.#end(run)) this.#succeed(run, made)
    } catch (thrown) {
      if (this.#end(run)) this.#fail(run, toNodeError(thrown, cell.id))
    }
  }

  /** False where the run was abandoned before it ended. */
  #end(run: Run<Cell>): boolean {
    if (this.#byKey.get(run.key) !== run) return false
    this.#byKey.delete(run.key)
    return true
  }

  #succeed(run: Run<Cell>, fresh: Made): void {
    const made = this.host.memo.put(fresh)
    for (const cell of run.cells) {
      cell.run = undefined
      cell.lastMs = made.ms
      if (cell.attempt) takeResult(this.host.memo, cell, made, cell.attempt, false)
      this.#conclude(run, cell, { state: 'fresh' })
    }
    this.host.memo.trim()
    this.host.ended()
  }

  #fail(run: Run<Cell>, error: NodeError): void {
    for (const cell of run.cells) {
      cell.run = undefined
      cell.failed = { key: run.key, error }
      cell.shown = cell.good ?? cell.shown
      this.#conclude(run, cell, restOf(error))
    }
    this.host.ended()
  }

  /** A cell that was marked stale meanwhile shows what came, and goes on waiting for its sources. */
  #conclude(run: Run<Cell>, cell: Cell, rest: Rest): void {
    if (cell.wanted === run.key) this.host.settle(cell, rest)
    else this.host.touch(cell)
  }

  #streamed(run: Run<Cell>, partial: Readonly<Record<string, unknown>>, ports: Attempt['ports']): void {
    if (run.aborted) return
    const outputs: Record<string, OutputRecord> = { ...run.partial }
    for (const [name, value] of Object.entries(partial)) {
      const output = ports.outputs[name]
      if (!output || value === undefined) continue
      const made = madeBy(output, value)
      outputs[name] = { type: made.type.name, value: made.value }
    }
    run.partial = outputs
    for (const cell of run.cells) {
      showPartial(cell, outputs)
      this.host.touch(cell)
    }
  }

  #progressed(run: Run<Cell>, share: number, words: string | undefined): void {
    if (run.aborted) return
    run.progress = words === undefined ? { share } : { share, words }
    for (const cell of run.cells) this.host.touch(cell)
  }

  #shortRunning(): boolean {
    const now = this.host.clock()
    for (const run of this.#byKey.values()) {
      if (now - run.startedAt >= SHORT_MS) continue
      for (const cell of run.cells) if (!isLong(cell)) return true
    }
    return false
  }
}

/** By its last duration; before there is one, kinds that stream are taken to be long. */
export const isLong = (cell: Cell): boolean => (cell.lastMs === undefined ? streams(cell.kind) : cell.lastMs > SHORT_MS)

const streams = (kind: NodeKind | undefined): boolean => Object.values<AnyOutput>(kind?.outputs ?? {}).some((output) => output.streams)
