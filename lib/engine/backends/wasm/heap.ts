/* One WebAssembly memory and who holds which part of it. Places are multiples of 64 bytes, free neighbours are joined again. */
import { count } from '../../sentences'
import { EngineFailure } from '../../types'

const PAGE = 65536
/** What 32-bit addresses reach. */
const MOST_PAGES = 65536
/** The first page belongs to the kernels: arguments and the state of a job. */
const FIRST = PAGE
const UNIT = 64

export class Heap {
  readonly memory: WebAssembly.Memory
  /** Bytes that are taken. */
  used = 0
  private readonly starts: number[] = []
  private readonly sizes: number[] = []
  private readonly taken = new Map<number, number>()
  private end = FIRST
  private floatView: Float32Array<ArrayBufferLike>
  private wholeView: Int32Array<ArrayBufferLike>
  private byteView: Uint8Array<ArrayBufferLike>

  constructor(readonly shared: boolean) {
    this.memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared })
    this.floatView = new Float32Array(this.memory.buffer)
    this.wholeView = new Int32Array(this.memory.buffer)
    this.byteView = new Uint8Array(this.memory.buffer)
  }

  /** All of memory; ask anew after anything was taken. */
  get floats(): Float32Array<ArrayBufferLike> {
    return this.floatView
  }
  get wholes(): Int32Array<ArrayBufferLike> {
    return this.wholeView
  }
  get bytes(): Uint8Array<ArrayBufferLike> {
    return this.byteView
  }

  /** Memory as it stands, taken or not. */
  get size(): number {
    return this.memory.buffer.byteLength
  }

  /** Makes room for this many bytes more in one step. */
  reserve(bytes: number): void {
    const missing = Math.ceil((this.end + bytes - this.size) / PAGE)
    if (missing <= 0) return
    try {
      this.memory.grow(missing)
    } catch {
      throw new EngineFailure(
        'no-memory',
        `The model needs ${count(Math.ceil((this.end + bytes) / 1e6))} MB of WebAssembly memory, which this machine or its 4 GB addresses do not give.`,
        'A smaller model, or one in fewer bits, needs less.',
      )
    }
    this.floatView = new Float32Array(this.memory.buffer)
    this.wholeView = new Int32Array(this.memory.buffer)
    this.byteView = new Uint8Array(this.memory.buffer)
  }

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
    this.reserve(size)
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
