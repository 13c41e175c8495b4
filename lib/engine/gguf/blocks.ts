/*
 * The quantized blocks of GGUF: whole-number codes, and for each part of 32 or 16 of them a scale and perhaps a minimum. A number is
 * code · scale + minimum. Scales are half floats times a few bits and codes a few bits, so that every product is exact in float32 and the number
 * rounds once: the same floats as the reference implementation in Python.
 */
import { halfFloats } from '../../tensor'

export interface BlockFormat {
  /** Values a block. */
  readonly values: number
  readonly bytes: number
  /** Values that share a scale. */
  readonly part: 16 | 32
  /** Where in a block its half floats stand: all that can make a number NaN or infinite. */
  readonly halves: readonly number[]
  /** Writes the codes of the block that begins at `at` into `out` from `to` on. */
  codes(bytes: Uint8Array, at: number, out: Int8Array, to: number): void
  /** Of a part of the block that begins at `at`. */
  scale(bytes: Uint8Array, at: number, part: number): number
  /** What a code of 0 stands for; null where that is always 0. */
  readonly minimum: ((bytes: Uint8Array, at: number, part: number) => number) | null
}

const half = (bytes: Uint8Array, at: number): number => halfFloats()[bytes[at]! | (bytes[at + 1]! << 8)]!
const signed = (byte: number): number => (byte << 24) >> 24

type Codes = BlockFormat['codes']
type OfPart = BlockFormat['scale']

/** A half float for the whole block. */
const halfAt: (place: number) => OfPart = (place) => (bytes, at) => half(bytes, at + place)

/** 32 codes of 4 bits: the low halves of 16 bytes, then the high ones. */
const nibbles: (from: number, zero: number) => Codes = (from, zero) => (bytes, at, out, to) => {
  for (let i = 0; i < 16; i++) {
    const byte = bytes[at + from + i]!
    out[to + i] = (byte & 15) - zero
    out[to + 16 + i] = (byte >> 4) - zero
  }
}

/** The same with a fifth bit each, in 4 bytes before the codes. */
const fiveBits: (high: number, zero: number) => Codes = (high, zero) => (bytes, at, out, to) => {
  for (let i = 0; i < 32; i++) {
    const byte = bytes[at + high + 4 + (i & 15)]!
    const fifth = (bytes[at + high + (i >> 3)]! >> (i & 7)) & 1
    out[to + i] = ((i < 16 ? byte & 15 : byte >> 4) | (fifth << 4)) - zero
  }
}

const bytes8: Codes = (bytes, at, out, to) => {
  for (let i = 0; i < 32; i++) out[to + i] = signed(bytes[at + 2 + i]!)
}

/** Code `i` of 256 that have 2 bits each: the same bytes of 32 serve four rows of 32. */
const pairOf = (bytes: Uint8Array, at: number, i: number): number => (bytes[at + ((i >> 7) << 5) + (i & 31)]! >> (((i >> 5) & 3) << 1)) & 3

/** 16 scales and minima of 4 bits, 256 codes of 2 bits, the two half floats. */
const q2k: Codes = (bytes, at, out, to) => {
  for (let i = 0; i < 256; i++) out[to + i] = pairOf(bytes, at + 16, i)
}

/** 256 high bits (inverted), 256 low pairs, 16 scales of 6 bits in 12 bytes, one half float. */
const q3k: Codes = (bytes, at, out, to) => {
  for (let i = 0; i < 256; i++) {
    const inverted = (bytes[at + (i & 31)]! >> (i >> 5)) & 1
    out[to + i] = pairOf(bytes, at + 32, i) - (inverted ? 0 : 4)
  }
}

const q3kScale: OfPart = (bytes, at, part) => {
  const low = bytes[at + 96 + (part & 7)]!
  const high = bytes[at + 104 + (part & 3)]! >> ((part >> 2) << 1)
  return half(bytes, at + 108) * (((part < 8 ? low & 15 : low >> 4) | ((high & 3) << 4)) - 32)
}

/** Two half floats, scales and minima of the 8 parts in 6 bits each, packed in 12 bytes. */
const sixBitScale: OfPart = (bytes, at, part) => {
  const scale = half(bytes, at)
  if (part < 4) return scale * (bytes[at + 4 + part]! & 63)
  return scale * ((bytes[at + 8 + part]! & 15) | ((bytes[at + part]! >> 2) & 48))
}
const sixBitMinimum: OfPart = (bytes, at, part) => {
  const least = half(bytes, at + 2)
  if (part < 4) return -(least * (bytes[at + 8 + part]! & 63))
  return -(least * ((bytes[at + 8 + part]! >> 4) | ((bytes[at + 4 + part]! >> 2) & 48)))
}

/** 256 codes of 4 bits, the two halves of 32 bytes serving a part each; with 5 bits the fifth ones stand before them, a bit of 32 bytes each part. */
const superCodes: (from: number, fifth: number) => Codes = (from, fifth) => (bytes, at, out, to) => {
  for (let i = 0; i < 256; i++) {
    const part = i >> 5
    const code = (bytes[at + from + (part >> 1) * 32 + (i & 31)]! >> ((part & 1) * 4)) & 15
    out[to + i] = fifth < 0 ? code : code | (((bytes[at + fifth + (i & 31)]! >> part) & 1) << 4)
  }
}

/** 256 low nibbles, 256 high pairs, 16 signed scales, one half float. */
const q6k: Codes = (bytes, at, out, to) => {
  for (let i = 0; i < 256; i++) {
    const [hundred, row] = [i >> 7, (i >> 5) & 3] // halves of 128, rows of 32
    const low = (bytes[at + hundred * 64 + (row & 1) * 32 + (i & 31)]! >> ((row >> 1) * 4)) & 15
    out[to + i] = (low | (pairOf(bytes, at + 128, i) << 4)) - 32
  }
}

type Layout = Pick<BlockFormat, 'values' | 'bytes' | 'part'>
const block32 = (bytes: number): Layout => ({ values: 32, bytes, part: 32 })
const block256 = (bytes: number, part: 16 | 32): Layout => ({ values: 256, bytes, part })

export const blockFormats: ReadonlyMap<string, BlockFormat> = new Map<string, BlockFormat>([
  ['Q4_0', { ...block32(18), halves: [0], codes: nibbles(2, 8), scale: halfAt(0), minimum: null }],
  ['Q4_1', { ...block32(20), halves: [0, 2], codes: nibbles(4, 0), scale: halfAt(0), minimum: halfAt(2) }],
  ['Q5_0', { ...block32(22), halves: [0], codes: fiveBits(2, 16), scale: halfAt(0), minimum: null }],
  ['Q5_1', { ...block32(24), halves: [0, 2], codes: fiveBits(4, 0), scale: halfAt(0), minimum: halfAt(2) }],
  ['Q8_0', { ...block32(34), halves: [0], codes: bytes8, scale: halfAt(0), minimum: null }],
  [
    'Q2_K',
    {
      ...block256(84, 16),
      halves: [80, 82],
      codes: q2k,
      scale: (bytes, at, part) => half(bytes, at + 80) * (bytes[at + part]! & 15),
      minimum: (bytes, at, part) => -(half(bytes, at + 82) * (bytes[at + part]! >> 4)),
    },
  ],
  ['Q3_K', { ...block256(110, 16), halves: [108], codes: q3k, scale: q3kScale, minimum: null }],
  ['Q4_K', { ...block256(144, 32), halves: [0, 2], codes: superCodes(16, -1), scale: sixBitScale, minimum: sixBitMinimum }],
  ['Q5_K', { ...block256(176, 32), halves: [0, 2], codes: superCodes(48, 16), scale: sixBitScale, minimum: sixBitMinimum }],
  [
    'Q6_K',
    {
      ...block256(210, 16),
      halves: [208],
      codes: q6k,
      scale: (bytes, at, part) => half(bytes, at + 208) * signed(bytes[at + 192 + part]!),
      minimum: null,
    },
  ],
])

const codes = new Int8Array(256)

/** Widens the block that begins at `at` into `out` from `to` on. */
export function widenBlock(format: BlockFormat, bytes: Uint8Array, at: number, out: Float32Array, to: number): void {
  format.codes(bytes, at, codes, 0)
  const { values, part, minimum } = format
  for (let from = 0, n = 0; from < values; from += part, n++) {
    const scale = format.scale(bytes, at, n)
    const least = minimum ? minimum(bytes, at, n) : 0
    if (minimum) for (let i = from; i < from + part; i++) out[to + i] = scale * codes[i]! + least
    else for (let i = from; i < from + part; i++) out[to + i] = scale * codes[i]!
  }
}
