/* Float32 rows as blocks of Q8_0 and Q4_0, rounded as the reference implementation does it: step by step in float32. */
import { floatToHalf } from '../../tensor'

const VALUES = 32

export function encodeBlocks(type: 'Q8_0' | 'Q4_0', data: Float32Array): Uint8Array {
  const size = type === 'Q8_0' ? 34 : 18
  const out = new Uint8Array((data.length / VALUES) * size)
  const encode = type === 'Q8_0' ? encodeQ8 : encodeQ4
  for (let from = 0, to = 0; from < data.length; from += VALUES, to += size) encode(data.subarray(from, from + VALUES), out, to)
  return out
}

function putHalf(out: Uint8Array, to: number, value: number): void {
  const half = floatToHalf(value)
  out[to] = half & 255
  out[to + 1] = half >> 8
}

const inverse = (scale: number): number => (scale === 0 ? 0 : Math.fround(1 / scale))

function encodeQ8(block: Float32Array, out: Uint8Array, to: number): void {
  const scale = Math.fround(block.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127)
  const times = inverse(scale)
  putHalf(out, to, scale)
  for (let i = 0; i < VALUES; i++) {
    const x = Math.fround(block[i]! * times)
    // Ties go away from zero.
    out[to + 2 + i] = Math.sign(x) * Math.floor(Math.abs(x) + 0.5)
  }
}

/** The value of the largest size becomes −8. */
function encodeQ4(block: Float32Array, out: Uint8Array, to: number): void {
  const largest = block.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0)
  const scale = Math.fround(largest / -8)
  const times = inverse(scale)
  putHalf(out, to, scale)
  const code = (i: number): number => Math.max(0, Math.min(15, Math.trunc(Math.fround(Math.fround(block[i]! * times) + 8.5))))
  for (let i = 0; i < 16; i++) out[to + 2 + i] = code(i) | (code(i + 16) << 4)
}
