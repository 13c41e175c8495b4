/* From scores to an order: the largest first, of equals the earlier document. Sums made in another order must not decide. */

/** Scores that agree to this many decimals are equal. */
export const DECIMALS = 9
/** Scores made of float32 vectors hold fewer. */
export const VECTOR_DECIMALS = 6

/** Places of the scores above `above`, best first, at most `most`. */
export function bestPlaces(scores: ArrayLike<number>, most = Infinity, decimals = DECIMALS, above = 0): number[] {
  const scale = 10 ** decimals
  const places: number[] = []
  const keys = new Float64Array(scores.length)
  for (let place = 0; place < scores.length; place++) {
    keys[place] = Math.round(scores[place]! * scale)
    if (scores[place]! > above) places.push(place)
  }
  places.sort((a, b) => keys[b]! - keys[a]! || a - b)
  return places.length > most ? places.slice(0, most) : places
}
