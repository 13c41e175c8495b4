/* The shortest way from one list to another, item by item (Levenshtein 1966): what stayed, changed, went and came. */

export interface Change<Item> {
  readonly change: 'same' | 'changed' | 'removed' | 'added'
  readonly a: Item | null
  readonly b: Item | null
}

/** Words and punctuation marks; the spaces between them do not count. */
export const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}’']+|[^\s\p{L}\p{N}]/gu) ?? []

export function changes<Item>(a: readonly Item[], b: readonly Item[]): readonly Change<Item>[] {
  const width = b.length + 1
  const cost = new Uint32Array((a.length + 1) * width)
  for (let j = 0; j <= b.length; j++) cost[j] = j
  for (let i = 1; i <= a.length; i++) {
    cost[i * width] = i
    for (let j = 1; j <= b.length; j++) {
      const swap = cost[(i - 1) * width + j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      cost[i * width + j] = Math.min(swap, cost[(i - 1) * width + j]! + 1, cost[i * width + j - 1]! + 1)
    }
  }
  return trace(a, b, cost)
}

/** Backwards through the table of costs; a change is preferred to a removal and an addition. */
function trace<Item>(a: readonly Item[], b: readonly Item[], cost: Uint32Array): readonly Change<Item>[] {
  const width = b.length + 1
  const steps: Change<Item>[] = []
  let i = a.length
  let j = b.length
  while (i > 0 || j > 0) {
    const here = cost[i * width + j]!
    const equal = i > 0 && j > 0 && a[i - 1] === b[j - 1]
    if (i > 0 && j > 0 && here === cost[(i - 1) * width + j - 1]! + (equal ? 0 : 1)) {
      i--
      j--
      steps.push({ change: equal ? 'same' : 'changed', a: a[i]!, b: b[j]! })
    } else if (i > 0 && here === cost[(i - 1) * width + j]! + 1) steps.push({ change: 'removed', a: a[--i]!, b: null })
    else steps.push({ change: 'added', a: null, b: b[--j]! })
  }
  return steps.reverse()
}
