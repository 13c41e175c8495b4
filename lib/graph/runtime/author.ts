/* The author's graph, brought to the cells: nodes come and go, links are made anew, what changed is marked with its reason. */
import type { NodeKind } from '../define-node'
import { deriveSeed } from '../random'
import { Cell } from './cell'
import { comparePlans, type Edit, type Plan } from './edits'
import { linkCells, readFault, sameRest } from './links'
import { isHolding } from './own'
import type { Reactor } from './reactor'

const EMPTY_PLAN: Plan = { graph: new Map(), seed: 0, broken: {} }

export class Author {
  readonly #seeds = new Map<string, number>()
  #plan = EMPTY_PLAN

  constructor(
    readonly reactor: Reactor,
    readonly kinds: (id: string) => NodeKind | undefined,
    readonly onRemove: (id: string) => void,
  ) {}

  compare(plan: Plan): Edit {
    return comparePlans(this.#plan, plan)
  }

  apply(plan: Plan, edit: Edit): void {
    const { cells } = this.reactor
    this.#plan = plan
    for (const id of edit.removed) {
      const cell = cells.get(id)
      if (cell) this.reactor.remove(cell)
      this.#seeds.delete(id)
      this.onRemove(id)
    }
    const changed = new Map<Cell, string>()
    for (const [id, words] of edit.changed) changed.set(this.#cellFor(id), words)
    if (edit.seed) {
      this.#seeds.clear()
      for (const cell of cells.values()) {
        cell.record = null
        if (cell.kind?.random && !changed.has(cell)) changed.set(cell, 'seed')
      }
    }
    for (const cell of this.#relink(changed, edit.structural)) if (!changed.has(cell)) changed.set(cell, 'wires')
    for (const [cell, words] of changed) this.#mark(cell, words)
  }

  seedOf(id: string): number {
    let seed = this.#seeds.get(id)
    if (seed === undefined) {
      seed = deriveSeed(this.#plan.seed, id, '')
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
    const kind = this.kinds(node.kind)
    if (cell.kind !== kind && isHolding(cell)) this.reactor.drop(cell)
    cell.node = node
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
    return relink ? linkCells(cells, this.#plan.broken) : []
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
