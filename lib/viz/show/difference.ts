/*
 * The shortest way from one text to another, by words or characters: the longest common subsequence by dynamic programming
 * (Wagner & Fischer 1974). Quadratic, so beyond a bound only the common head and tail are kept apart.
 */
import type { DiffPanel } from '../panels'

type Part = DiffPanel['parts'][number]
const MOST_CELLS = 4_000_000

export function diffParts(a: string, b: string, by: 'words' | 'characters'): Part[] {
  const left = by === 'words' ? words(a) : [...a]
  const right = by === 'words' ? words(b) : [...b]
  let head = 0
  while (head < left.length && head < right.length && left[head] === right[head]) head++
  let tail = 0
  while (tail < left.length - head && tail < right.length - head && left.at(-1 - tail) === right.at(-1 - tail)) tail++
  const parts: Part[] = left.slice(0, head).map((text) => ({ text, change: 'same' }))
  parts.push(...middle(left.slice(head, left.length - tail), right.slice(head, right.length - tail)))
  for (const text of left.slice(left.length - tail)) parts.push({ text, change: 'same' })
  return joined(parts)
}

/** Words keep the space before them, as tokens do, so that the parts rebuild both texts. */
const words = (text: string): string[] => text.match(/\s*[\p{L}\p{N}’']+|\s*[^\s\p{L}\p{N}]|\s+$/gu) ?? []

function middle(a: readonly string[], b: readonly string[]): Part[] {
  const removed = (text: string): Part => ({ text, change: 'removed' })
  const added = (text: string): Part => ({ text, change: 'added' })
  if (a.length * b.length > MOST_CELLS) return [...a.map(removed), ...b.map(added)]
  // common[i][j]: length of the longest common subsequence of a[i…] and b[j…]
  const width = b.length + 1
  const common = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] =
        a[i] === b[j] ? common[(i + 1) * width + j + 1]! + 1 : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!)
  const parts: Part[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      parts.push({ text: a[i]!, change: 'same' })
      i++
      j++
    } else if (i < a.length && (j === b.length || common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) parts.push(removed(a[i++]!))
    else parts.push(added(b[j++]!))
  }
  return parts
}

function joined(parts: readonly Part[]): Part[] {
  const out: Part[] = []
  for (const part of parts) {
    const last = out.at(-1)
    if (last && last.change === part.change) out[out.length - 1] = { ...last, text: last.text + part.text }
    else out.push(part)
  }
  return out
}
