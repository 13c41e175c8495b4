/*
 * Number formats bit by bit: IEEE 754 binary32 and binary16, bfloat16, whole numbers in two's complement. A code is the bits as
 * an unsigned number. To the nearest, ties to even, subnormals kept; floats overflow to infinity, whole numbers to their last.
 */
import { roundHalfEven } from './round'

export const FORMATS = ['fp32', 'fp16', 'bf16', 'int8', 'int4'] as const
export type NumberFormat = (typeof FORMATS)[number]

interface FloatShape {
  readonly exponent: number
  readonly fraction: number
}
const FLOATS: Readonly<Partial<Record<NumberFormat, FloatShape>>> = {
  fp32: { exponent: 8, fraction: 23 },
  fp16: { exponent: 5, fraction: 10 },
  bf16: { exponent: 8, fraction: 7 },
}
const INTEGERS: Readonly<Partial<Record<NumberFormat, number>>> = { int8: 8, int4: 4 }

export type BitRole = 'sign' | 'exponent' | 'fraction' | 'value'

/** What each bit is for, the highest first. In two's complement the first weighs −2^(n−1). */
export function bitRoles(format: NumberFormat): readonly BitRole[] {
  const float = FLOATS[format]
  if (!float) return ['sign', ...Array<BitRole>(INTEGERS[format]! - 1).fill('value')]
  return ['sign', ...Array<BitRole>(float.exponent).fill('exponent'), ...Array<BitRole>(float.fraction).fill('fraction')]
}

export const bitCount = (format: NumberFormat): number => bitRoles(format).length

const view = new DataView(new ArrayBuffer(8))
/** ⌊log₂ x⌋ of a positive normal double. */
function exponentOf(x: number): number {
  view.setFloat64(0, x)
  return ((view.getUint16(0) >> 4) & 0x7ff) - 1023
}
/** 2^n for −1022 ≤ n ≤ 1023. */
function twoTo(n: number): number {
  view.setFloat64(0, 0)
  view.setUint16(0, (n + 1023) << 4)
  return view.getFloat64(0)
}

export function encode(value: number, format: NumberFormat): number {
  const float = FLOATS[format]
  return float ? encodeFloat(value, float) : encodeInteger(value, INTEGERS[format]!)
}

function encodeFloat(value: number, { exponent, fraction }: FloatShape): number {
  const infinity = (2 ** exponent - 1) * 2 ** fraction
  if (Number.isNaN(value)) return infinity + 2 ** (fraction - 1)
  const sign = value < 0 || Object.is(value, -0) ? 2 ** (exponent + fraction) : 0
  const size = Math.abs(value)
  if (size === Infinity) return sign + infinity
  const least = 2 - 2 ** (exponent - 1)
  const power = size < twoTo(least) ? least : exponentOf(size)
  // Dividing by a power of two is exact; a carry into the next exponent is a carry of the code.
  const steps = roundHalfEven(size / twoTo(power - fraction))
  return sign + Math.min(infinity, (power - least) * 2 ** fraction + steps)
}

function encodeInteger(value: number, bits: number): number {
  if (Number.isNaN(value)) return 0
  const half = 2 ** (bits - 1)
  const nearest = roundHalfEven(Math.max(-half, Math.min(half - 1, value)))
  return nearest < 0 ? nearest + 2 * half : nearest === 0 ? 0 : nearest
}

export function decode(code: number, format: NumberFormat): number {
  const float = FLOATS[format]
  if (!float) {
    const half = 2 ** (INTEGERS[format]! - 1)
    return code >= half ? code - 2 * half : code
  }
  const { exponent, fraction } = float
  const sign = code >= 2 ** (exponent + fraction) ? -1 : 1
  const size = code % 2 ** (exponent + fraction)
  const power = Math.floor(size / 2 ** fraction)
  const rest = size % 2 ** fraction
  if (power === 2 ** exponent - 1) return rest === 0 ? sign * Infinity : NaN
  const least = 2 - 2 ** (exponent - 1)
  return sign * (power === 0 ? rest : rest + 2 ** fraction) * twoTo(Math.max(power, 1) - 1 + least - fraction)
}

/** The code with one bit turned over; bit 0 is the highest. */
export function flipped(code: number, bit: number, format: NumberFormat): number {
  const weight = 2 ** (bitCount(format) - 1 - bit)
  return Math.floor(code / weight) % 2 === 1 ? code - weight : code + weight
}

/** The bits, the highest first. */
export const bitsOf = (code: number, format: NumberFormat): readonly boolean[] =>
  Array.from({ length: bitCount(format) }, (_, bit) => Math.floor(code / 2 ** (bitCount(format) - 1 - bit)) % 2 === 1)

/** The next numbers of the format below and above; null beyond its last finite one. Both zeros count as one. */
export function neighbours(value: number, format: NumberFormat): { readonly below: number | null; readonly above: number | null } {
  const code = encode(value, format)
  const here = decode(code, format)
  if (!Number.isFinite(here)) return { below: null, above: null }
  return { below: stepFrom(code, here, -1, format), above: stepFrom(code, here, 1, format) }
}

function stepFrom(code: number, here: number, way: 1 | -1, format: NumberFormat): number | null {
  const next = nextCode(code, here, way, format)
  const value = next === null ? NaN : decode(next, format)
  return Number.isFinite(value) ? value : null
}

function nextCode(code: number, here: number, way: 1 | -1, format: NumberFormat): number | null {
  const integer = INTEGERS[format]
  if (integer) {
    const next = here + way
    return next < -(2 ** (integer - 1)) || next >= 2 ** (integer - 1) ? null : encode(next, format)
  }
  const signBit = 2 ** (bitCount(format) - 1)
  if (here === 0) return way > 0 ? 1 : signBit + 1
  return code + (here > 0 === way > 0 ? 1 : -1)
}
