/*
 * A matrix [rows, columns] held as packed codes, one scale a block and, for zero-point, packed zeros: nothing else. Its numbers
 * are expanded row by row when they are used. `bytes` counts what is held.
 */
import { unpack, unpackInto } from './pack'
import { offsetOf } from './round'
import { blocksOf, type Blocks, type QuantizeSettings } from './settings'

export class PackedMatrix {
  readonly blocks: Blocks

  constructor(
    readonly rows: number,
    readonly columns: number,
    readonly settings: QuantizeSettings,
    readonly codes: Uint8Array,
    /** In the order of the blocks. */
    readonly scales: Float32Array,
    /** Packed like the codes; null for absmax. */
    readonly zeros: Uint8Array | null,
  ) {
    this.blocks = blocksOf(rows, columns, settings)
  }

  get bytes(): number {
    return this.codes.byteLength + this.scales.byteLength + (this.zeros?.byteLength ?? 0)
  }

  /** Zero points, one a block. */
  zeroPoints(): Uint8Array {
    return this.zeros ? unpack(this.zeros, this.settings.bits, this.blocks.count) : new Uint8Array(this.blocks.count)
  }

  /** Numbers of one row, into `into` from `at` on. `work` holds a row of codes. */
  expandRow(row: number, zeros: Uint8Array, work: Uint8Array, into: Float32Array, at = 0): void {
    const { columns, settings, blocks } = this
    unpackInto(this.codes, settings.bits, row * columns, columns, work)
    for (let start = 0; start < columns; start += blocks.size) {
      const block = blocks.perRow === 0 ? 0 : row * blocks.perRow + start / blocks.size
      const scale = this.scales[block]!
      const offset = offsetOf(zeros[block]!, settings)
      const end = Math.min(columns, start + blocks.size)
      for (let i = start; i < end; i++) into[at + i] = (work[i]! - offset) * scale
    }
  }

  /** All numbers, row by row. */
  expand(): Float32Array {
    const out = new Float32Array(this.rows * this.columns)
    const zeros = this.zeroPoints()
    const work = new Uint8Array(this.columns)
    for (let row = 0; row < this.rows; row++) this.expandRow(row, zeros, work, out, row * this.columns)
    return out
  }
}

/** x [T, columns] · Wᵀ + bias → [T, rows]; each row of W is expanded once and used for all rows of x. Sums as `linear` does. */
export function packedLinear(x: Float32Array, weight: PackedMatrix, bias: Float32Array | null): Float32Array {
  const { rows: outer, columns: inner } = weight
  const count = x.length / inner
  const out = new Float32Array(count * outer)
  const zeros = weight.zeroPoints()
  const work = new Uint8Array(inner)
  const row = new Float32Array(inner)
  for (let o = 0; o < outer; o++) {
    weight.expandRow(o, zeros, work, row)
    for (let t = 0; t < count; t++) {
      let sum = 0
      const start = t * inner
      for (let i = 0; i < inner; i++) sum += x[start + i]! * row[i]!
      out[t * outer + o] = bias ? sum + bias[o]! : sum
    }
  }
  return out
}
