/* Stopping between steps, and letting the host's messages in so that there is something to stop for. */

/** Throws the signal's reason (an AbortError by default). */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  signal?.throwIfAborted()
}

/** Gives the host one turn, then stops if told so. A message channel is not slowed down as nested timers are. */
export async function pauseFor(signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return
  signal.throwIfAborted()
  await hostTurn()
  signal.throwIfAborted()
}

function hostTurn(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel()
    channel.port1.onmessage = () => {
      channel.port1.close()
      resolve()
    }
    channel.port2.postMessage(null)
  })
}
