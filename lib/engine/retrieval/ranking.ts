/* From scores to an order: the largest first, of equals the earlier document. Sums made in another order must not decide. */

/** Scores that agree to this many decimals are equal. */
export const DECIMALS = 9
/** Scores made of float32 vectors hold fewer. */
export const VECTOR_DECIMALS = 6

/** Places of the scores above `above`, best first, at most `most`. */
export function bestPlaces(scores: ArrayLike<number>, most = Infinity, decimals = DECIMALS, above = 0): number[] {
  const scale = 10 ** decimals
  const keys = new Float64Array(scores.length)
  for (let place = 0; place < scores.length; place++) keys[place] = Math.round(scores[place]! * scale)
  const before = (a: number, b: number): number => keys[b]! - keys[a]! || a - b
  // Few of many are chosen as they come: what is no better than the last of those kept is not looked at again.
  const kept: number[] = []
  const room = Math.max(4 * most, 256)
  let bar = -Infinity
  for (let place = 0; place < scores.length; place++) {
    if (!(scores[place]! > above) || keys[place]! <= bar) continue
    kept.push(place)
    if (kept.length < room) continue
    kept.sort(before).length = most
    bar = most > 0 ? keys[kept[most - 1]!]! : Infinity
  }
  kept.sort(before)
  return kept.length > most ? kept.slice(0, most) : kept
}
