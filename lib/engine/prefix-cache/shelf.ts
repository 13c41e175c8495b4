/*
 * The entries of one model, and the bound that all models of this memory share. The longest unused is given up first; models that
 * nobody holds any more are not kept for their entries.
 */
import type { PrefixCacheStatus } from '../types'
import { blockBytes, type Entry } from './entry'
import type { RowBlock } from './rows'

const LIMIT = 128e6
const MOST_ENTRIES = 64

/** One bound over several shelves. */
export class Bound {
  private readonly shelves = new Set<WeakRef<Shelf>>()
  private clock = 0
  constructor(readonly limit = LIMIT) {}

  add(shelf: Shelf): void {
    this.shelves.add(new WeakRef(shelf))
  }

  tick(): number {
    return ++this.clock
  }

  /** Gives up entries until all together are small enough. */
  enforce(): void {
    const shelves = this.live()
    let bytes = shelves.reduce((sum, shelf) => sum + shelf.bytes, 0)
    while (bytes > this.limit) {
      const oldest = shelves.toSorted((a, b) => a.oldest - b.oldest)[0]
      if (!oldest || oldest.oldest === Infinity) return
      const before = oldest.bytes
      oldest.evictOldest()
      bytes += oldest.bytes - before
    }
  }

  private live(): Shelf[] {
    const shelves: Shelf[] = []
    for (const reference of this.shelves) {
      const shelf = reference.deref()
      if (shelf) shelves.push(shelf)
      else this.shelves.delete(reference)
    }
    return shelves
  }
}

export const sharedBound = new Bound()

export class Shelf {
  private entries: Entry[] = []
  private known: number | null = null
  private readonly counts = { reused: 0, computed: 0, evictions: 0, evictedBytes: 0 }

  constructor(private readonly bound: Bound) {
    bound.add(this)
  }

  get all(): readonly Entry[] {
    return this.entries
  }

  /** Each pass once, however many texts begin with its rows. */
  get bytes(): number {
    if (this.known !== null) return this.known
    const blocks = new Set<RowBlock>()
    let bytes = 0
    for (const entry of this.entries) {
      entry.addBlocks(blocks)
      bytes += entry.keyValues?.bytes ?? 0
    }
    for (const block of blocks) bytes += blockBytes(block)
    this.known = bytes
    return bytes
  }

  /** When its longest unused entry was used, of those that no pass is writing into; Infinity without one. */
  get oldest(): number {
    return this.entries.reduce((least, { used, busy }) => (busy ? least : Math.min(least, used)), Infinity)
  }

  get status(): PrefixCacheStatus {
    return { ...this.counts, entries: this.entries.length, bytes: this.bytes, limit: this.bound.limit }
  }

  count(reused: number, computed: number): void {
    this.counts.reused += reused
    this.counts.computed += computed
  }

  touch(entry: Entry): void {
    entry.used = this.bound.tick()
  }

  /** Takes in what was read; texts that it goes on from become part of it. */
  put(entry: Entry): void {
    for (const other of this.entries) if (other !== entry && other.begins(entry.reading)) absorb(entry, other)
    this.entries = this.entries.filter((other) => other !== entry && !other.begins(entry.reading))
    this.entries.push(entry)
    this.changed(entry)
  }

  remove(entry: Entry): void {
    this.entries = this.entries.filter((other) => other !== entry)
    this.known = null
  }

  /** After anything of an entry was changed. */
  changed(entry: Entry): void {
    this.touch(entry)
    this.known = null
    if (this.entries.length > MOST_ENTRIES) this.evictOldest()
    this.bound.enforce()
  }

  evictOldest(): void {
    const { oldest, bytes } = this
    const victim = this.entries.find(({ used }) => used === oldest)
    if (!victim) return
    this.remove(victim)
    victim.dispose()
    this.counts.evictions++
    this.counts.evictedBytes += bytes - this.bytes
  }

  /** The entry with the highest score above 0, the last used of several. */
  best(score: (entry: Entry) => number): Entry | null {
    let best: Entry | null = null
    let most = 0
    for (const entry of this.entries) {
      const value = score(entry)
      if (value < most || value === 0 || (value === most && best && best.used > entry.used)) continue
      best = entry
      most = value
    }
    return best
  }

  dispose(): void {
    for (const entry of this.entries) if (!entry.busy) entry.dispose()
    this.entries = []
    this.known = null
  }
}

/** What the shorter text has read more of stays. */
function absorb(entry: Entry, shorter: Entry): void {
  for (const [hook, held] of shorter.rows) if ((entry.rows.get(hook)?.end ?? 0) < held.end) entry.rows.set(hook, held)
  if (entry.keyValues === null || entry.keyValues.length < (shorter.keyValues?.length ?? 0)) {
    entry.keyValues?.dispose()
    entry.keyValues = shorter.keyValues
  } else if (shorter.keyValues !== entry.keyValues) shorter.keyValues?.dispose()
}
