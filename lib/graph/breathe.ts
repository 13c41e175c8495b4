/*
 * Lets the event loop in while a kind computes: waiting messages (a newer key, a stop) arrive, then work goes on.
 * setTimeout is clamped to 4 ms in pages and workers, so a message to ourselves is used there.
 */
import type { Clock } from './clock'

const SLICE_MS = 4

/** A turn of the event loop. */
export const nextTurn: () => Promise<void> = typeof setImmediate === 'function' ? immediateTurn : messageTurn

/** `breathe()` for one run: cheap within a slice, a turn of the event loop at its end, the abort reason once superseded. */
export function breather(signal: AbortSignal, clock: Clock): () => Promise<void> {
  let sliceEnd: number | undefined
  return async () => {
    signal.throwIfAborted()
    sliceEnd ??= clock() + SLICE_MS
    if (clock() < sliceEnd) return
    await nextTurn()
    sliceEnd = clock() + SLICE_MS
    signal.throwIfAborted()
  }
}

function immediateTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

let channel: MessageChannel | null = null
const waiting: (() => void)[] = []

function messageTurn(): Promise<void> {
  return new Promise((resolve) => {
    channel ??= openChannel()
    waiting.push(resolve)
    channel.port2.postMessage(null)
  })
}

function openChannel(): MessageChannel {
  const opened = new MessageChannel()
  opened.port1.onmessage = () => waiting.shift()?.()
  return opened
}
