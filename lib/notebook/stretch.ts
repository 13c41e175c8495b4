/* Where two texts differ: the one stretch between what they begin and end with alike. */

export interface Stretch {
  readonly start: number
  /** Where it ends in the text before, and in the text after. */
  readonly before: number
  readonly after: number
}

export function stretchBetween(before: string, after: string): Stretch {
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++
  let same = 0
  while (same < most - start && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same++
  return { start, before: before.length - same, after: after.length - same }
}
