/* How long a pass takes at least: reading its bytes and doing its products cannot go faster than the machine. doi:10.1145/1498765.1498785 */
import type { ModelCounts } from '../../engine'

export interface Machine {
  /** Bytes a second from memory. */
  readonly bandwidth: number
  /** Multiplications and additions a second. */
  readonly compute: number
}

/** The browser's core as measured with our own kernels; the others as their makers state them, dense, in the format they are used with. */
export const machines = {
  'browser core': { bandwidth: 21.8e9, compute: 48e9 },
  laptop: { bandwidth: 100e9, compute: 3.6e12 },
  'graphics card': { bandwidth: 1008e9, compute: 82.6e12 },
  'data centre': { bandwidth: 3350e9, compute: 989e12 },
} as const satisfies Record<string, Machine>

export interface Load {
  readonly context: number
  readonly batch: number
  readonly bytesEach: number
}

export interface Pass {
  readonly flops: number
  readonly bytes: number
  /** Seconds that each alone would take; the longer one bounds the pass. */
  readonly memory: number
  readonly compute: number
}

/** Keys and values are float32. */
const KEPT_BYTES = 4

/** All tokens of the context at once, each text of the batch: weights are read once, keys and values written. */
export function prefill(counts: ModelCounts, { context, batch, bytesEach }: Load, machine: Machine): Pass {
  const bytes = counts.parametersRead(context * batch) * bytesEach + counts.keptNumbers(context) * batch * KEPT_BYTES
  return passOf(totalFlops(counts, context, context) * batch, bytes, machine)
}

/** One more token for each text of the batch, the context behind it: weights are read once, all keys and values too. */
export function decode(counts: ModelCounts, { context, batch, bytesEach }: Load, machine: Machine): Pass {
  const bytes = counts.parametersRead(batch) * bytesEach + counts.keptNumbers(context) * batch * KEPT_BYTES
  return passOf(totalFlops(counts, 1, context) * batch, bytes, machine)
}

const totalFlops = ({ parts }: ModelCounts, rows: number, keys: number): number =>
  parts.reduce((sum, part) => sum + part.flops(rows, keys), 0)

const passOf = (flops: number, bytes: number, { bandwidth, compute }: Machine): Pass => ({
  flops,
  bytes,
  memory: bytes / bandwidth,
  compute: flops / compute,
})
