/*
 * Matrices as the kernels read them: groups of 32 outputs, so that a row reads memory in one stream. Float32 as [group][inner][32]; codes of
 * 8 or 4 bits in blocks of 32 inner positions, [group][block][panel], a panel being 8 outputs of 8 bits or 16 of 4: their codes in words (as
 * kernels/linear-integer.ts tells), then their scales, then their minima. Outputs and positions beyond the matrix are zeros.
 */
import type { PackedMatrix } from '../../quantize/packed-matrix'
import { unpackInto } from '../../quantize/pack'
import { offsetOf } from '../../quantize/round'

/** 41 and 81: four or eight bits and a minimum for each block; 82: eight, and a scale for each half of a block; 83: a scale and a minimum for each. */
export type PanelBits = 32 | CodeBits
export type CodeBits = 8 | 4 | 41 | 81 | 82 | 83

/** Scales of a block, and minima where there are some. */
export const scalesOf = (bits: PanelBits): 1 | 2 => (bits === 82 || bits === 83 ? 2 : 1)
const hasMinima = (bits: CodeBits): boolean => bits === 41 || bits === 81 || bits === 83

export interface Panels {
  readonly address: number
  readonly bits: PanelBits
  readonly inner: number
  readonly outer: number
  /** Bytes of one group. */
  readonly stride: number
}

const BLOCK_BYTES = { 8: 288, 4: 160, 41: 192, 81: 320, 82: 320, 83: 384 } as const

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
  /** Scale of a block of 32, or of half a block. */
  scale(row: number, part: number): number
  /** What a code of 0 stands for, where codes begin there. */
  minimum?(row: number, part: number): number
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

export function writeCodePanels(bytes: Uint8Array<ArrayBufferLike>, address: number, bits: CodeBits, source: PanelCodes): void {
  const { inner, outer } = source
  const blocks = Math.ceil(inner / 32)
  const stride = panelStride(bits, inner)
  const row = new Int8Array(blocks * 32)
  const panel = isEight(bits) ? 8 : 16
  const outputs = Math.ceil(outer / 32) * 32
  bytes.fill(0, address, address + (outputs / 32) * stride)
  for (let out = 0; out < outputs; out++) {
    if (out < outer) source.codes(out, row)
    else row.fill(0)
    const lane = out & (panel - 1)
    let at = address + (out >> 5) * stride + Math.floor((out & 31) / panel) * (panel / 8) * BLOCK_BYTES[bits]
    for (let block = 0; block < blocks; block++) {
      writeBlock(bytes, at, row, block * 32, lane, bits)
      if (out < outer) writeScales(bytes, at + 256, source, out, block, lane, panel, bits)
      at += 4 * BLOCK_BYTES[bits]
    }
  }
}

/** All scales of a panel, then its minima. */
function writeScales(
  bytes: Uint8Array<ArrayBufferLike>,
  at: number,
  source: PanelCodes,
  out: number,
  block: number,
  lane: number,
  panel: number,
  bits: CodeBits,
): void {
  const numbers = new DataView(bytes.buffer, bytes.byteOffset)
  const parts = scalesOf(bits)
  for (let part = 0; part < parts; part++) {
    const place = at + 4 * (part * panel + lane)
    numbers.setFloat32(place, source.scale(out, block * parts + part), true)
    if (hasMinima(bits)) numbers.setFloat32(place + 4 * parts * panel, source.minimum!(out, block * parts + part), true)
  }
}

const isEight = (bits: CodeBits): boolean => bits !== 4 && bits !== 41

/** Words of two or four codes, outputs 4 apart: all but the last without a sign, as whole numbers from 0 on. */
function writeBlock(bytes: Uint8Array<ArrayBufferLike>, at: number, row: Int8Array, from: number, lane: number, bits: CodeBits): void {
  const place = lane >> 2
  const eight = isEight(bits)
  const last = place === (eight ? 1 : 3)
  // Four bits with a minimum have no sign, but for the last of a word, which gets one.
  const raised = eight ? (last ? 0 : 128) : bits === 41 ? (last ? -8 : 0) : last ? 0 : 8
  for (let i = 0; i < 32; i++) {
    const word = at + (i >> 1) * 16 + (lane & 3) * 4 + (i & 1) * 2
    const code = row[from + i]! + raised
    if (eight) bytes[word + place] = code
    else bytes[word + (place >> 1)]! |= (code & 15) << (4 * (place & 1))
  }
}
