/* Places within a range that may grow: multiples of 64 bytes, the first that fits, free neighbours joined. It knows nothing of a memory. */

const UNIT = 64

export class Places {
  /** Bytes that are taken. */
  used = 0
  private readonly starts: number[] = []
  private readonly sizes: number[] = []
  private readonly taken = new Map<number, number>()

  /** `end`: where the range ends so far, and begins when nothing was taken. */
  constructor(public end: number) {}

  take(bytes: number): number {
    const size = Math.max(UNIT, Math.ceil(bytes / UNIT) * UNIT)
    const address = this.fromHoles(size) ?? this.fromEnd(size)
    this.taken.set(address, size)
    this.used += size
    return address
  }

  free(address: number): void {
    const size = this.taken.get(address)
    if (size === undefined) throw new Error(`Nothing was taken at ${address}.`)
    this.taken.delete(address)
    this.used -= size
    this.putHole(address, size)
  }

  private fromHoles(size: number): number | null {
    const { starts, sizes } = this
    for (let i = 0; i < starts.length; i++) {
      const left = sizes[i]! - size
      if (left < 0) continue
      const address = starts[i]!
      if (left === 0) {
        starts.splice(i, 1)
        sizes.splice(i, 1)
      } else {
        starts[i] = address + size
        sizes[i] = left
      }
      return address
    }
    return null
  }

  private fromEnd(size: number): number {
    const address = this.end
    this.end += size
    return address
  }

  private putHole(address: number, size: number): void {
    const { starts, sizes } = this
    let at = 0
    for (let high = starts.length; at < high;) {
      const middle = (at + high) >> 1
      if (starts[middle]! < address) at = middle + 1
      else high = middle
    }
    const before = at > 0 && starts[at - 1]! + sizes[at - 1]! === address
    const after = at < starts.length && address + size === starts[at]
    if (before && after) {
      sizes[at - 1]! += size + sizes[at]!
      starts.splice(at, 1)
      sizes.splice(at, 1)
    } else if (before) sizes[at - 1]! += size
    else if (after) {
      starts[at] = address
      sizes[at]! += size
    } else {
      starts.splice(at, 0, address)
      sizes.splice(at, 0, size)
    }
    this.trim()
  }

  /** What lies free at the end is taken from there again, whatever its size was. */
  private trim(): void {
    const last = this.starts.length - 1
    if (last < 0 || this.starts[last]! + this.sizes[last]! !== this.end) return
    this.end = this.starts[last]!
    this.starts.pop()
    this.sizes.pop()
  }
}
