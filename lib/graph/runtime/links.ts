/* Who feeds whom: links between cells made anew from the graph, with the faults that only the whole graph shows. */
import type { NodeError } from '../states'
import { sentences } from '../sentences'
import { nodeInWords, type Cell, type Rest } from './cell'
import { findCycles } from './cycles'
import { takesNothing } from './modes'
import { errorRest, readStatically, wiresInto } from './faults'

/** Reads faults and links all cells. Gives those whose fault or links differ from before. */
export function linkCells(
  cells: ReadonlyMap<string, Cell>,
  broken: Readonly<Record<string, NodeError>>,
  edited: ReadonlyMap<Cell, string>,
): Set<Cell> {
  const faultsBefore = new Map([...cells.values()].map((cell) => [cell, cell.fault]))
  for (const cell of cells.values()) if (edited.has(cell) || !isSound(cell, cells)) readFault(cell, cells, broken)
  const sources = sourcesByCell(cells)
  faultCycles(cells, sources)
  for (const cell of cells.values()) cell.downstream = []
  const changed = new Set<Cell>()
  for (const cell of cells.values()) {
    const upstream = cell.fault ? [] : (sources.get(cell) ?? [])
    if (!sameList(upstream, cell.upstream) || !sameRest(cell.fault, faultsBefore.get(cell) ?? null)) changed.add(cell)
    cell.upstream = upstream
    const gate = cell.fault || takesNothing(cell.node, cell.kind) ? undefined : cell.part?.gate
    cell.gate = gate === undefined ? undefined : cells.get(gate)
    for (const source of upstream) source.downstream.push(cell)
  }
  for (const cell of cells.values()) cell.waiting = cell.upstream.reduce((count, source) => count + (source.rest ? 0 : 1), 0)
  return changed
}

/** Read before without an error, and every wire still comes from somewhere. */
function isSound({ fault, node }: Cell, cells: ReadonlyMap<string, Cell>): boolean {
  if (fault?.state === 'error') return false
  for (const refs of Object.values(node.inputs)) for (const ref of refs) if (!cells.has(ref.node)) return false
  for (const ref of Object.values(node.paramWires)) if (!cells.has(ref.node)) return false
  return true
}

/** The fault of one cell, cycles aside. Used alone where an edit left all wires as they were. */
export function readFault(cell: Cell, cells: ReadonlyMap<string, Cell>, broken: Readonly<Record<string, NodeError>>): void {
  const error = Object.hasOwn(broken, cell.id) ? broken[cell.id] : undefined
  if (error) {
    cell.fault = { state: 'error', error }
    cell.parsed = null
    return
  }
  if (takesNothing(cell.node, cell.kind)) {
    cell.fault = null
    cell.parsed = null
    return
  }
  const { fault, parsed } = readStatically(nodeInWords(cell), cell.kind, cells)
  cell.fault = fault
  cell.parsed = parsed
}

function sourcesByCell(cells: ReadonlyMap<string, Cell>): Map<Cell, readonly Cell[]> {
  const sources = new Map<Cell, readonly Cell[]>()
  for (const cell of cells.values()) {
    if (cell.fault || takesNothing(cell.node, cell.kind)) continue
    const found = new Set<Cell>()
    for (const [, wires] of wiresInto(cell.node)) {
      for (const ref of wires) found.add(cells.get(ref.node) as Cell)
    }
    sources.set(cell, [...found])
  }
  return sources
}

function faultCycles(cells: ReadonlyMap<string, Cell>, sources: ReadonlyMap<Cell, readonly Cell[]>): void {
  const feeds = new Map<string, string[]>([...cells.keys()].map((id) => [id, []]))
  for (const [cell, from] of sources) for (const source of from) feeds.get(source.id)?.push(cell.id)
  for (const [id, path] of findCycles(cells.keys(), (from) => feeds.get(from) ?? [])) {
    const cell = cells.get(id)
    if (cell) cell.fault = errorRest(sentences.cycle(named(path, cells)), id)
  }
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
