/*
 * Who feeds whom: links between cells, laid anew for cells that changed, with the faults that only the whole graph shows.
 * What it costs goes with what changed and what stands below it, not with the size of the graph.
 */
import type { NodeError } from '../states'
import { sentences } from '../sentences'
import { nodeInWords, type Cell, type Rest } from './cell'
import { findCycles } from './cycles'
import { takesNothing } from './modes'
import { errorRest, readStatically, wiresInto } from './faults'

interface Before {
  readonly fault: Rest | null
  readonly upstream: readonly Cell[]
}

export interface Relinked {
  /** Cells whose fault or links differ from before. */
  readonly changed: ReadonlySet<Cell>
  /** Cells that somebody no longer reads. */
  readonly lost: ReadonlySet<Cell>
}

export class Links {
  /** Cells with a fault: what is placed anew elsewhere may take it away. */
  readonly #faulty = new Set<Cell>()
  /** Cells linked so far. */
  linked = 0

  constructor(
    readonly cells: ReadonlyMap<string, Cell>,
    readonly broken: ReadonlyMap<string, NodeError>,
  ) {}

  /** Reads the fault of one cell, cycles aside. True where it has another one now. */
  read(cell: Cell): boolean {
    const before = cell.fault
    readFault(cell, this.cells, this.broken)
    return !sameRest(before, cell.fault)
  }

  relink(edited: Iterable<Cell>, removed: readonly Cell[]): Relinked {
    const before = new Map<Cell, Before>()
    const take = (cell: Cell): void => {
      if (!before.has(cell)) before.set(cell, { fault: cell.fault, upstream: cell.upstream })
    }
    const lost = new Set<Cell>()
    const cut = new Map<Cell, Set<Cell>>()
    for (const cell of removed) {
      this.#faulty.delete(cell)
      for (const source of cell.upstream) noteCut(cut, source, cell)
      for (const below of cell.downstream) if (this.cells.get(below.id) === below) take(below)
    }
    for (const cell of edited) take(cell)
    for (const cell of this.#faulty) take(cell)
    for (const cell of before.keys()) readFault(cell, this.cells, this.broken)
    const grown: Cell[] = []
    for (const [cell, { upstream }] of before) if (this.#lay(cell, upstream, cut)) grown.push(cell)
    sever(cut)
    this.#faultCycles(grown, take)
    for (const source of cut.keys()) if (this.cells.get(source.id) === source) lost.add(source)
    return { changed: this.#conclude(before), lost }
  }

  /** True where something is read that was not read before. */
  #lay(cell: Cell, upstream: readonly Cell[], cut: Map<Cell, Set<Cell>>): boolean {
    this.linked++
    const before = new Set(upstream)
    cell.upstream = sourcesOf(cell, this.cells)
    const gate = cell.fault || takesNothing(cell.node, cell.kind) ? undefined : cell.part?.gate
    cell.gate = gate === undefined ? undefined : this.cells.get(gate)
    let grown = false
    for (const source of cell.upstream) {
      if (before.delete(source)) continue
      source.downstream.push(cell)
      grown = true
    }
    for (const source of before) noteCut(cut, source, cell)
    return grown
  }

  /** A cycle that was not there before leads through a cell that reads something new, and lies all below it. */
  #faultCycles(grown: readonly Cell[], take: (cell: Cell) => void): void {
    const feeds = (id: string): readonly string[] => (this.cells.get(id) as Cell).downstream.map((below) => below.id)
    const cut = new Map<Cell, Set<Cell>>()
    const ids = grown.map((cell) => cell.id)
    for (const [id, path] of findCycles(ids, feeds)) {
      const cell = this.cells.get(id) as Cell
      take(cell)
      cell.fault = errorRest(sentences.cycle(named(path, this.cells)), id)
      for (const source of cell.upstream) noteCut(cut, source, cell)
      cell.upstream = []
      cell.gate = undefined
    }
    sever(cut)
  }

  #conclude(before: ReadonlyMap<Cell, Before>): Set<Cell> {
    const changed = new Set<Cell>()
    for (const [cell, { fault, upstream }] of before) {
      cell.waiting = cell.upstream.reduce((count, source) => count + (source.rest ? 0 : 1), 0)
      if (cell.fault) this.#faulty.add(cell)
      else this.#faulty.delete(cell)
      if (!sameList(upstream, cell.upstream) || !sameRest(cell.fault, fault)) changed.add(cell)
    }
    return changed
  }
}

function noteCut(cut: Map<Cell, Set<Cell>>, source: Cell, reader: Cell): void {
  const readers = cut.get(source)
  if (readers) readers.add(reader)
  else cut.set(source, new Set([reader]))
}

/** All at once: a source may have thousands of readers. */
function sever(cut: ReadonlyMap<Cell, ReadonlySet<Cell>>): void {
  for (const [source, readers] of cut) source.downstream = source.downstream.filter((below) => !readers.has(below))
}

function readFault(cell: Cell, cells: ReadonlyMap<string, Cell>, broken: ReadonlyMap<string, NodeError>): void {
  const error = broken.get(cell.id)
  cell.fault = error ? { state: 'error', error } : null
  cell.parsed = null
  if (error || takesNothing(cell.node, cell.kind)) return
  const { fault, parsed } = readStatically(nodeInWords(cell), cell.kind, cells)
  cell.fault = fault
  cell.parsed = parsed
}

function sourcesOf(cell: Cell, cells: ReadonlyMap<string, Cell>): readonly Cell[] {
  if (cell.fault || takesNothing(cell.node, cell.kind)) return []
  const found = new Set<Cell>()
  for (const [, wires] of wiresInto(cell.node)) for (const ref of wires) found.add(cells.get(ref.node) as Cell)
  return [...found]
}

/** Hidden parts go by the name of the node they are a part of. */
function named(path: readonly string[], cells: ReadonlyMap<string, Cell>): readonly string[] {
  const names = path.map((id) => cells.get(id)?.part?.owner ?? id)
  const apart = names.filter((name, i) => i === 0 || name !== names[i - 1])
  return apart.length > 1 ? apart : [...apart, ...apart]
}

const sameList = (a: readonly Cell[], b: readonly Cell[]): boolean => a.length === b.length && a.every((cell, i) => cell === b[i])

export function sameRest(a: Rest | null, b: Rest | null): boolean {
  if (a === b) return true
  if (!a || !b || a.state !== b.state) return false
  if (a.state === 'error' && b.state === 'error') return a.error.code === b.error.code && a.error.message === b.error.message
  return a.state === 'empty' && b.state === 'empty' && a.reason === b.reason
}
