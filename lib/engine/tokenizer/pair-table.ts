/* A hash table from pairs of ids to the merge they make: rank and new id. Open addressing over typed arrays, because a vocabulary has up to 10⁵ merges. */

const EMPTY = -1

export class PairTable {
  private readonly mask: number
  private readonly left: Int32Array
  private readonly right: Int32Array
  private readonly ranks: Int32Array
  private readonly news: Int32Array

  constructor(capacity: number) {
    let size = 16
    while (size < capacity * 2) size *= 2
    this.mask = size - 1
    this.left = new Int32Array(size).fill(EMPTY)
    this.right = new Int32Array(size)
    this.ranks = new Int32Array(size)
    this.news = new Int32Array(size)
  }

  /** A later entry for the same pair replaces the earlier one. */
  set(left: number, right: number, rank: number, merged: number): void {
    const slot = this.slot(left, right)
    this.left[slot] = left
    this.right[slot] = right
    this.ranks[slot] = rank
    this.news[slot] = merged
  }

  /** Slot of a pair, or −1 where it makes nothing. */
  find(left: number, right: number): number {
    const slot = this.slot(left, right)
    return this.left[slot] === EMPTY ? -1 : slot
  }

  rank(slot: number): number {
    return this.ranks[slot]!
  }

  merged(slot: number): number {
    return this.news[slot]!
  }

  private slot(left: number, right: number): number {
    let hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b)
    hash ^= hash >>> 15
    let slot = hash & this.mask
    while (this.left[slot] !== EMPTY && (this.left[slot] !== left || this.right[slot] !== right)) slot = (slot + 1) & this.mask
    return slot
  }
}
