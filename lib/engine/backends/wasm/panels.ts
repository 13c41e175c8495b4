/*
 * Matrices as the kernels read them: groups of 32 outputs, so that a row reads memory in one stream. Float32 as [group][inner][32]; codes of
 * 8 or 4 bits in blocks of 32 inner positions, [group][block][panel of 8], a panel's eight scales behind its codes, its minima behind those. Outputs and positions
 * beyond the matrix are zeros.
 */
import type { PackedMatrix } from '../../quantize/packed-matrix'
import { unpackInto } from '../../quantize/pack'
import { offsetOf } from '../../quantize/round'

/** 41: four bits, and a minimum for each block. */
export type PanelBits = 32 | 8 | 4 | 41

export interface Panels {
  readonly address: number
  readonly bits: PanelBits
  readonly inner: number
  readonly outer: number
  /** Bytes of one group. */
  readonly stride: number
}

const BLOCK_BYTES = { 8: 288, 4: 160, 41: 192 } as const

export const panelStride = (bits: PanelBits, inner: number): number =>
  bits === 32 ? inner * 128 : Math.ceil(inner / 32) * 4 * BLOCK_BYTES[bits]

export const panelBytes = (bits: PanelBits, inner: number, outer: number): number => Math.ceil(outer / 32) * panelStride(bits, inner)

/** `matrix` is [outer, inner], or [inner, outer] where it is turned. */
export function writeFloatPanels(to: Float32Array, matrix: Float32Array, inner: number, outer: number, turned: boolean): void {
  const across = turned ? 1 : inner
  const along = turned ? outer : 1
  let at = 0
  for (let first = 0; first < outer; first += 32) {
    const lanes = Math.min(32, outer - first)
    for (let i = 0; i < inner; i++, at += 32) {
      const from = i * along + first * across
      for (let lane = 0; lane < lanes; lane++) to[at + lane] = matrix[from + lane * across]!
      for (let lane = lanes; lane < 32; lane++) to[at + lane] = 0
    }
  }
}

/** How few bits hold the codes as they are; 32 where a scale does not serve whole blocks of 32, or the codes are too far apart. */
export function bitsFor({ settings, columns }: PackedMatrix): PanelBits {
  const whole = settings.per !== 'group' || Math.min(settings.group, columns) % 32 === 0 || settings.group >= columns
  if (!whole || settings.scheme !== 'absmax') return 32
  return settings.bits <= 4 ? 4 : 8
}

export interface PanelCodes {
  readonly inner: number
  readonly outer: number
  /** Codes of a row, as numbers around zero. */
  codes(row: number, into: Int8Array): void
  /** Scale of a block of 32. */
  scale(row: number, block: number): number
  /** What a code of 0 stands for, where codes begin there. */
  minimum?(row: number, block: number): number
}

export function codesOf(matrix: PackedMatrix): PanelCodes {
  const { rows, columns, settings, blocks, scales } = matrix
  const offset = offsetOf(0, settings)
  const row = new Uint8Array(columns)
  return {
    inner: columns,
    outer: rows,
    codes(at, into) {
      unpackInto(matrix.codes, settings.bits, at * columns, columns, row)
      for (let i = 0; i < columns; i++) into[i] = row[i]! - offset
    },
    scale: (at, block) => scales[blocks.perRow === 0 ? 0 : at * blocks.perRow + Math.floor((block * 32) / blocks.size)]!,
  }
}

export function writeCodePanels(bytes: Uint8Array<ArrayBufferLike>, address: number, bits: 8 | 4 | 41, source: PanelCodes): void {
  const { inner, outer } = source
  const blocks = Math.ceil(inner / 32)
  const stride = panelStride(bits, inner)
  const row = new Int8Array(blocks * 32)
  const scales = new DataView(bytes.buffer, bytes.byteOffset)
  const codeBytes = bits === 8 ? 256 : 128
  const zero = bits === 4 ? 8 : 0
  const outputs = Math.ceil(outer / 32) * 32
  bytes.fill(0, address, address + (outputs / 32) * stride)
  for (let out = 0; out < outputs; out++) {
    if (out < outer) source.codes(out, row)
    else row.fill(0)
    const lane = out & 7
    let at = address + (out >> 5) * stride + ((out >> 3) & 3) * BLOCK_BYTES[bits]
    for (let block = 0; block < blocks; block++) {
      if (bits === 8) writeBlock8(bytes, at, row, block * 32, lane)
      else writeBlock4(bytes, at, row, block * 32, lane, zero)
      scales.setFloat32(at + codeBytes + lane * 4, out < outer ? source.scale(out, block) : 0, true)
      if (bits === 41) scales.setFloat32(at + 160 + lane * 4, out < outer ? source.minimum!(out, block) : 0, true)
      at += 4 * BLOCK_BYTES[bits]
    }
  }
}

function writeBlock8(bytes: Uint8Array<ArrayBufferLike>, at: number, row: Int8Array, from: number, lane: number): void {
  for (let i = 0; i < 32; i++) bytes[at + (i >> 1) * 16 + lane * 2 + (i & 1)] = row[from + i]!
}

/** Sixteen bytes hold two pairs of positions: the first in the low halves, the second in the high ones. */
function writeBlock4(bytes: Uint8Array<ArrayBufferLike>, at: number, row: Int8Array, from: number, lane: number, zero: number): void {
  for (let i = 0; i < 32; i++) {
    const byte = at + (i >> 2) * 16 + lane * 2 + (i & 1)
    bytes[byte] = bytes[byte]! | ((row[from + i]! + zero) << (i & 2 ? 4 : 0))
  }
}
