/*
 * What only unchosen inputs of choices read (3-runtime: only the chosen input is evaluated). Looking at such a node is no
 * reason to compute it: it is skipped until it is chosen, asked for by name or taken in hand.
 */
import type { Graph } from '../graph'
import { isOpen, type Cell } from '../runtime/cell'
import { readBy } from './units'

export class Idle {
  /** By node, the choices that have a wire from it and do not take it, or have not chosen yet. */
  readonly #passedBy = new Map<Cell, Set<Cell>>()
  /** Nodes that nothing but such choices read, directly or through others, with these choices. */
  readonly #idle = new Map<Cell, ReadonlySet<Cell>>()

  /** By name, the regions in whose bodies it is read: an iteration that is not there yet reads it all the same. */
  readonly #bodies = new Map<string, string[]>()

  constructor(
    readonly cells: ReadonlyMap<string, Cell>,
    choices: Iterable<string>,
    graph: Graph,
  ) {
    for (const node of graph.values()) {
      if (!node.body) continue
      for (const name of new Set(readBy(node))) if (name !== node.id) this.#bodies.set(name, [...(this.#bodies.get(name) ?? []), node.id])
    }
    for (const id of choices) this.#note(cells.get(id))
    this.#spread()
  }

  get all(): ReadonlyMap<Cell, ReadonlySet<Cell>> {
    return this.#idle
  }

  #note(cell: Cell | undefined): void {
    const choice = cell?.part?.choice
    if (!cell || !choice || cell.fault) return
    const decided = this.cells.get(choice.decidedBy)?.rest
    if (decided && decided.state !== 'fresh') return // nothing is chosen: nothing is passed over either
    const taken = isOpen(cell) && choice.chosen ? this.cells.get(choice.chosen.node) : undefined
    for (const ref of choice.wires) {
      const source = this.cells.get(ref.node)
      if (!source || source === taken) continue
      const passing = this.#passedBy.get(source)
      if (passing) passing.add(cell)
      else this.#passedBy.set(source, new Set([cell]))
    }
  }

  /** From the choices upwards, as far as nobody else reads. */
  #spread(): void {
    const queue = [...this.#passedBy.keys()]
    for (const cell of queue) {
      if (this.#idle.has(cell)) continue
      const because = cell.part?.use ? this.#becauseOfInner(cell) : this.#because(cell)
      if (!because) continue
      this.#idle.set(cell, because)
      queue.push(...cell.upstream, ...this.#readInBody(cell), ...cell.downstream.filter((below) => below.part?.use))
    }
  }

  #readInBody({ id }: Cell): readonly Cell[] {
    const names = [...this.#bodies].filter(([, regions]) => regions.includes(id)).map(([name]) => name)
    return names.flatMap((name) => this.cells.get(name) ?? [])
  }

  #because(cell: Cell): ReadonlySet<Cell> | null {
    const passing = this.#passedBy.get(cell)
    const found = new Set(passing ?? [])
    const bodies = (this.#bodies.get(cell.id) ?? []).flatMap((id) => this.cells.get(id) ?? [])
    for (const below of [...cell.downstream, ...bodies]) {
      if (below.part?.use) continue // it shows the value, and reads it for nobody
      if (passing?.has(below) && readsOnlyAsChosen(below, cell)) continue
      const reasons = this.#idle.get(below)
      if (!reasons) return null
      for (const reason of reasons) found.add(reason)
    }
    return found.size > 0 ? found : null
  }

  /** A use shows what its nodes make: wires from it lead to them. */
  #becauseOfInner(use: Cell): ReadonlySet<Cell> | null {
    const found = new Set<Cell>()
    for (const inner of use.upstream) for (const reason of this.#idle.get(inner) ?? []) found.add(reason)
    return found.size > 0 && use.upstream.every((inner) => this.#idle.has(inner)) ? found : null
  }
}

/** While a choice is to be made again it is still wired to what it took before: that wire alone is no reading. */
function readsOnlyAsChosen({ node, part }: Cell, source: Cell): boolean {
  const wires = readBy(node).filter((name) => name === source.id).length
  return wires === (part?.choice?.chosen?.node === source.id ? 1 : 0)
}
