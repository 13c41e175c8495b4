/* The queue of merges that a word offers: lowest rank first, then the leftmost. */

/** Positions below 2^26, ranks below 2^27: together exact in a double. */
const POSITIONS = 2 ** 26

export class MergeHeap {
  private readonly keys: number[] = []
  private readonly merged: number[] = []

  get size(): number {
    return this.keys.length
  }

  push(rank: number, position: number, merged: number): void {
    const key = rank * POSITIONS + position
    let at = this.keys.length
    this.keys.push(key)
    this.merged.push(merged)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (this.keys[parent]! <= key) break
      this.move(parent, at)
      at = parent
    }
    this.keys[at] = key
    this.merged[at] = merged
  }

  /** Takes the first merge out; only where `size` is above 0. */
  pop(): { position: number; merged: number } {
    const top = { position: this.keys[0]! % POSITIONS, merged: this.merged[0]! }
    const key = this.keys.pop()!
    const merged = this.merged.pop()!
    const size = this.keys.length
    if (size === 0) return top
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (child + 1 < size && this.keys[child + 1]! < this.keys[child]!) child++
      if (this.keys[child]! >= key) break
      this.move(child, at)
      at = child
    }
    this.keys[at] = key
    this.merged[at] = merged
    return top
  }

  private move(from: number, to: number): void {
    this.keys[to] = this.keys[from]!
    this.merged[to] = this.merged[from]!
  }
}
