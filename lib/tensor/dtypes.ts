/* Number formats of weight files and how they widen to float32 (always exactly). Not quantized blocks. */

export type StoredType = 'F32' | 'F16' | 'BF16'
export const storedBytes: Readonly<Record<StoredType, number>> = { F32: 4, F16: 2, BF16: 2 }

/** Widens little-endian `bytes` into `target`. Gives the index of the first NaN or infinity, or -1. */
export function widenInto(type: StoredType, bytes: Uint8Array, target: Float32Array): number {
  if (type === 'F32') {
    new Uint8Array(target.buffer, target.byteOffset, bytes.length).set(bytes)
    return firstNotFinite(target)
  }
  const halves = halfWords(bytes)
  const words = new Uint32Array(target.buffer, target.byteOffset, target.length)
  return type === 'F16' ? widenHalves(halves, words) : widenBrainFloats(halves, words)
}

function halfWords(bytes: Uint8Array): Uint16Array {
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice()
  return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.length >> 1)
}

function firstNotFinite(values: Float32Array): number {
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
