/* Maximal marginal relevance (Carbonell & Goldstein 1998): each next document is near the query and far from those taken. */

/** At most `top` of the documents with a positive relevance; λ 1 is relevance alone. */
export function diverse(
  relevance: ArrayLike<number>,
  likeness: (a: number, b: number) => number,
  lambda: number,
  top: number,
): { readonly document: number; readonly value: number }[] {
  const left = Array.from(relevance, (_, place) => place).filter((place) => relevance[place]! > 0)
  const taken: { document: number; value: number }[] = []
  while (taken.length < top && left.length > 0) {
    let best = 0
    let most = -Infinity
    for (const [at, document] of left.entries()) {
      const nearest = taken.reduce((high, one) => Math.max(high, likeness(document, one.document)), taken.length > 0 ? -Infinity : 0)
      const value = lambda * relevance[document]! - (1 - lambda) * nearest
      // Of values equal to nine decimals the first document stays.
      if (value > most + 1e-9) {
        most = value
        best = at
      }
    }
    taken.push({ document: left[best]!, value: most })
    left.splice(best, 1)
  }
  return taken
}
