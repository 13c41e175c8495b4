/* Not all iterations of a region at once: the next begins when what is kept of an earlier one has come to rest. */
import type { Cell } from '../runtime/cell'

interface Window {
  readonly atWork: Set<Cell>
  readonly parked: Set<Cell>
  limit: number
}

export class Windows {
  readonly #byRegion = new Map<string, Window>()
  constructor(
    readonly cells: ReadonlyMap<string, Cell>,
    readonly enqueue: (cell: Cell) => void,
  ) {}

  /** Whether an iteration may begin; one that may not is called again later. */
  admits(cell: Cell): boolean {
    const { window, within } = cell.part ?? {}
    if (!window || !within || cell.held) return true
    const open = this.#window(within.region, window.limit)
    this.#prune(open)
    if (open.atWork.size >= window.limit && !open.atWork.has(cell)) {
      open.parked.add(cell)
      return false
    }
    open.atWork.add(cell)
    return true
  }

  #window(region: string, limit: number): Window {
    let open = this.#byRegion.get(region)
    if (!open) this.#byRegion.set(region, (open = { atWork: new Set(), parked: new Set(), limit }))
    open.limit = limit
    return open
  }

  /** An iteration is through when all that is kept of it and asked for has come to rest. */
  #prune({ atWork }: Window): void {
    for (const cell of atWork) {
      const kept = cell.part?.window?.kept ?? []
      const isGone = this.cells.get(cell.id) !== cell || !cell.needed
      if (isGone || (cell.rest && kept.every((id) => this.#isThrough(id)))) atWork.delete(cell)
    }
  }

  #isThrough(id: string): boolean {
    const cell = this.cells.get(id)
    return !cell?.needed || cell.rest !== null
  }

  /** Called when something of a region came to rest, or was no longer asked for. */
  poke(region: string): void {
    const open = this.#byRegion.get(region)
    if (!open || open.parked.size === 0) return
    this.#prune(open)
    let free = open.limit - open.atWork.size
    for (const cell of open.parked) {
      if (free-- <= 0) return
      open.parked.delete(cell)
      this.enqueue(cell)
    }
  }

  pokeAll(): void {
    for (const region of this.#byRegion.keys()) {
      if (!this.cells.has(region)) this.#byRegion.delete(region)
      else this.poke(region)
    }
  }
}
