/*
 * Reciprocal rank fusion (Cormack, Clarke & Büttcher 2009): Σ over the rankings of 1/(constant + rank), ranks from 1. Scores
 * of rankers are never compared, only their orders. A document that a ranking lacks gets nothing from it.
 */
export interface Fused<Key> {
  readonly key: Key
  readonly score: number
  /** Rank in each ranking, from 1; null where it is not among them. */
  readonly ranks: readonly (number | null)[]
}

/** Best first; of equals the one that comes first by `order` (default: first seen). */
export function fuseRankings<Key>(
  rankings: readonly (readonly Key[])[],
  constant: number,
  order: (a: Key, b: Key) => number = () => 0,
): Fused<Key>[] {
  const ranks = new Map<Key, (number | null)[]>()
  for (const [ranking, keys] of rankings.entries())
    for (const [place, key] of keys.entries()) {
      const row = ranks.get(key) ?? rankings.map(() => null)
      row[ranking] ??= place + 1
      ranks.set(key, row)
    }
  const fused = [...ranks].map(([key, row]) => ({
    key,
    score: row.reduce<number>((sum, rank) => (rank === null ? sum : sum + 1 / (constant + rank)), 0),
    ranks: row,
  }))
  const rounded = (score: number): number => Math.round(score * 1e9)
  return fused.sort((a, b) => rounded(b.score) - rounded(a.score) || order(a.key, b.key))
}
