/*
 * Lets short runs end while input keeps coming (3-runtime, rule 8): an edit that would overtake them waits, for half a
 * second at most, so that typing shows results of moments ago instead of none. Whole waves are let finish, never mixed.
 */
import type { Clock } from '../clock'
import type { Cell } from './cell'
import type { Reactor } from './reactor'
import { SHORT_MS } from './runs'

/**
 * Whether some cell an edit touches is about to end: running with an end in sight or, once its wave has begun, next in
 * turn and known to be quick.
 */
export function worthWaiting(reactor: Reactor, affected: ReadonlySet<Cell>, begun: boolean, clock: Clock): boolean {
  for (const run of reactor.runs.active()) {
    if (clock() - run.startedAt >= SHORT_MS) continue
    for (const cell of run.cells) if (affected.has(cell) && cell.wanted === run.key && isQuick(cell)) return true
  }
  return begun && reactor.queue.some((cell) => cell.queued && affected.has(cell) && isQuick(cell))
}

const isQuick = (cell: Cell): boolean => cell.lastMs !== undefined && cell.lastMs <= SHORT_MS

/** Cells an edit would change, and all below them. */
export function affectedCells(reactor: Reactor, ids: Iterable<string>): Set<Cell> {
  const affected = new Set<Cell>()
  for (const id of ids) {
    const cell = reactor.cells.get(id)
    if (cell) affected.add(cell)
  }
  for (const cell of affected) for (const below of cell.downstream) affected.add(below)
  return affected
}
