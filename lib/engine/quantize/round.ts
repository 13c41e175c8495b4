/*
 * Round to nearest, one operation on float32 numbers at a time: arXiv:1712.05877, arXiv:2106.08295 and, for the schemes' names,
 * arXiv:2208.07339. A code is kept unsigned: absmax codes are moved up by M.
 */
import { EngineFailure } from '../types'
import { largestCode, type QuantizeSettings } from './settings'

const NEAREST = 6755399441055744 // 1.5 · 2^52: adding it rounds a double of this room's size to a whole number, ties to even
export const roundHalfEven = (x: number): number => x + NEAREST - NEAREST

export interface BlockScale {
  readonly scale: number
  readonly zero: number
}

export function scaleOf(least: number, most: number, settings: QuantizeSettings): BlockScale {
  const M = largestCode(settings)
  const low = Math.min(least, 0)
  const high = Math.max(most, 0)
  const scale = settings.scheme === 'absmax' ? Math.fround(Math.max(-low, high) / M) : Math.fround(Math.fround(high - low) / M)
  if (!Number.isFinite(Math.fround(scale * M))) {
    throw new EngineFailure(
      'too-wide',
      `The numbers run from ${low} to ${high}: their span is more than float32 can hold.`,
      'Divide them by a constant first.',
    )
  }
  // Numbers so small that their scale is no float32 number are rounded to zero, as a block of zeros is.
  if (settings.scheme === 'absmax' || scale === 0) return { scale, zero: 0 }
  return { scale, zero: clamp(roundHalfEven(Math.fround(-low / scale)), 0, M) }
}

/** Codes of one block from `start` to `end`, unsigned. */
export function codeBlock(
  x: Float32Array,
  start: number,
  end: number,
  { scale, zero }: BlockScale,
  settings: QuantizeSettings,
  codes: Uint8Array,
): void {
  const M = largestCode(settings)
  const absmax = settings.scheme === 'absmax'
  const low = absmax ? -M : 0
  const raise = absmax ? M : 0
  if (scale === 0) {
    codes.fill(clamp(zero, low, M) + raise, start, end)
    return
  }
  for (let i = start; i < end; i++) {
    const code = Math.fround(x[i]! / scale) + NEAREST - NEAREST + zero
    codes[i] = (code < low ? low : code > M ? M : code) + raise
  }
}

/** Every number that the grid of a block can hold, in rising order; zero alone where the block holds nothing else. */
export function gridOf(block: Float32Array, settings: QuantizeSettings): readonly number[] {
  let [least, most] = [0, 0]
  for (const x of block) [least, most] = [Math.min(least, x), Math.max(most, x)]
  const { scale, zero } = scaleOf(least, most, settings)
  if (scale === 0) return [0]
  const M = largestCode(settings)
  const lowest = settings.scheme === 'absmax' ? -M : -zero
  return Array.from({ length: M - (settings.scheme === 'absmax' ? -M : 0) + 1 }, (_, place) => Math.fround((lowest + place) * scale) + 0)
}

/** What is taken from an unsigned code before it is multiplied by the scale. */
export const offsetOf = (zero: number, settings: QuantizeSettings): number => (settings.scheme === 'absmax' ? largestCode(settings) : zero)

const clamp = (x: number, low: number, high: number): number => (x < low ? low : x > high ? high : x)
