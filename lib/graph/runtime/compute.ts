/* One result: from the store of kept results where it is there and whole, else by running the kind, again where it may fail. */
import type { Clock } from '../clock'
import type { ServiceTypes } from '../define-node'
import type { Json } from '../json'
import { runPrepared } from '../run-node'
import { sentences } from '../sentences'
import { NodeFailure } from '../states'
import type { Attempt, Cell } from './cell'
import { make } from './make'
import type { Made } from './memo'
import { retryOf } from './modes'
import type { Tier } from './tier'
import { withRetries, type Later } from './retry'
import type { Run } from './run'

export interface Computing {
  readonly services: Partial<ServiceTypes>
  readonly clock: Clock
  /** Milliseconds since 1970, for when a value was made. */
  readonly calendar: Clock
  readonly later: Later
  readonly tier: Tier | null
  readonly seed: (cell: Cell) => number
  readonly viewerInput: (cell: Cell) => Json | undefined
  /** Whether it may run now, apart from what is kept of it. */
  readonly mayRun: (cell: Cell, attempt: Attempt) => boolean
}

export interface Heard {
  onStart(): void
  onPartial(partial: Readonly<Record<string, unknown>>): void
  onProgress(share: number, words?: string): void
}

/** A kept result was not whole, and the node does not run unasked. */
export class NotKept extends Error {}

export async function compute(
  cell: Cell,
  attempt: Attempt,
  run: Run<Cell>,
  host: Computing,
  heard: Heard,
): Promise<{ readonly made: Made; readonly stored: boolean }> {
  if (host.tier?.has(run.key)) {
    const kept = await host.tier.load(run.key, attempt)
    if (kept) return { made: kept, stored: true }
    run.signal.throwIfAborted()
    if (!host.mayRun(cell, attempt)) throw new NotKept(run.key)
  }
  heard.onStart()
  const begun = host.clock()
  const retry = retryOf(cell.node)
  const once = () => runOnce(cell, attempt, run, host, heard)
  const values =
    retry.times === 0
      ? await once()
      : await withRetries(once, {
          ...retry,
          later: host.later,
          signal: () => run.signal,
          onPause: (next, waitMs) => heard.onProgress(0, sentences.triesAgain(waitMs, next, retry.times)),
        })
  const made = make(run.key, values, attempt.ports, host.clock() - begun, host.calendar())
  host.tier?.keep(made)
  return { made, stored: false }
}

function runOnce(cell: Cell, attempt: Attempt, run: Run<Cell>, host: Computing, heard: Heard) {
  const { kind } = cell
  if (!kind) throw new NodeFailure('internal', `${cell.id} has no kind.`)
  const viewerInput = host.viewerInput(cell)
  return runPrepared({
    kind,
    node: cell.id,
    params: attempt.params,
    ports: attempt.ports,
    inputs: attempt.inputs,
    services: host.services,
    seed: kind.random ? host.seed(cell) : 0,
    signal: () => run.signal,
    clock: host.clock,
    onPartial: heard.onPartial,
    onProgress: heard.onProgress,
    ...(viewerInput === undefined ? {} : { viewerInput }),
  })
}
