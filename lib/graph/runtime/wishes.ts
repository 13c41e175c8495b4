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
  /** Asked for by name though nobody looks; forgotten once at rest. */
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

  /** What is needed because somebody looks. */
  looks(): readonly string[] {
    return this.regions.needsOfLooks(this.observed, this.selected)
  }

  /** All anew. */
  need(): void {
    this.searched++
    this.#roots = this.#rootsNow()
    const [observed = [], asked = [], selected = []] = this.#roots
    this.reactor.need(observed, asked, selected)
  }

  /** What is needed in the graph's new shape. `changed`, `lost`: what was done to its links. */
  needMore(changed: Iterable<Cell>, lost: Iterable<Cell>): void {
    const before = this.#roots
    if (this.regions.hasChoices || this.#looksInside()) this.#roots = this.#rootsNow()
    const gone = before.flatMap((roots, at) => missingFrom(roots, this.#roots[at] ?? []))
    for (const [at, urgency] of [1, 2, 0].entries()) {
      const come = missingFrom(this.#roots[at] ?? [], before[at] ?? [])
      if (come.length > 0 && urgency === 0) return this.need()
      this.reactor.wish(come, urgency)
    }
    this.reactor.pull(changed)
    for (const cell of [...lost, ...gone.flatMap((id) => this.reactor.cells.get(id) ?? [])])
      if (cell.needed && !this.#isRead(cell)) return this.need()
  }

  #rootsNow(): readonly (readonly string[])[] {
    const { regions, observed, asked, selected } = this
    for (const cell of regions.findIdle()) this.reactor.touch(cell)
    return [regions.needsOfLooks(observed, selected), regions.needs(asked), regions.needs(selected)]
  }

  /** Ids of nodes inside regions and uses mean other instances in another shape. */
  #looksInside(): boolean {
    const { graph } = this.regions.authored
    return this.#all.some((ids) => [...ids].some((id) => !graph.has(id)))
  }

  #isRead(cell: Cell): boolean {
    return this.#roots.some((roots) => roots.includes(cell.id)) || cell.downstream.some((below) => below.needed && reads(below, cell))
  }
}

const reads = (cell: Cell, source: Cell): boolean => !isHolding(cell) && (isOpen(cell) || cell.gate === source)

function missingFrom(ids: readonly string[], others: readonly string[]): readonly string[] {
  if (ids === others || (ids.length === others.length && ids.every((id, at) => id === others[at]))) return []
  const known = new Set(others)
  return ids.filter((id) => !known.has(id))
}
