/* Tells listeners which nodes changed, at most once per frame; nothing that changed is ever left untold. */
import type { Clock } from '../clock'

/** Runs `flush` soon. The page may hand in its own frames. */
export type FrameScheduler = (flush: () => void) => void

const FRAME_MS = 16

/** At once after a quiet frame, else at the end of the current one. */
export function frames(clock: Clock): FrameScheduler {
  let last = -FRAME_MS
  return (flush) => {
    const wait = Math.max(0, last + FRAME_MS - clock())
    setTimeout(() => {
      last = clock()
      flush()
    }, wait)
  }
}

export class Changes {
  readonly #listeners = new Set<(ids: Set<string>) => void>()
  #ids = new Set<string>()
  #scheduled = false

  constructor(readonly schedule: FrameScheduler) {}

  add(id: string): void {
    this.#ids.add(id)
    this.#plan()
  }

  #plan(): void {
    if (this.#scheduled || this.#listeners.size === 0 || this.#ids.size === 0) return
    this.#scheduled = true
    this.schedule(() => {
      this.#scheduled = false
      this.flush()
    })
  }

  flush(): void {
    if (this.#ids.size === 0) return
    const ids = this.#ids
    this.#ids = new Set()
    for (const listener of this.#listeners) listener(ids)
  }

  listen(listener: (ids: Set<string>) => void): () => void {
    this.#listeners.add(listener)
    this.#plan()
    return () => void this.#listeners.delete(listener)
  }

  clear(): void {
    this.#listeners.clear()
    this.#ids.clear()
  }
}
