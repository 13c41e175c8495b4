/*
 * The quantized blocks of GGUF, each widened to the float32 numbers it stands for. Scales are half floats and codes a few bits, so that
 * every product is exact in float64 and rounds once, in the store: the same floats as the reference implementation in Python.
 */
import { halfFloats } from '../../tensor'

/** Widens the block that begins at `at` into `out` from `to` on. */
type WidenBlock = (bytes: Uint8Array, at: number, out: Float32Array, to: number) => void

export interface BlockFormat {
  /** Values a block. */
  readonly values: number
  readonly bytes: number
  readonly widen: WidenBlock
  /** Where in a block its half floats stand: all that can make a number NaN or infinite. */
  readonly halves: readonly number[]
}

const half = (bytes: Uint8Array, at: number): number => halfFloats()[bytes[at]! | (bytes[at + 1]! << 8)]!
const signed = (byte: number): number => (byte << 24) >> 24

/** 32 codes of 4 bits: the low halves of 16 bytes, then the high ones. */
const q4: (minimum: boolean) => WidenBlock = (minimum) => (bytes, at, out, to) => {
  const scale = half(bytes, at)
  const least = minimum ? half(bytes, at + 2) : 0
  const codes = at + (minimum ? 4 : 2)
  for (let i = 0; i < 16; i++) {
    const byte = bytes[codes + i]!
    out[to + i] = minimum ? scale * (byte & 15) + least : scale * ((byte & 15) - 8)
    out[to + 16 + i] = minimum ? scale * (byte >> 4) + least : scale * ((byte >> 4) - 8)
  }
}

/** The same with a fifth bit each, in 4 bytes before the codes. */
const q5: (minimum: boolean) => WidenBlock = (minimum) => (bytes, at, out, to) => {
  const scale = half(bytes, at)
  const least = minimum ? half(bytes, at + 2) : 0
  const high = at + (minimum ? 4 : 2)
  for (let i = 0; i < 32; i++) {
    const byte = bytes[high + 4 + (i & 15)]!
    const code = (i < 16 ? byte & 15 : byte >> 4) | (((bytes[high + (i >> 3)]! >> (i & 7)) & 1) << 4)
    out[to + i] = minimum ? scale * code + least : scale * (code - 16)
  }
}

const q8: WidenBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at)
  for (let i = 0; i < 32; i++) out[to + i] = scale * signed(bytes[at + 2 + i]!)
}

/** 16 scales and minima of 4 bits, 256 codes of 2 bits, the two half floats. */
const q2k: WidenBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at + 80)
  const least = half(bytes, at + 82)
  for (let i = 0; i < 256; i++) {
    const part = bytes[at + (i >> 4)]!
    const code = (bytes[at + 16 + ((i >> 7) << 5) + (i & 31)]! >> (((i >> 5) & 3) << 1)) & 3
    out[to + i] = scale * (part & 15) * code - least * (part >> 4)
  }
}

/** 256 high bits (inverted), 256 low pairs, 16 scales of 6 bits in 12 bytes, one half float. */
const q3k: WidenBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at + 108)
  for (let part = 0; part < 16; part++) {
    const low = bytes[at + 96 + (part & 7)]!
    const high = bytes[at + 104 + (part & 3)]! >> ((part >> 2) << 1)
    const factor = scale * (((part < 8 ? low & 15 : low >> 4) | ((high & 3) << 4)) - 32)
    for (let j = 0; j < 16; j++) {
      const i = part * 16 + j
      const code = (bytes[at + 32 + ((i >> 7) << 5) + (i & 31)]! >> (((i >> 5) & 3) << 1)) & 3
      const inverted = (bytes[at + (i & 31)]! >> (i >> 5)) & 1
      out[to + i] = factor * (inverted ? code : code - 4)
    }
  }
}

/** Scale and minimum `part` of 8, of 6 bits each, packed in 12 bytes. */
function scaleOf(bytes: Uint8Array, at: number, part: number): number {
  if (part < 4) return bytes[at + part]! & 63
  return (bytes[at + part + 4]! & 15) | ((bytes[at + part - 4]! >> 2) & 48)
}
function leastOf(bytes: Uint8Array, at: number, part: number): number {
  if (part < 4) return bytes[at + 4 + part]! & 63
  return (bytes[at + part + 4]! >> 4) | ((bytes[at + part]! >> 2) & 48)
}

const q4k: WidenBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at)
  const least = half(bytes, at + 2)
  for (let part = 0; part < 8; part++) {
    const factor = scale * scaleOf(bytes, at + 4, part)
    const minus = least * leastOf(bytes, at + 4, part)
    const codes = at + 16 + (part >> 1) * 32
    const shift = (part & 1) * 4
    for (let i = 0; i < 32; i++) out[to + part * 32 + i] = factor * ((bytes[codes + i]! >> shift) & 15) - minus
  }
}

const q5k: WidenBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at)
  const least = half(bytes, at + 2)
  for (let part = 0; part < 8; part++) {
    const factor = scale * scaleOf(bytes, at + 4, part)
    const minus = least * leastOf(bytes, at + 4, part)
    const codes = at + 48 + (part >> 1) * 32
    const shift = (part & 1) * 4
    for (let i = 0; i < 32; i++) {
      const high = (bytes[at + 16 + i]! >> part) & 1
      out[to + part * 32 + i] = factor * (((bytes[codes + i]! >> shift) & 15) | (high << 4)) - minus
    }
  }
}

/** 256 low nibbles, 256 high pairs, 16 signed scales, one half float. */
const q6k: WidenBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at + 208)
  for (let part = 0; part < 16; part++) {
    const factor = scale * signed(bytes[at + 192 + part]!)
    for (let j = 0; j < 16; j++) {
      const i = part * 16 + j
      const [hundred, row] = [i >> 7, (i >> 5) & 3] // halves of 128, rows of 32
      const low = (bytes[at + hundred * 64 + (row & 1) * 32 + (i & 31)]! >> ((row >> 1) * 4)) & 15
      const high = (bytes[at + 128 + hundred * 32 + (i & 31)]! >> (row * 2)) & 3
      out[to + i] = factor * ((low | (high << 4)) - 32)
    }
  }
}

const format = (values: number, bytes: number, widen: WidenBlock, ...halves: number[]): BlockFormat => ({ values, bytes, widen, halves })

export const blockFormats: ReadonlyMap<string, BlockFormat> = new Map([
  ['Q4_0', format(32, 18, q4(false), 0)],
  ['Q4_1', format(32, 20, q4(true), 0, 2)],
  ['Q5_0', format(32, 22, q5(false), 0)],
  ['Q5_1', format(32, 24, q5(true), 0, 2)],
  ['Q8_0', format(32, 34, q8, 0)],
  ['Q2_K', format(256, 84, q2k, 80, 82)],
  ['Q3_K', format(256, 110, q3k, 108)],
  ['Q4_K', format(256, 144, q4k, 0, 2)],
  ['Q5_K', format(256, 176, q5k, 0, 2)],
  ['Q6_K', format(256, 210, q6k, 208)],
])
