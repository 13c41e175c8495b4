/* When a text is large, what an insertion makes of it, and where two texts differ. Strings only. */

/** Letters. A place that lays all of its text out takes longer for more than a frame gives, and grows beyond all reach. */
export const LARGE = 65_536

/** Between the two, a text stays in the place where it is: nobody types across one edge and back. */
const SMALL = LARGE / 2

export const isLarge = (length: number, was: boolean): boolean => length > (was ? SMALL : LARGE)

/** Line ends as a field of the page gives them back. */
export const plainEnds = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text)

export interface Change {
  readonly from: number
  /** In the text before. */
  readonly to: number
  readonly insert: string
}

export const changed = (text: string, { from, to, insert }: Change): string => text.slice(0, from) + insert + text.slice(to)

/** The one stretch in which two texts differ; null where they do not. */
export function changeBetween(before: string, after: string): Change | null {
  if (before === after) return null
  const most = Math.min(before.length, after.length)
  let from = 0
  while (from < most && before.charCodeAt(from) === after.charCodeAt(from)) from++
  let same = 0
  while (same < most - from && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same++
  return { from, to: before.length - same, insert: after.slice(from, after.length - same) }
}
