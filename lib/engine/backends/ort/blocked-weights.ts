/*
 * Matrix products in blocks of their inner dimension. The runtime's kernel adds up a whole row in one chain of float32 sums; chains
 * of 128, added block by block, halve the error of long rows. [outer, inner] matrices are stored again block by block for it.
 */
import type { Program } from '../../ir/program'
import type { Weights } from '../../weights'

export const BLOCK = 128
/** Below this size the copy is kept for the next session, above it is made again. */
const KEPT_BYTES = 128e6

export interface BlockedWeights {
  readonly data: Float32Array
  /** Where the blocks of a weight begin, in elements. */
  readonly starts: ReadonlyMap<string, number>
}

/** Sizes of the blocks of an inner dimension: 300 → 128, 128, 44. */
export function blockSizes(inner: number): number[] {
  return Array.from({ length: Math.ceil(inner / BLOCK) }, (_, i) => Math.min(BLOCK, inner - i * BLOCK))
}

export class WeightBlocks {
  private kept: BlockedWeights | null = null
  constructor(
    private readonly program: Program,
    private readonly keep: boolean,
  ) {}

  make(weights: Weights): BlockedWeights {
    if (this.kept) return this.kept
    const made = blockWeights(weights, this.program)
    if (this.keep && made.data.byteLength <= KEPT_BYTES) this.kept = made
    return made
  }
}

function blockWeights(weights: Weights, program: Program): BlockedWeights {
  const starts = new Map<string, number>()
  const matrices: { name: string; inner: number; outer: number; start: number }[] = []
  let size = 0
  for (const op of program.ops) {
    if (op.op !== 'linear' || op.layout !== 'out-in' || op.inner <= BLOCK || starts.has(op.weight)) continue
    starts.set(op.weight, size)
    matrices.push({ name: op.weight, inner: op.inner, outer: op.outer, start: size })
    size += op.inner * op.outer
  }
  const data = new Float32Array(size)
  for (const { name, inner, outer, start } of matrices) copyBlocks(weights.get(name), data, start, inner, outer)
  return { data, starts }
}

/** [outer, inner] → one [outer, block] after the other. */
function copyBlocks(from: Float32Array, to: Float32Array, start: number, inner: number, outer: number): void {
  let target = start
  for (const [index, size] of blockSizes(inner).entries()) {
    for (let row = 0; row < outer; row++) {
      const source = row * inner + index * BLOCK
      for (let i = 0; i < size; i++) to[target + i] = from[source + i]!
      target += size
    }
  }
}
