/* One WebAssembly memory and who holds which part of it. */
import { count } from '../../sentences'
import { EngineFailure } from '../../types'
import { Places } from './places'

const PAGE = 65536
/** What 32-bit addresses reach. */
const MOST_PAGES = 65536
/** The first page belongs to the kernels: arguments and the state of a job. */
const FIRST = PAGE

export class Heap {
  readonly memory: WebAssembly.Memory
  private readonly places = new Places(FIRST)
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

  /** Numbers of their own from here on: `slice` takes six times as long over a WebAssembly memory. */
  copyOf(start: number, length: number): Float32Array<ArrayBuffer> {
    const copy = new Float32Array(length)
    copy.set(this.floatView.subarray(start, start + length))
    return copy
  }

  /** Memory as it stands, taken or not. */
  get size(): number {
    return this.memory.buffer.byteLength
  }

  /** Makes room for this many bytes more in one step. */
  reserve(bytes: number): void {
    const missing = Math.ceil((this.places.end + bytes - this.size) / PAGE)
    if (missing <= 0) return
    try {
      this.memory.grow(missing)
    } catch {
      throw new EngineFailure(
        'no-memory',
        `The model needs ${count(Math.ceil((this.places.end + bytes) / 1e6))} MB of WebAssembly memory, which this machine or its 4 GB addresses do not give.`,
        'A smaller model, or one in fewer bits, needs less.',
      )
    }
    this.floatView = new Float32Array(this.memory.buffer)
    this.wholeView = new Int32Array(this.memory.buffer)
    this.byteView = new Uint8Array(this.memory.buffer)
  }

  /** Bytes that are taken. */
  get used(): number {
    return this.places.used
  }

  take(bytes: number): number {
    const address = this.places.take(bytes)
    if (this.places.end <= this.size) return address
    try {
      this.reserve(0)
    } catch (cause) {
      this.places.free(address)
      throw cause
    }
    return address
  }

  free(address: number): void {
    this.places.free(address)
  }
}
