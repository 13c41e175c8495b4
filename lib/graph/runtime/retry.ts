/* Tries again what failed, with a pause that doubles. Timers are handed in, so that tests need not wait. */
import { NodeFailure } from '../states'

/** Calls back after a while; returns what calls it off. */
export type Later = (then: () => void, ms: number) => () => void

export const wallLater: Later = (then, ms) => {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}

export interface Retry {
  readonly times: number
  readonly waitMs: number
  readonly later: Later
  readonly signal: () => AbortSignal
  /** Told before each pause: which try comes next, and after how long. */
  readonly onPause: (next: number, waitMs: number) => void
}

export async function withRetries<T>(work: () => Promise<T>, retry: Retry): Promise<T> {
  for (let tried = 0; ; tried++) {
    try {
      return await work()
    } catch (thrown) {
      if (tried >= retry.times || retry.signal().aborted || isWaiting(thrown)) throw thrown
      const waitMs = retry.waitMs * 2 ** tried
      retry.onPause(tried + 1, waitMs)
      await pause(waitMs, retry)
    }
  }
}

/** Something is still to be filled in: trying again fills in nothing. */
const isWaiting = (thrown: unknown): boolean => thrown instanceof NodeFailure && thrown.code === 'empty'

function pause(ms: number, { later, signal }: Retry): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      callOff()
      reject(signal().reason as Error)
    }
    const callOff = later(() => {
      signal().removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal().addEventListener('abort', stop, { once: true })
  })
}
