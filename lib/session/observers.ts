/* Who looks at which nodes. Several reasons may look at one node; it is observed until the last of them ends. */
export class Observers {
  private readonly reasons = new Map<number, readonly string[]>()
  private next = 0

  constructor(private readonly changed: (ids: readonly string[]) => void) {}

  add(ids: readonly string[]): () => void {
    const reason = this.next++
    this.reasons.set(reason, ids)
    this.tell()
    return () => {
      if (this.reasons.delete(reason)) this.tell()
    }
  }

  ids(): readonly string[] {
    return [...new Set([...this.reasons.values()].flat())]
  }

  /** Tells once for all changes of a turn: scrolling adds and ends many reasons at once. */
  private pending = false
  private tell(): void {
    if (this.pending) return
    this.pending = true
    queueMicrotask(() => {
      this.pending = false
      this.changed(this.ids())
    })
  }
}
