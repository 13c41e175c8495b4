/*
 * Results by key, bounded by bytes. What a needed node shows is held and never leaves; of the rest the least recently
 * used goes first. It knows nothing of nodes: holders are opaque.
 */
import type { OutputRecord } from '../run-record'
import type { PortType } from '../port-type'

/** What one run made: values checked and hashed. Shared by every node with the same key. */
export interface Made {
  readonly key: string
  readonly outputs: Readonly<Record<string, OutputRecord>>
  readonly types: Readonly<Record<string, PortType<any>>>
  readonly bytes: number
  readonly ms: number
  /** Milliseconds since 1970 when it was computed. */
  readonly when?: number
}

interface Entry<Holder> {
  readonly made: Made
  readonly holders: Set<Holder>
  pins: number
}

export class Memo<Holder> {
  readonly #entries = new Map<string, Entry<Holder>>()
  /** Keys without pins, least recently used first. */
  readonly #loose = new Set<string>()
  #bytes = 0

  constructor(
    readonly limit: number,
    /** Called with those who still referred to a result that left. */
    readonly onEvict: (holders: Iterable<Holder>) => void,
  ) {}

  get bytes(): number {
    return this.#bytes
  }

  get(key: string): Made | undefined {
    const entry = this.#entries.get(key)
    if (entry && this.#loose.delete(key)) this.#loose.add(key)
    return entry?.made
  }

  /** The result now stored under its key: the earlier one where there was one. */
  put(made: Made): Made {
    const known = this.#entries.get(made.key)
    if (known) return known.made
    this.#entries.set(made.key, { made, holders: new Set(), pins: 0 })
    this.#loose.add(made.key)
    this.#bytes += made.bytes
    return made
  }

  hold(made: Made, holder: Holder, pinned: boolean): void {
    const entry = this.#entries.get(made.key)
    if (!entry || entry.holders.has(holder)) return
    entry.holders.add(holder)
    if (pinned) this.pin(made)
  }

  release(made: Made, holder: Holder, pinned: boolean): void {
    const entry = this.#entries.get(made.key)
    if (entry?.holders.delete(holder) && pinned) this.unpin(made)
  }

  pin(made: Made): void {
    const entry = this.#entries.get(made.key)
    if (entry && entry.pins++ === 0) this.#loose.delete(made.key)
  }

  unpin(made: Made): void {
    const entry = this.#entries.get(made.key)
    if (entry && --entry.pins === 0) this.#loose.add(made.key)
  }

  /** Called after holds are in place, so that a result is not dropped while it is being handed over. */
  trim(): void {
    for (const key of this.#loose) {
      if (this.#bytes <= this.limit) return
      const entry = this.#entries.get(key)
      this.#loose.delete(key)
      this.#entries.delete(key)
      if (!entry) continue
      this.#bytes -= entry.made.bytes
      this.onEvict(entry.holders)
    }
  }
}
