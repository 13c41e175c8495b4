/* Keys and values as plain arrays, one for each cache of the program. */
import type { KeyValues } from '../backend'

export class PlainKeyValues implements KeyValues {
  length = 0
  private caches: ReadonlyMap<string, Float32Array> = new Map()

  get bytes(): number {
    return [...this.caches.values()].reduce((sum, rows) => sum + rows.byteLength, 0)
  }

  /** [length, K, D] */
  read(cache: string): Float32Array | null {
    return this.caches.get(cache) ?? null
  }

  put(caches: ReadonlyMap<string, Float32Array>, length: number): void {
    this.caches = caches
    this.length = length
  }

  fork(length = this.length): PlainKeyValues {
    const copy = new PlainKeyValues()
    copy.put(this.caches, this.length)
    copy.truncate(length)
    return copy
  }

  truncate(length: number): void {
    if (length >= this.length) return
    const share = length / this.length
    this.put(new Map([...this.caches].map(([cache, rows]) => [cache, rows.subarray(0, Math.round(rows.length * share))])), length)
  }

  dispose(): void {
    this.put(new Map(), 0)
  }
}
