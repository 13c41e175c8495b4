/* The author's graph, brought to the cells: nodes come and go, links are made anew, what changed is marked with its reason. */
import type { NodeKind } from '../define-node'
import type { GraphNode } from '../graph'
import { deriveSeed } from '../random'
import type { Authored } from '../regions/work'
import type { Part } from '../regions/flat'
import type { Fragment } from '../regions/piece'
import type { NodeError } from '../states'
import { iterationsOf, withoutIterations } from '../regions/names'
import { Regions } from '../regions/regions'
import { refuseRounds } from '../regions/rounds'
import { Cell, isHolding } from './cell'
import { compareFragments, type Edit, type Placed } from './edits'
import { Links, type Relinked } from './links'
import type { Reactor } from './reactor'

/** The author's graph as it will be, expanded and compared with what is there. */
export interface Change {
  readonly authored: Authored
  readonly pieces: Fragment
  readonly edit: Edit
}

/** What applying it did to the links. */
export interface Applied {
  /** Cells that are new, or run with something else than before. */
  readonly changed: Iterable<Cell>
  /** Cells that somebody no longer reads. */
  readonly lost: ReadonlySet<Cell>
}

const NOTHING_LOST: ReadonlySet<Cell> = new Set()

export class Author {
  readonly #seeds = new Map<string, number>()
  readonly regions: Regions
  readonly #broken = new Map<string, NodeError>()
  readonly links: Links
  /** Nodes compared so far. */
  compared = 0

  constructor(
    readonly reactor: Reactor,
    readonly kinds: (id: string) => NodeKind | undefined,
    readonly onRemove: (id: string) => void,
  ) {
    this.regions = new Regions(kinds, reactor.cells)
    this.links = new Links(reactor.cells, this.#broken)
  }

  compare(written: Authored): Change {
    const authored = refuseRounds(written, this.kinds)
    return this.#changeTo(authored, this.regions.expand(authored))
  }

  /** The same graph in the shape that is known now. */
  reshaped(): Change {
    return this.#changeTo(this.regions.authored, this.regions.reshaped())
  }

  #changeTo(authored: Authored, pieces: Fragment): Change {
    const edit = compareFragments(this.regions.pieces, pieces, authored.seed !== this.regions.authored.seed)
    this.compared += edit.compared
    return { authored, pieces, edit }
  }

  apply({ authored, pieces, edit }: Change): Applied {
    const { regions } = this
    const hadParts = regions.parts.size > 0
    regions.adopt(authored, pieces)
    const removed = edit.removed.flatMap((id) => this.#remove(id) ?? [])
    const changed = new Map<Cell, string>()
    const edited: Cell[] = []
    for (const [id, placed] of edit.placed) {
      const signature = regions.parts.get(id)?.signature
      const cell = this.#place(id, placed)
      edited.push(cell)
      const words = edit.changed.get(id) ?? (signature === placed.part?.signature ? undefined : 'wires')
      if (words !== undefined) changed.set(cell, words)
    }
    if (edit.seed) this.#reseed(changed)
    const { changed: relinked, lost } = this.#relink(edited, removed, edit.structural)
    for (const cell of relinked) if (!changed.has(cell)) changed.set(cell, 'wires')
    for (const [cell, words] of changed) this.#mark(cell, words)
    if (hadParts || regions.parts.size > 0) regions.settleDown()
    return { changed: changed.keys(), lost }
  }

  #remove(id: string): Cell | undefined {
    const cell = this.reactor.cells.get(id)
    if (cell) this.reactor.remove(cell)
    this.#seeds.delete(id)
    this.#broken.delete(id)
    this.regions.forget(id)
    this.onRemove(id)
    return cell
  }

  #reseed(changed: Map<Cell, string>): void {
    this.#seeds.clear()
    for (const cell of this.reactor.cells.values()) {
      cell.record = null
      if (cell.kind?.random && !changed.has(cell)) changed.set(cell, 'seed')
    }
  }

  seedOf(id: string): number {
    let seed = this.#seeds.get(id)
    if (seed === undefined) {
      seed = deriveSeed(this.regions.authored.seed, withoutIterations(id), iterationsOf(id))
      this.#seeds.set(id, seed)
    }
    return seed
  }

  #place(id: string, { node, part, broken }: Placed): Cell {
    let cell = this.reactor.cells.get(id)
    if (!cell) {
      cell = new Cell(id, node)
      this.reactor.cells.set(id, cell)
    }
    if (broken) this.#broken.set(id, broken)
    else this.#broken.delete(id)
    this.regions.place(id, part)
    const kind = part?.kind ?? this.kinds(node.kind)
    if (cell.kind !== kind && isHolding(cell)) this.reactor.drop(cell)
    cell.node = part?.owner === undefined ? node : hiddenNode(node, part)
    cell.part = part
    cell.kind = kind
    return cell
  }

  /** Links anew where wires changed, or where an edit gave a node a fault or took it away. */
  #relink(edited: readonly Cell[], removed: readonly Cell[], structural: boolean): Relinked {
    const faults = structural ? edited : edited.filter((cell) => this.links.read(cell))
    return faults.length + removed.length > 0 ? this.links.relink(faults, removed) : { changed: NOTHING_LOST, lost: NOTHING_LOST }
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
