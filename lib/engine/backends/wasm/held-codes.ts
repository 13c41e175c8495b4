/* GGUF blocks of 32 that the kernels read as they are: Q8_0 and Q4_0, codes and scales untouched. */
import { halfFloats } from '../../../tensor'
import type { HeldBytes } from '../../weights'
import type { PanelBits, PanelCodes } from './panels'

const FORMATS: Readonly<Record<string, { readonly bits: 8 | 4; readonly bytes: number }>> = {
  Q8_0: { bits: 8, bytes: 34 },
  Q4_0: { bits: 4, bytes: 18 },
}

/** 32 where a type is not one of them. */
export const heldBits = ({ type, shape }: HeldBytes): PanelBits =>
  Object.hasOwn(FORMATS, type) && shape.length === 2 && shape[1]! % 32 === 0 ? FORMATS[type]!.bits : 32

export function heldCodes({ type, shape, bytes }: HeldBytes): PanelCodes {
  const { bits, bytes: size } = FORMATS[type]!
  const [outer, inner] = shape as [number, number]
  const blocks = inner / 32
  const floats = halfFloats()
  return {
    inner,
    outer,
    codes(row, into) {
      let at = row * blocks * size + 2
      for (let block = 0; block < blocks; block++, at += size) {
        if (bits === 8) for (let i = 0; i < 32; i++) into[block * 32 + i] = bytes[at + i]!
        else nibbles(bytes, at, into, block * 32)
      }
    },
    scale(row, block) {
      const at = (row * blocks + block) * size
      return floats[bytes[at]! | (bytes[at + 1]! << 8)]!
    },
  }
}

/** Low halves first, then the high ones. */
function nibbles(bytes: Uint8Array, at: number, into: Int8Array, to: number): void {
  for (let i = 0; i < 16; i++) {
    into[to + i] = (bytes[at + i]! & 15) - 8
    into[to + 16 + i] = (bytes[at + i]! >> 4) - 8
  }
}
