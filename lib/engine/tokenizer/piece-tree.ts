/* All pieces of a vocabulary in one tree, walked a UTF-16 unit at a time. Branches lie in a hash table over typed arrays: vocabularies have up to 250,000 pieces. */

const EMPTY = -1

export class PieceTree {
  private mask = 0
  private parents = new Int32Array(0)
  private units = new Uint16Array(0)
  private children = new Int32Array(0)
  private readonly ids: number[] = [EMPTY]

  constructor(pieces: Iterable<readonly [piece: string, id: number]>) {
    this.grow(1 << 12)
    for (const [piece, id] of pieces) this.add(piece, id)
  }

  /** The root is 0. Gives −1 where no piece goes on like this. */
  step(node: number, unit: number): number {
    return this.children[this.slot(node, unit)]!
  }

  /** Id of the piece that ends here, or −1. */
  idAt(node: number): number {
    return this.ids[node]!
  }

  private add(piece: string, id: number): void {
    let node = 0
    for (let i = 0; i < piece.length; i++) {
      const unit = piece.charCodeAt(i)
      let slot = this.slot(node, unit)
      if (this.children[slot] === EMPTY) {
        if (this.ids.length * 2 > this.mask) {
          this.grow((this.mask + 1) * 2)
          slot = this.slot(node, unit)
        }
        this.put(slot, node, unit, this.ids.length)
        this.ids.push(EMPTY)
      }
      node = this.children[slot]!
    }
    this.ids[node] = id
  }

  private put(slot: number, parent: number, unit: number, child: number): void {
    this.parents[slot] = parent
    this.units[slot] = unit
    this.children[slot] = child
  }

  private slot(node: number, unit: number): number {
    let hash = Math.imul(node, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b)
    hash ^= hash >>> 15
    let slot = hash & this.mask
    while (this.children[slot] !== EMPTY && (this.parents[slot] !== node || this.units[slot] !== unit)) slot = (slot + 1) & this.mask
    return slot
  }

  private grow(size: number): void {
    const { parents, units, children } = this
    this.mask = size - 1
    this.parents = new Int32Array(size)
    this.units = new Uint16Array(size)
    this.children = new Int32Array(size).fill(EMPTY)
    for (let i = 0; i < children.length; i++)
      if (children[i] !== EMPTY) this.put(this.slot(parents[i]!, units[i]!), parents[i]!, units[i]!, children[i]!)
  }
}
