/* The page's store of node views: each node has its own cell, and the counts by state have one. */
import type { NodeState } from '../graph/states'
import { Cell } from './cell'
import type { NodeView } from './types'

export type StateCounts = Readonly<Partial<Record<NodeState, number>>>

export class ViewStore {
  private readonly cells = new Map<string, Cell<NodeView | null>>()
  readonly counts = new Cell<StateCounts>({})

  cell(id: string): Cell<NodeView | null> {
    let cell = this.cells.get(id)
    if (!cell) this.cells.set(id, (cell = new Cell<NodeView | null>(null)))
    return cell
  }

  receive(views: readonly NodeView[]): void {
    for (const view of views) this.cell(view.id).set(view)
    this.count()
  }

  /** Forgets nodes that are no longer in the notebook. */
  keep(ids: ReadonlySet<string>): void {
    for (const [id, cell] of this.cells) if (!ids.has(id)) cell.set(null)
    this.count()
  }

  all(): readonly NodeView[] {
    return [...this.cells.values()].map((cell) => cell.get()).filter((view) => view !== null)
  }

  private count(): void {
    const counts: Partial<Record<NodeState, number>> = {}
    for (const view of this.all()) counts[view.state] = (counts[view.state] ?? 0) + 1
    const before = this.counts.get()
    const same = Object.keys({ ...before, ...counts }).every((state) => before[state as NodeState] === counts[state as NodeState])
    if (!same) this.counts.set(counts)
  }
}
