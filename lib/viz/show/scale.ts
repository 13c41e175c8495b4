/* Which colour scale fits an array: signed values get the diverging one, symmetrical; far outliers are clipped, and said to be. */
import type { Scale } from '../panels'

export interface ScaleChoice {
  readonly kind?: Scale['kind']
  readonly low?: number
  readonly high?: number
}

/** Beyond this many times the 99th percentile, the largest magnitude would leave all other cells pale. */
const OUTLIER = 4

export function scaleFor(values: Float32Array, choice: ScaleChoice = {}): Scale {
  const { magnitudes, negative } = sortedMagnitudes(values)
  const kind = choice.kind ?? (negative ? 'diverging' : 'sequential')
  const largest = magnitudes.at(-1) ?? 1
  const usual = magnitudes[Math.floor(magnitudes.length * 0.99)] ?? largest
  const reach = choice.high ?? (largest > OUTLIER * usual && usual > 0 ? niceAbove(usual) : largest || 1)
  const low = choice.low ?? (kind === 'diverging' ? -reach : 0)
  const clipped = largest > reach * (1 + 1e-6) || (choice.low !== undefined && magnitudes.length > 0 && minimum(values) < low)
  return clipped ? { kind, low, high: reach, clipped } : { kind, low, high: reach }
}

/** Of the finite numbers. A typed array sorts by size without asking anybody, several times as fast as an array of numbers. */
function sortedMagnitudes(values: Float32Array): { readonly magnitudes: Float32Array; readonly negative: boolean } {
  const all = new Float32Array(values.length)
  let [count, negative] = [0, false]
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!Number.isFinite(value)) continue
    if (value < 0) negative = true
    all[count++] = Math.abs(value)
  }
  return { magnitudes: all.subarray(0, count).sort(), negative }
}

function minimum(values: Float32Array): number {
  let least = Infinity
  for (const value of values) if (value < least) least = value
  return least
}

/** The next of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten. */
export function niceAbove(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1
  let power = 1
  while (power > value) power /= 10
  while (power * 10 <= value) power *= 10
  for (const step of [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10])
    if (step * power >= value * (1 - 1e-9)) return Number((step * power).toPrecision(3))
  return 10 * power
}
