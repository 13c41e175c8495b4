/*
 * Computations in flight: started, shared by key, streamed, ended, abandoned. Long ones wait until short ones are through
 * (3-runtime, rule 7: cheap before the rest), so that a continuation does not slow down the odds it starts from.
 */
import type { Clock } from '../clock'
import type { NodeKind } from '../define-node'
import { madeBy } from '../node-values'
import type { AnyOutput } from '../port-type'
import type { OutputRecord } from '../run-record'
import type { Attempt, Cell, Rest } from './cell'
import { Lanes, laneOf, roomIn } from './lanes'
import { expectedMs } from './liveness'
import type { Made, Memo } from './memo'
import { compute, type Computing } from './compute'
import { showPartial } from './results'
import { Run } from './run'
import { StreamLog } from './stream-log'

/** A run that ends within this is short. */
export const SHORT_MS = 500

export interface RunsHost extends Computing {
  readonly clock: Clock
  readonly memo: Memo<Cell>
  settle(cell: Cell, rest: Rest): void
  touch(cell: Cell): void
  /** What a cell makes of a result of its key: its own, with what stands instead of it. */
  succeed(cell: Cell, made: Made, fromMemo: boolean): Rest
  fail(cell: Cell, key: string, thrown: unknown): Rest
  /** A run ended, and all its cells were told. */
  ended(): void
}

export class Runs {
  readonly #byKey = new Map<string, Run<Cell>>()
  readonly #lanes = new Lanes()
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Computations started since the beginning. */
  started = 0

  constructor(readonly host: RunsHost) {}

  active(): Iterable<Run<Cell>> {
    return this.#byKey.values()
  }

  /** `busy`: short work is waiting for its turn. */
  start(cell: Cell, attempt: Attempt, busy: () => boolean): void {
    const running = this.#byKey.get(attempt.key)
    if (running) return this.#share(cell, running)
    const lane = laneOf(cell, attempt)
    const long = isLong(cell)
    if (this.#mayBegin(cell, lane, long, busy)) return this.#begin(cell, attempt, lane, long)
    this.#lanes.wait(cell, lane, long)
    this.#again()
  }

  /** The cell no longer waits for its run; a run nobody waits for is aborted. */
  leave(cell: Cell): void {
    if (this.#lanes.leave(cell) && this.#lanes.size === 0) this.#stopTimer()
    const { run } = cell
    if (!run) return
    cell.run = undefined
    run.cells.delete(cell)
    if (run.cells.size > 0 || this.#byKey.get(run.key) !== run) return
    this.#byKey.delete(run.key)
    run.abort()
    const lasted = this.host.clock() - run.startedAt
    if (lasted > SHORT_MS) cell.lastMs = Math.max(cell.lastMs ?? 0, lasted)
  }

  isPostponed(cell: Cell): boolean {
    return this.#lanes.has(cell)
  }

  /** Whoever waits is placed anew, by an urgency that changed. */
  reorder(): void {
    for (const cell of this.#lanes.all()) if (cell.attempt) this.#lanes.wait(cell, laneOf(cell, cell.attempt), isLong(cell))
  }

  /** Starts what waits for its turn, where there is room and nothing short is left or it has waited long enough. */
  resume(busy: () => boolean): void {
    if (this.#lanes.size === 0) return
    this.#lanes.offer((cell, lane, long) => {
      const { attempt } = cell
      if (cell.rest || cell.run || !attempt || cell.wanted !== attempt.key) return true
      if (!cell.needed) {
        cell.wanted = undefined
        return true
      }
      const known = this.host.memo.get(attempt.key)
      if (known) {
        // Another node of the same key came through while this one waited.
        this.host.settle(cell, this.host.succeed(cell, known, true))
        return true
      }
      const running = this.#byKey.get(attempt.key)
      if (!running && !this.#mayBegin(cell, lane, long, busy)) return false
      if (running) this.#share(cell, running)
      else this.#begin(cell, attempt, lane, long)
      this.host.touch(cell)
      return true
    })
    if (this.#lanes.size === 0) this.#stopTimer()
  }

  #mayBegin(cell: Cell, lane: string, long: boolean, busy: () => boolean): boolean {
    if (long && cell.urgency > 0 && (busy() || this.#shortRunning())) return false
    if (this.#byKey.size === 0) return true
    const now = this.host.clock()
    let short = 0
    let lasting = 0
    for (const run of this.#byKey.values()) {
      if (run.lane !== lane) continue
      if (run.long || now - run.startedAt >= SHORT_MS) lasting++
      else short++
    }
    return roomIn(lane, short, lasting, long)
  }

  #again(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.resume(() => false)
      if (this.#lanes.size > 0) this.#again()
    }, SHORT_MS + 1)
  }

  #stopTimer(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #share(cell: Cell, run: Run<Cell>): void {
    cell.run = run
    run.cells.add(cell)
    if (run.log) cell.log = run.log
    if (run.partial) showPartial(cell, run.partial)
  }

  #begin(cell: Cell, attempt: Attempt, lane: string, long: boolean): void {
    const run = new Run<Cell>(attempt.key, this.host.clock(), lane, long)
    this.#byKey.set(run.key, run)
    this.#share(cell, run)
    void this.#perform(cell, attempt, run)
  }

  async #perform(cell: Cell, attempt: Attempt, run: Run<Cell>): Promise<void> {
    const { ports } = attempt
    try {
      const { made, stored } = await compute(cell, attempt, run, this.host, {
        onStart: () => void this.started++,
        onPartial: (partial) => this.#streamed(run, partial, ports),
        onProgress: (share, words) => this.#progressed(run, share, words),
      })
      if (run.aborted) return
      if (this.#end(run)) this.#succeed(run, made, stored)
    } catch (thrown) {
      if (this.#end(run)) this.#fail(run, thrown)
    }
  }

  /** False where the run was abandoned before it ended. */
  #end(run: Run<Cell>): boolean {
    if (this.#byKey.get(run.key) !== run) return false
    this.#byKey.delete(run.key)
    return true
  }

  #succeed(run: Run<Cell>, fresh: Made, stored: boolean): void {
    const made = this.host.memo.put(fresh)
    if (run.log) closeLog(run.log, made, this.host.clock() - run.startedAt)
    for (const cell of run.cells) {
      cell.run = undefined
      cell.lastMs = made.ms
      this.#conclude(run, cell, this.host.succeed(cell, made, stored))
    }
    this.host.memo.trim()
    this.host.ended()
  }

  #fail(run: Run<Cell>, thrown: unknown): void {
    for (const cell of run.cells) {
      cell.run = undefined
      this.#conclude(run, cell, this.host.fail(cell, run.key, thrown))
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
    const log = (run.log ??= new StreamLog())
    for (const [name, value] of Object.entries(partial)) {
      const output = ports.outputs[name]
      if (!output || value === undefined) continue
      const made = madeBy(output, value)
      log.push(name, made, this.host.clock() - run.startedAt)
      outputs[name] = { type: made.type.name, value: made.value }
    }
    run.partial = outputs
    for (const cell of run.cells) {
      cell.log = log
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

function closeLog(log: StreamLog, made: Made, ms: number): void {
  for (const [port, { value }] of Object.entries(made.outputs)) {
    const type = made.types[port]
    if (type) log.push(port, { type, value }, ms, true)
  }
}

/** By its last duration, or the one its kind expects; before there is one, kinds that stream are taken to be long. */
export function isLong(cell: Cell): boolean {
  const expected = expectedMs(cell)
  return expected === undefined ? streams(cell.kind) : expected > SHORT_MS
}

const streams = (kind: NodeKind | undefined): boolean => Object.values<AnyOutput>(kind?.outputs ?? {}).some((output) => output.streams)
