/* GGUF blocks as the kernels read them: codes, scales and minima untouched, so that nothing is widened that can stay packed. */
import { blockFormats, type BlockFormat } from '../../gguf/blocks'
import { elementCount } from '../../../tensor'
import type { HeldBytes } from '../../weights'
import { panelBytes, type CodeBits, type PanelBits, type PanelCodes } from './panels'

const FOUR_BITS: ReadonlySet<string> = new Set(['Q4_0', 'Q4_1', 'Q4_K'])

function codeBits(type: string, { minimum, part }: BlockFormat): CodeBits {
  if (FOUR_BITS.has(type)) return minimum ? 41 : 4
  if (part === 16) return minimum ? 83 : 82
  return minimum ? 81 : 8
}

/** 32 where numbers stand alone, or a row is no whole number of blocks. */
export function heldBits({ type, shape }: Pick<HeldBytes, 'type' | 'shape'>): PanelBits {
  const format = blockFormats.get(type)
  return format && shape.length === 2 && shape[1]! % format.values === 0 ? codeBits(type, format) : 32
}

/** What a weight of this type takes in the kernels' memory. */
export function kernelBytes(type: string, shape: readonly number[]): number {
  const bits = heldBits({ type, shape })
  return bits === 32 ? 4 * elementCount(shape) : panelBytes(bits, shape[1]!, shape[0]!)
}

export function heldCodes({ type, shape, bytes }: HeldBytes): PanelCodes {
  const format = blockFormats.get(type)!
  const [outer, inner] = shape as [number, number]
  const [blocks, parts] = [inner / format.values, format.values / format.part]
  const { minimum } = format
  /** Where the block of a part of a row begins. */
  const at = (row: number, part: number): number => (row * blocks + Math.floor(part / parts)) * format.bytes
  return {
    inner,
    outer,
    codes(row, into) {
      for (let block = 0; block < blocks; block++) format.codes(bytes, (row * blocks + block) * format.bytes, into, block * format.values)
    },
    scale: (row, part) => format.scale(bytes, at(row, part), part % parts),
    ...(minimum ? { minimum: (row: number, part: number) => minimum(bytes, at(row, part), part % parts) } : {}),
  }
}
