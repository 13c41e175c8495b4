/* Statistics of one list of numbers, and how sure they are: Wilson's interval for shares, the bootstrap for all else. */
import { counterRandom } from '../../graph/random'

export type Interval = readonly [low: number, high: number]

/** The 97.5 % point of the normal distribution. */
const Z = 1.959963984540054

/** Pairwise, so that a long sum loses little. */
export function sumOf(values: ArrayLike<number>, from = 0, to = values.length): number {
  if (to - from > 64) {
    const middle = (from + to) >> 1
    return sumOf(values, from, middle) + sumOf(values, middle, to)
  }
  let sum = 0
  for (let at = from; at < to; at++) sum += values[at]!
  return sum
}

export const meanOf = (values: ArrayLike<number>): number => sumOf(values) / values.length

/** Between the two nearest, as most programs do it (type 7 of Hyndman and Fan). `rising` is sorted. */
export function quantileOf(rising: ArrayLike<number>, share: number): number {
  const place = share * (rising.length - 1)
  const below = Math.floor(place)
  const low = rising[below]!
  return below + 1 < rising.length ? low + (place - below) * (rising[below + 1]! - low) : low
}

/** Wilson 1927: of `yes` among `count`. Never empty, never outside 0 to 1. */
export function wilson(yes: number, count: number): Interval {
  const share = yes / count
  const spread = 1 + (Z * Z) / count
  const middle = (share + (Z * Z) / (2 * count)) / spread
  const half = (Z / spread) * Math.sqrt((share * (1 - share)) / count + (Z * Z) / (4 * count * count))
  return [yes === 0 ? 0 : middle - half, yes === count ? 1 : middle + half]
}

const RESAMPLES = 2000
/** Draws in all: fewer resamples of very long lists, whose intervals are narrow anyway. */
const MOST_DRAWS = 10_000_000
const FEWEST = 200

/** Efron 1979: the middle 95 % of a statistic over lists drawn from these places with replacement. Null where it has no value. */
export async function bootstrap(
  count: number,
  statistic: (places: Uint32Array) => number | null,
  seed: number,
  breathe: () => Promise<void>,
): Promise<Interval | null> {
  if (count < 2) return null
  const random = counterRandom(seed)
  const times = Math.max(FEWEST, Math.min(RESAMPLES, Math.floor(MOST_DRAWS / count)))
  const places = new Uint32Array(count)
  const made: number[] = []
  for (let time = 0; time < times; time++) {
    for (let at = 0; at < count; at++) places[at] = Math.floor(random() * count)
    const value = statistic(places)
    if (value !== null && Number.isFinite(value)) made.push(value)
    if ((time * count) % 20_000 < count) await breathe()
  }
  if (made.length === 0) return null
  const rising = Float64Array.from(made).sort()
  return [quantileOf(rising, 0.025), quantileOf(rising, 0.975)]
}

/** Cohen 1960: agreement beyond what the two would have by chance. Null where chance alone explains all. */
export function kappa(first: readonly string[], second: readonly string[], places: ArrayLike<number>): number | null {
  const count = places.length
  const own = new Map<string, number>()
  const other = new Map<string, number>()
  let agreed = 0
  for (let at = 0; at < count; at++) {
    const [a, b] = [first[places[at]!]!, second[places[at]!]!]
    if (a === b) agreed++
    own.set(a, (own.get(a) ?? 0) + 1)
    other.set(b, (other.get(b) ?? 0) + 1)
  }
  let chance = 0
  for (const [name, times] of own) chance += (times * (other.get(name) ?? 0)) / (count * count)
  return chance === 1 ? null : (agreed / count - chance) / (1 - chance)
}
