/* Keeps the sessions last used, within a budget: each holds its own copy of the weights. One that is in use is not released. */
import type { EmittedGraph } from './emit'
import { inTurn, type InferenceSession } from './runtime'

export interface GraphSession {
  readonly graph: EmittedGraph
  readonly session: InferenceSession
}

interface Entry {
  readonly opening: Promise<GraphSession>
  users: number
  dropped: boolean
}

const BUDGET_BYTES = 384e6
const LEAST = 2
const MOST = 12

/**
 * Caches of models that were made of others, the latest used last. A slider makes one model after the other, and nobody says
 * when the last is no longer looked at: only so many keep their sessions, the others open theirs anew when asked.
 */
const derivedCaches = new Set<SessionCache>()
const MOST_DERIVED = 4

export class SessionCache {
  /** In the order of use, the latest last. */
  private readonly entries = new Map<string, Entry>()
  private readonly most: number

  constructor(
    weightBytes: number,
    private readonly derived = false,
  ) {
    this.most = Math.min(MOST, Math.max(LEAST, Math.floor(BUDGET_BYTES / (weightBytes + 1))))
  }

  async use<T>(key: string, create: () => Promise<GraphSession>, work: (session: GraphSession) => Promise<T>): Promise<T> {
    const entry = this.entries.get(key) ?? { opening: create(), users: 0, dropped: false }
    this.entries.delete(key)
    this.entries.set(key, entry)
    entry.users++
    this.evict()
    if (this.derived) this.keepAmongDerived()
    try {
      return await work(await entry.opening)
    } catch (cause) {
      await entry.opening.catch(() => this.forget(key, entry))
      throw cause
    } finally {
      entry.users--
      if (entry.dropped && entry.users === 0) release(entry)
    }
  }

  dispose(): void {
    for (const key of this.entries.keys()) this.drop(key)
  }

  private keepAmongDerived(): void {
    derivedCaches.delete(this)
    derivedCaches.add(this)
    for (const oldest of derivedCaches) {
      if (derivedCaches.size <= MOST_DERIVED) return
      derivedCaches.delete(oldest)
      oldest.dispose()
    }
  }

  private evict(): void {
    for (const key of this.entries.keys()) {
      if (this.entries.size <= this.most) return
      this.drop(key)
    }
  }

  private drop(key: string): void {
    const entry = this.entries.get(key)!
    this.entries.delete(key)
    entry.dropped = true
    if (entry.users === 0) release(entry)
  }

  /** One that could not be opened is tried again the next time. */
  private forget(key: string, entry: Entry): void {
    if (this.entries.get(key) === entry) this.entries.delete(key)
  }
}

function release({ opening }: Entry): void {
  opening.then(({ session }) => inTurn(() => session.release())).catch(() => {})
}
