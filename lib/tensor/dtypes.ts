/* Number formats of weight files and how they widen to float32 (always exactly). Not quantized blocks. */

export type StoredType = 'F32' | 'F16' | 'BF16' | 'I8' | 'F8_E4M3' | 'F8_E5M2'
export const storedBytes: Readonly<Record<StoredType, number>> = { F32: 4, F16: 2, BF16: 2, I8: 1, F8_E4M3: 1, F8_E5M2: 1 }

/** Widens little-endian `bytes` into `target`. Gives the index of the first NaN or infinity, or -1. */
export function widenInto(type: StoredType, bytes: Uint8Array, target: Float32Array): number {
  if (type === 'F32') {
    new Uint8Array(target.buffer, target.byteOffset, bytes.length).set(bytes)
    return firstNotFinite(target)
  }
  if (storedBytes[type] === 1) return widenBytes(byteTable(type), bytes, target)
  const halves = halfWords(bytes)
  const words = new Uint32Array(target.buffer, target.byteOffset, target.length)
  return type === 'F16' ? widenHalves(halves, words) : widenBrainFloats(halves, words)
}

function halfWords(bytes: Uint8Array): Uint16Array {
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice()
  return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.length >> 1)
}

/** Index of the first NaN or infinity, or -1. */
export function firstNotFinite(values: Float32Array): number {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length)
  for (let i = 0; i < words.length; i++) if ((words[i]! & 0x7f800000) === 0x7f800000) return i
  return -1
}

function widenBrainFloats(halves: Uint16Array, words: Uint32Array): number {
  let bad = -1
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i]!
    if ((half & 0x7f80) === 0x7f80 && bad < 0) bad = i
    words[i] = half << 16
  }
  return bad
}

let table: Uint32Array | null = null
/** All 65,536 half floats as float32 words: one look-up a weight beats the arithmetic. */
function halfTable(): Uint32Array {
  if (table) return table
  table = new Uint32Array(65536)
  for (let half = 0; half < 65536; half++) table[half] = halfToWord(half)
  return table
}

/** Every half float as a number. */
export function halfFloats(): Float32Array {
  return (floats ??= new Float32Array(halfTable().buffer))
}
let floats: Float32Array | null = null

/** The float32 bits of a half float. */
export function halfToWord(half: number): number {
  const sign = (half & 0x8000) << 16
  const exponent = (half >> 10) & 31
  let fraction = half & 1023
  if (exponent === 31) return (sign | 0x7f800000 | (fraction << 13)) >>> 0
  if (exponent > 0) return (sign | ((exponent + 112) << 23) | (fraction << 13)) >>> 0
  if (fraction === 0) return sign >>> 0
  // Subnormal: shift until the leading one is the implied one.
  let shift = 0
  while ((fraction & 1024) === 0) {
    fraction <<= 1
    shift++
  }
  return (sign | ((113 - shift) << 23) | ((fraction & 1023) << 13)) >>> 0
}

function widenHalves(halves: Uint16Array, words: Uint32Array): number {
  const wide = halfTable()
  let bad = -1
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i]!
    if ((half & 0x7c00) === 0x7c00 && bad < 0) bad = i
    words[i] = wide[half]!
  }
  return bad
}

const byteTables = new Map<StoredType, Float32Array>()
/** What the 256 codes of a one-byte type stand for. */
function byteTable(type: StoredType): Float32Array {
  const known = byteTables.get(type)
  if (known) return known
  const made = Float32Array.from({ length: 256 }, (_, code) => byteValue(type, code))
  byteTables.set(type, made)
  return made
}

/** E5M2 is the upper byte of a half float; E4M3 has no infinities, and NaN only where all other bits are set. */
function byteValue(type: StoredType, code: number): number {
  if (type === 'I8') return (code << 24) >> 24
  if (type === 'F8_E5M2') return halfFloats()[code << 8]!
  const size = code & 127
  if (size === 127) return NaN
  const [exponent, fraction] = [size >> 3, size & 7]
  const value = exponent === 0 ? fraction / 512 : (8 + fraction) * 2 ** (exponent - 10)
  return code & 128 ? -value : value
}

function widenBytes(table: Float32Array, bytes: Uint8Array, target: Float32Array): number {
  for (let i = 0; i < bytes.length; i++) target[i] = table[bytes[i]!]!
  return firstNotFinite(target)
}

const word = new Uint32Array(1)
const float = new Float32Array(word.buffer)
/** The half float nearest to a number that float32 holds, ties to even; beyond the range infinity. */
export function floatToHalf(value: number): number {
  float[0] = value
  const bits = word[0]!
  const sign = (bits >>> 16) & 0x8000
  const size = bits & 0x7fffffff
  if (size > 0x7f800000) return sign | 0x7e00
  if (size >= 0x477ff000) return sign | 0x7c00
  if (size >= 0x38800000) return sign | nearestShift(size - 0x38000000, 13)
  if (size < 0x33000000) return sign
  // Subnormal: the implied one is written out, then moved to its place.
  return sign | nearestShift((size & 0x7fffff) | 0x800000, 126 - (size >>> 23))
}

/** `bits >> shift`, to the nearest with ties to even. */
function nearestShift(bits: number, shift: number): number {
  const kept = bits >>> shift
  const rest = bits - kept * 2 ** shift
  const half = 2 ** (shift - 1)
  return rest > half || (rest === half && kept & 1) ? kept + 1 : kept
}
