/* How well an entry answers what was typed: its title first, then its words, then what it says of itself. 0 hides it. */
import type { PickGroup, PickItem } from './picker-types'

export function score(typed: string, item: PickItem | undefined): number {
  if (!item) return 0
  const wanted = typed.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return 1
  let total = 1
  for (const word of wanted) {
    const best = scoreWord(word, item)
    if (best === 0) return 0
    total *= best
  }
  return total
}

function scoreWord(word: string, { title, words = [], detail = '' }: PickItem): number {
  const name = title.toLowerCase()
  if (name === word || words.some((tag) => tag.toLowerCase() === word)) return 1.2
  if (name.startsWith(word)) return 1
  if (name.split(/[\s-]+/).some((part) => part.startsWith(word))) return 0.9
  if (words.some((tag) => tag.toLowerCase().startsWith(word))) return 0.7
  if (name.includes(word)) return 0.5
  if (words.some((tag) => tag.toLowerCase().includes(word))) return 0.4
  return detail.toLowerCase().includes(word) ? 0.2 : 0
}

/** Groups with what answers, the best first, and its group before the others. */
export function ranked(typed: string, groups: readonly PickGroup[]): readonly PickGroup[] {
  if (typed.trim() === '') return groups
  const best = (group: PickGroup): number => (group.items[0] ? score(typed, group.items[0]) : 0)
  return groups
    .map((group) => ({
      ...group,
      items: group.items.filter((item) => score(typed, item) > 0).sort((a, b) => score(typed, b) - score(typed, a)),
    }))
    .filter((group) => group.items.length > 0)
    .sort((a, b) => best(b) - best(a))
}

/** The entry whose title is fewest edits away, where that is under half of it. */
export function closest(typed: string, items: readonly PickItem[]): PickItem | null {
  const wanted = typed.trim().toLowerCase()
  let best: { readonly item: PickItem; readonly away: number } | null = null
  for (const item of items) {
    const away = edits(wanted, item.title.toLowerCase()) / Math.max(1, item.title.length)
    if (away <= 0.5 && (!best || away < best.away)) best = { item, away }
  }
  return best?.item ?? null
}

/** Levenshtein distance, one row at a time. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
