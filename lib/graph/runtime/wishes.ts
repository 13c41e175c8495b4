/*
 * What is wished for, and what of it is needed: looked at, asked for, in hand. After an edit all is found anew; after the
 * graph took another shape only what was added is, unless something may be needed no longer.
 */
import type { Regions } from '../regions/regions'
import { isHolding, isOpen, type Cell } from './cell'
import type { Reactor } from './reactor'

type Ids = ReadonlySet<string>

export class Wishes {
  observed: Ids = new Set()
  /** Asked for by `run` though nobody looks; forgotten once at rest. */
  readonly asked = new Set<string>()
  selected: Ids = new Set()
  /** What was needed for itself last time: of what is looked at, asked for and in hand. */
  #roots: readonly (readonly string[])[] = []
  /** Times that all was found anew. */
  searched = 0

  constructor(
    readonly reactor: Reactor,
    readonly regions: Regions,
  ) {}

  get #all(): readonly Ids[] {
    return [this.observed, this.asked, this.selected]
  }

  /** All anew. */
  need(): void {
    this.searched++
    this.#roots = this.#all.map((ids) => this.regions.needs(ids))
    const [observed = [], asked = [], selected = []] = this.#roots
    this.reactor.need(observed, asked, selected)
  }

  /** What is needed in the graph's new shape. `changed`, `lost`: what was done to its links. */
  needMore(changed: Iterable<Cell>, lost: Iterable<Cell>): void {
    if (this.#looksInside() && this.#rootsMoved()) return this.need()
    for (const cell of lost) if (cell.needed && !this.#isRead(cell)) return this.need()
    this.reactor.pull(changed)
  }

  /** Ids of nodes inside regions and uses mean other instances in another shape. */
  #looksInside(): boolean {
    const { graph } = this.regions.authored
    return this.#all.some((ids) => [...ids].some((id) => !graph.has(id)))
  }

  #rootsMoved(): boolean {
    return this.#all.some((ids, at) => {
      const roots = this.#roots[at] ?? []
      const now = this.regions.needs(ids)
      return now.length !== roots.length || now.some((id, place) => id !== roots[place])
    })
  }

  #isRead(cell: Cell): boolean {
    return this.#roots.some((roots) => roots.includes(cell.id)) || cell.downstream.some((below) => below.needed && reads(below, cell))
  }
}

const reads = (cell: Cell, source: Cell): boolean => !isHolding(cell) && (isOpen(cell) || cell.gate === source)
