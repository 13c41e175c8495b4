/* Exponents of doubles, read and set through their bits. */

export const word = new Float64Array(1)
export const bits = new Uint32Array(word.buffer)
word[0] = 1
/** Index of a double's upper half in `bits`: 1 on little-endian machines. */
export const HIGH = bits[1] === 0x3ff00000 ? 1 : 0
export const LOW = 1 - HIGH

/** 2^n for −1022 ≤ n ≤ 1023. */
export function powerOfTwo(n: number): number {
  bits[HIGH] = (n + 1023) << 20
  bits[LOW] = 0
  return word[0]!
}

/** x·2^n with one rounding, also where the result is subnormal. */
export function scaleByPowerOfTwo(x: number, n: number): number {
  if (n >= -1022 && n <= 1023) return x * powerOfTwo(n)
  if (n > 1023) return x * powerOfTwo(1023) * powerOfTwo(n - 1023 > 1023 ? 1023 : n - 1023)
  // The first factor stays in the normal range for the callers' x in (0.5, 2).
  return x * powerOfTwo(-969) * powerOfTwo(n + 969 < -1022 ? -1022 : n + 969)
}

export let exponent = 0
/** Splits a positive finite x into m·2^exponent with m in [√½, √2); gives m, leaves `exponent`. */
export function splitExponent(x: number): number {
  let extra = 0
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984
    extra = -54
  }
  word[0] = x
  const high = bits[HIGH]!
  exponent = (high >>> 20) - 1023 + extra
  bits[HIGH] = (high & 0xfffff) | 0x3ff00000
  let m = word[0]!
  if (m >= 1.4142135623730951) {
    m *= 0.5
    exponent++
  }
  return m
}
