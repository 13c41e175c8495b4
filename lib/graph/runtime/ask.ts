/* What the viewer asks for by hand: runs what is stale, stopped, failed or waits to be asked, and what stands above it. */
import { gives, pulledBy, type Cell } from './cell'
import { NEXT, consentText, effectsOf } from './liveness'
import type { Reactor } from './reactor'

/** Cells to be tried again: those wished for, and all above them. */
export function withSources(wished: Iterable<Cell>): Set<Cell> {
  const again = new Set(wished)
  for (const cell of again) for (const source of pulledBy(cell)) again.add(source)
  return again
}

export function withDescendants(cells: Iterable<Cell>): Set<Cell> {
  const all = new Set(cells)
  for (const cell of all) for (const below of cell.downstream) all.add(below)
  return all
}

/** `named`: pointed at, so that what reaches outside does it anew even where it is fresh. */
export function tryAgain(reactor: Reactor, cell: Cell, named: boolean): void {
  const { rest } = cell
  cell.stopped = undefined
  cell.held = false
  const anew = named && rest?.state === 'fresh' && effectsNow(cell).length > 0
  if (cell.fault || (gives(rest) && !anew && !cell.excused)) return
  if (!cell.run) cell.granted = NEXT
  if (!rest) return
  if (anew) cell.turns++
  cell.failed = undefined
  reactor.invalidate(cell, 'asked to run', cell.id)
}

/** What agreeing to a cell's effects is remembered as; null where it has none. */
export function consentOf(cell: Cell): string | null {
  const effects = effectsNow(cell)
  return cell.kind && effects.length > 0 ? consentText(cell.kind, effects) : null
}

function effectsNow(cell: Cell) {
  const params = cell.attempt?.params ?? cell.parsed?.params
  return cell.kind && params ? effectsOf(cell.kind, params) : []
}

/** Stops cells: they rest as cancelled until something changes or they are asked for. */
export function cancelCells(reactor: Reactor, cells: Iterable<Cell>): void {
  for (const cell of cells) {
    if (cell.rest) continue
    const { run } = cell
    if (run && cell.wanted === run.key) reactor.stop(cell, run.progress?.words ? `at ${run.progress.words}` : 'while running')
    else if (reactor.runs.isPostponed(cell)) reactor.stop(cell, 'before its turn')
    else {
      cell.held = true
      reactor.runs.leave(cell)
      reactor.enqueue(cell)
    }
  }
}
