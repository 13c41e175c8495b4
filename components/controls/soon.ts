/* Something that may wait until the viewer pauses, but not until the viewer does something else than go on typing. */

/** Calls back once: after a while, or before a command, a click or the end of the page. Returns what calls it off. */
export function soon(then: () => void, ms: number): () => void {
  const calls = new AbortController()
  const now = () => {
    stop()
    then()
  }
  const timer = setTimeout(now, ms)
  const stop = () => {
    clearTimeout(timer)
    calls.abort()
  }
  const listen = { capture: true, signal: calls.signal }
  window.addEventListener('keydown', (event) => (event.ctrlKey || event.metaKey) && now(), listen)
  window.addEventListener('pointerdown', now, listen)
  window.addEventListener('pagehide', now, listen)
  return stop
}

/** Calls back once at the next frame. */
export function nextFrame(then: () => void): () => void {
  const frame = requestAnimationFrame(then)
  return () => cancelAnimationFrame(frame)
}
