/* Keeps the sessions last used, within a budget: each holds its own copy of the weights. */
import type { EmittedGraph } from './emit'
import { inTurn, type InferenceSession } from './runtime'

export interface GraphSession {
  readonly graph: EmittedGraph
  readonly session: InferenceSession
}

const BUDGET_BYTES = 768e6
const LEAST = 2
const MOST = 12

export class SessionCache {
  private readonly sessions = new Map<string, Promise<GraphSession>>()
  private readonly most: number

  constructor(weightBytes: number) {
    this.most = Math.min(MOST, Math.max(LEAST, Math.floor(BUDGET_BYTES / weightBytes)))
  }

  get(key: string, create: () => Promise<GraphSession>): Promise<GraphSession> {
    const known = this.sessions.get(key)
    const entry = known ?? create()
    // Moved to the end: the map's order is the order of use.
    this.sessions.delete(key)
    this.sessions.set(key, entry)
    if (!known) {
      entry.catch(() => this.sessions.delete(key))
      this.evict()
    }
    return entry
  }

  private evict(): void {
    for (const [key, entry] of this.sessions) {
      if (this.sessions.size <= this.most) return
      this.sessions.delete(key)
      release(entry)
    }
  }

  dispose(): void {
    for (const entry of this.sessions.values()) release(entry)
    this.sessions.clear()
  }
}

/** After the calls that may still use it. */
function release(entry: Promise<GraphSession>): void {
  entry.then(({ session }) => inTurn(() => session.release())).catch(() => {})
}
