/* What stores of results have in common: keys that are safe as names, and who leaves first when there is too much. */

/** Bytes by key, bounded. What the runtime asks of a store, and what the settings page shows of it. */
export interface StoredResults {
  /** Known at once. */
  has(key: string): boolean
  get(key: string): Promise<Uint8Array | undefined>
  put(key: string, bytes: Uint8Array): Promise<void>
  remove(key: string): Promise<void>
  bytes(): number
  clear(): Promise<void>
}

/** Keys are digests in hex: nothing else becomes the name of a file. */
export const isResultKey = (key: string): boolean => /^[0-9a-f]{64}$/.test(key)

/** Sizes by key, the least recently used first. */
export class LeastRecent {
  readonly #sizes = new Map<string, number>()
  #bytes = 0

  constructor(readonly mostBytes: number) {}

  get bytes(): number {
    return this.#bytes
  }

  has(key: string): boolean {
    return this.#sizes.has(key)
  }

  add(key: string, bytes: number): void {
    this.remove(key)
    this.#sizes.set(key, bytes)
    this.#bytes += bytes
  }

  touch(key: string): void {
    const bytes = this.#sizes.get(key)
    if (bytes !== undefined) this.add(key, bytes)
  }

  remove(key: string): boolean {
    this.#bytes -= this.#sizes.get(key) ?? 0
    return this.#sizes.delete(key)
  }

  /** Lets go of as many as it takes; gives their keys. */
  trim(): string[] {
    const gone: string[] = []
    for (const key of this.#sizes.keys()) {
      if (this.#bytes <= this.mostBytes) break
      this.remove(key)
      gone.push(key)
    }
    return gone
  }

  clear(): string[] {
    const keys = [...this.#sizes.keys()]
    this.#sizes.clear()
    this.#bytes = 0
    return keys
  }
}
