/* Where a continuation ends. */

/** An end token, one of the stop texts, enough tokens, or a full context. */
export type StopReason = 'end' | 'stop' | 'most' | 'context'

/** The text before the first stop text that stands in it. */
export function cutAtStop(text: string, stop: readonly string[]): string {
  const places = stop.filter(Boolean).map((word) => text.indexOf(word))
  const found = places.filter((place) => place >= 0)
  return found.length > 0 ? text.slice(0, Math.min(...found)) : text
}
