/* Keys and values of the rows so far, in the machine's memory and in place: a pass writes its rows behind those that are there. */
import type { KeyValues } from '../backend'
import type { Machine } from './machine'

const FIRST_ROWS = 64

interface Buffer {
  address: number
  /** Bytes of one row. */
  readonly row: number
}

export class WasmKeyValues implements KeyValues {
  length = 0
  /** Changes whenever a cache moves; no two have the same. */
  place = {}
  private rows = 0
  private readonly buffers = new Map<string, Buffer>()

  constructor(readonly machine: Machine) {}

  /** How many rows fit as it stands. */
  get capacity(): number {
    return this.rows
  }

  get bytes(): number {
    return [...this.buffers.values()].reduce((sum, { row }) => sum + row * this.rows, 0)
  }

  /** Room for so many rows; what is there stays. */
  reserve(rows: number): void {
    if (rows <= this.rows) return
    const larger = Math.max(FIRST_ROWS, rows, Math.min(2 * this.rows, this.rows + 1024))
    for (const buffer of this.buffers.values()) buffer.address = this.moved(buffer, larger)
    this.rows = larger
    this.place = {}
  }

  /** Address of a cache with room for all reserved rows. */
  address(cache: string, row: number): number {
    const known = this.buffers.get(cache)
    if (known) return known.address
    const buffer = { address: this.machine.heap.take(row * this.rows), row }
    this.buffers.set(cache, buffer)
    return buffer.address
  }

  truncate(length: number): void {
    this.length = Math.min(this.length, length)
  }

  fork(length = this.length): WasmKeyValues {
    const copy = new WasmKeyValues(this.machine)
    copy.length = Math.min(this.length, length)
    copy.reserve(copy.length)
    for (const [cache, { address, row }] of this.buffers) {
      const to = copy.address(cache, row)
      this.machine.heap.bytes.copyWithin(to, address, address + row * copy.length)
    }
    return copy
  }

  dispose(): void {
    for (const { address } of this.buffers.values()) this.machine.heap.free(address)
    this.buffers.clear()
    this.place = {}
    this.length = 0
    this.rows = 0
  }

  private moved({ address, row }: Buffer, rows: number): number {
    const { heap } = this.machine
    const to = heap.take(row * rows)
    heap.bytes.copyWithin(to, address, address + row * this.length)
    heap.free(address)
    return to
  }
}
