/* GGUF blocks of 32 that the kernels read as they are: Q8_0, Q4_0 and Q4_1, codes, scales and minima untouched. */
import { halfFloats } from '../../../tensor'
import type { HeldBytes } from '../../weights'
import type { PanelBits, PanelCodes } from './panels'

const FORMATS: Readonly<Record<string, { readonly bits: 8 | 4 | 41; readonly bytes: number }>> = {
  Q8_0: { bits: 8, bytes: 34 },
  Q4_0: { bits: 4, bytes: 18 },
  Q4_1: { bits: 41, bytes: 20 },
}

/** 32 where a type is not one of them. */
export const heldBits = ({ type, shape }: HeldBytes): PanelBits =>
  Object.hasOwn(FORMATS, type) && shape.length === 2 && shape[1]! % 32 === 0 ? FORMATS[type]!.bits : 32

export function heldCodes({ type, shape, bytes }: HeldBytes): PanelCodes {
  const { bits, bytes: size } = FORMATS[type]!
  const [outer, inner] = shape as [number, number]
  const blocks = inner / 32
  const floats = halfFloats()
  // The scale, the minimum where there is one, then the codes.
  const head = bits === 41 ? 4 : 2
  const half = (row: number, block: number, skip: number): number => {
    const at = (row * blocks + block) * size + skip
    return floats[bytes[at]! | (bytes[at + 1]! << 8)]!
  }
  return {
    inner,
    outer,
    codes(row, into) {
      let at = row * blocks * size + head
      for (let block = 0; block < blocks; block++, at += size) {
        if (bits === 8) for (let i = 0; i < 32; i++) into[block * 32 + i] = bytes[at + i]!
        else nibbles(bytes, at, into, block * 32, bits === 4 ? 8 : 0)
      }
    },
    scale: (row, block) => half(row, block, 0),
    minimum: (row, block) => half(row, block, 2),
  }
}

/** Low halves first, then the high ones. */
function nibbles(bytes: Uint8Array, at: number, into: Int8Array, to: number, zero: number): void {
  for (let i = 0; i < 16; i++) {
    into[to + i] = (bytes[at + i]! & 15) - zero
    into[to + 16 + i] = (bytes[at + i]! >> 4) - zero
  }
}
