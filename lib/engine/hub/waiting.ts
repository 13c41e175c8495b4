/* Waiting that can be stopped, and patience that ends. */
import type { HubClock } from './types'

/** Longer than this without a byte is a connection that is dead and does not know it. */
const SILENCE_MS = 30_000

export function pause(clock: HubClock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const takeBack = clock.after(ms, () => {
      signal?.removeEventListener('abort', stop)
      resolve()
    })
    const stop = (): void => {
      takeBack()
      reject(signal!.reason as Error)
    }
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}

/** Runs `work`; where it says nothing for too long, gives up and calls `stop`. */
export function withoutSilence<Result>(clock: HubClock, work: () => Promise<Result>, stop: () => void): Promise<Result> {
  return new Promise((resolve, reject) => {
    const takeBack = clock.after(SILENCE_MS, () => {
      reject(new Error(`nothing came for ${SILENCE_MS / 1000} seconds`))
      stop()
    })
    work().then(resolve, reject).finally(takeBack)
  })
}
