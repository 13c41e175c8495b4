/* The author's graph, brought to the cells: nodes come and go, links are made anew, what changed is marked with its reason. */
import type { NodeKind } from '../define-node'
import type { GraphNode } from '../graph'
import { deriveSeed } from '../random'
import type { Authored } from '../regions/expand'
import type { Flat, Part } from '../regions/flat'
import { iterationsOf, withoutIterations } from '../regions/names'
import { Regions } from '../regions/regions'
import { Cell, isHolding } from './cell'
import { comparePlans, type Edit, type Plan } from './edits'
import { linkCells, readFault, sameRest } from './links'
import type { Reactor } from './reactor'

const EMPTY_PLAN: Plan = { graph: new Map(), seed: 0, broken: {} }

/** The author's graph as it will be, expanded and compared with what is there. */
export interface Change {
  readonly authored: Authored
  readonly flat: Flat
  readonly edit: Edit
}

export class Author {
  readonly #seeds = new Map<string, number>()
  readonly regions: Regions
  #plan = EMPTY_PLAN

  constructor(
    readonly reactor: Reactor,
    readonly kinds: (id: string) => NodeKind | undefined,
    readonly onRemove: (id: string) => void,
  ) {
    this.regions = new Regions(kinds, reactor.cells)
  }

  compare(authored: Authored): Change {
    const flat = this.regions.expand(authored)
    return { authored, flat, edit: comparePlans(this.#plan, { ...flat, seed: authored.seed }) }
  }

  apply({ authored, flat, edit }: Change): void {
    const { cells } = this.reactor
    this.#plan = { ...flat, seed: authored.seed }
    const { parts } = this.regions
    this.regions.adopt(authored, flat)
    for (const id of edit.removed) {
      const cell = cells.get(id)
      if (cell) this.reactor.remove(cell)
      this.#seeds.delete(id)
      this.onRemove(id)
    }
    const changed = new Map<Cell, string>()
    for (const [id, words] of edit.changed) changed.set(this.#cellFor(id), words)
    for (const [id, part] of flat.parts) {
      const before = parts.get(id)
      if (part === before || edit.changed.has(id)) continue
      const cell = this.#cellFor(id)
      if (part.signature !== before?.signature) changed.set(cell, 'wires')
    }
    if (edit.seed) {
      this.#seeds.clear()
      for (const cell of cells.values()) {
        cell.record = null
        if (cell.kind?.random && !changed.has(cell)) changed.set(cell, 'seed')
      }
    }
    for (const cell of this.#relink(changed, edit.structural)) if (!changed.has(cell)) changed.set(cell, 'wires')
    for (const [cell, words] of changed) this.#mark(cell, words)
    if (flat.parts.size + parts.size > 0) this.regions.settleDown()
  }

  seedOf(id: string): number {
    let seed = this.#seeds.get(id)
    if (seed === undefined) {
      seed = deriveSeed(this.#plan.seed, withoutIterations(id), iterationsOf(id))
      this.#seeds.set(id, seed)
    }
    return seed
  }

  #cellFor(id: string): Cell {
    const node = this.#plan.graph.get(id)
    if (!node) throw new Error(`no node ${id} in the plan`)
    let cell = this.reactor.cells.get(id)
    if (!cell) {
      cell = new Cell(id, node)
      this.reactor.cells.set(id, cell)
    }
    const part = this.regions.parts.get(id)
    const kind = part?.kind ?? this.kinds(node.kind)
    if (cell.kind !== kind && isHolding(cell)) this.reactor.drop(cell)
    cell.node = part?.owner === undefined ? node : hiddenNode(node, part)
    cell.part = part
    cell.kind = kind
    return cell
  }

  /** Links anew where wires changed, or where an edit gave a node a fault or took it away. */
  #relink(changed: ReadonlyMap<Cell, string>, structural: boolean): Iterable<Cell> {
    const { cells } = this.reactor
    let relink = structural
    if (!structural) {
      for (const cell of changed.keys()) {
        const before = cell.fault
        readFault(cell, cells, this.#plan.broken)
        relink ||= !sameRest(before, cell.fault)
      }
    }
    return relink ? linkCells(cells, this.#plan.broken, changed) : []
  }

  #mark(cell: Cell, words: string): void {
    const below = words
      .split(', ')
      .map((word) => `${cell.id}.${word}`)
      .join(', ')
    cell.held = false
    this.reactor.invalidate(cell, words === 'new' ? 'not run yet' : words, words === 'new' || words === 'wires' ? cell.id : below)
    if (!cell.fault || isHolding(cell)) return
    this.reactor.runs.leave(cell)
    this.reactor.settle(cell, cell.fault)
  }
}

/** Settings are the node's own, not its hidden parts'; but what plans its iterations waits where the node runs when asked. */
function hiddenNode(node: GraphNode, part: Part): GraphNode {
  const { settings, ...rest } = node
  return part.shapes && settings?.mode === 'manual' ? { ...rest, settings: { mode: 'manual' } } : rest
}
