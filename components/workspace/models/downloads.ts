/*
 * Downloads of this page: begun, stopped, gone on with. They outlive the dialog that began them; what was not finished is remembered by
 * name, so that the next visit offers to go on. No React.
 */
import { models, type FetchProgress } from '../../../lib/session/browser'
import { Spot } from '../spot'
import { sentenceOf } from './sentence'

export { sentenceOf } from './sentence'

export interface Download {
  readonly source: string
  readonly state: 'running' | 'stopped' | 'failed'
  readonly progress: FetchProgress | null
  /** Why it failed, as a sentence, and what to try. */
  readonly why?: string
}

const KEY = 'vitrine.unfinished'

class Downloads {
  readonly all = new Spot<readonly Download[]>(unfinished())
  private readonly stops = new Map<string, AbortController>()
  private readonly listeners = new Set<(source: string) => void>()

  /** Told of each model that is here now. */
  onArrival(listener: (source: string) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  start(source: string): void {
    if (this.stops.has(source)) return
    const stop = new AbortController()
    this.stops.set(source, stop)
    this.put({ source, state: 'running', progress: null })
    const progress = (now: FetchProgress): void => this.put({ source, state: 'running', progress: now })
    models
      .fetch(source, { signal: stop.signal, progress })
      .then(() => this.arrived(source))
      .catch((cause: unknown) => this.ended(source, stop.signal.aborted, cause))
      .finally(() => this.stops.delete(source))
  }

  stop(source: string): void {
    this.stops.get(source)?.abort()
  }

  /** No longer offered; what is here of it stays until it is fetched or the browser's storage is cleared. */
  forget(source: string): void {
    this.set(this.all.get().filter((each) => each.source !== source))
  }

  private arrived(source: string): void {
    this.forget(source)
    for (const listener of this.listeners) listener(source)
  }

  private ended(source: string, stopped: boolean, cause: unknown): void {
    const progress = this.all.get().find((each) => each.source === source)?.progress ?? null
    this.put(stopped ? { source, state: 'stopped', progress } : { source, state: 'failed', progress, why: sentenceOf(cause) })
  }

  private put(download: Download): void {
    const all = this.all.get()
    const known = all.some(({ source }) => source === download.source)
    this.set(known ? all.map((each) => (each.source === download.source ? download : each)) : [...all, download])
  }

  private set(all: readonly Download[]): void {
    this.all.set(all)
    try {
      localStorage.setItem(KEY, JSON.stringify(all.map(({ source }) => source)))
    } catch {
      // Refused: the next visit does not know of it, and the bytes that are here are found all the same.
    }
  }
}

function unfinished(): readonly Download[] {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    if (!Array.isArray(names)) return []
    return names.filter((name) => typeof name === 'string').map((source): Download => ({ source, state: 'stopped', progress: null }))
  } catch {
    return []
  }
}

export const downloads = new Downloads()
