/* Distribution: rows of [V] that sum to 1, with what a chain of filters did to the last of them. */
import { originFacts } from './tensor-spec'
import { structured } from './encoding'
import { log } from '../tensor/math'
import { definePort } from '../graph/port-type'
import { describe, isRecord, plural } from './describe'
import { isTokenizer } from './tokenizer'
import type { DistributionValue } from './types'

export const Distribution = definePort<DistributionValue>({
  name: 'distribution',
  title: 'Distribution',
  check,
  parts: (value) => [
    value.tokenizer.digest,
    value.rows,
    value.vocabulary,
    value.probabilities,
    value.positions.join(','),
    Int32Array.from(value.tokens?.ids ?? []),
    value.tokens?.text ?? '',
    JSON.stringify(value.origin),
    ...(value.before ? [value.before] : []),
    ...(value.stages ?? []).flatMap((stage) => [stage.stage, stage.setting, stage.reason, stage.probabilities]),
  ],
  bytes: (value) =>
    value.probabilities.byteLength +
    (value.before?.byteLength ?? 0) +
    (value.stages ?? []).reduce((sum, stage) => sum + stage.probabilities.byteLength, 0),
  toJson: (value) => {
    const row = lastRow(value)
    return {
      entropy_bits: entropyBits(row),
      top: bestIds(row, 20).map((id) => ({ id, piece: value.tokenizer.engine.piece(id), p: row[id]! })),
    }
  },
  encoding: structured(),
  facts: originFacts,
  handles: ({ tokenizer }) => [[tokenizer.digest, tokenizer]],
  summary: (value) => `${plural(value.rows, 'row')} over ${value.vocabulary} pieces, ${entropyBits(lastRow(value)).toFixed(2)} bits`,
})

/** How far a row may miss 1: float32 shares of a full vocabulary. */
const SUM_TOLERANCE = 1e-3

function check(value: unknown): string | null {
  if (!isRecord(value) || !(value.probabilities instanceof Float32Array)) return `expected a distribution, got ${describe(value)}`
  if (!isTokenizer(value.tokenizer)) return 'expected a distribution with the tokenizer of its vocabulary, got none'
  const { rows, vocabulary, probabilities } = value as unknown as DistributionValue
  if (probabilities.length !== rows * vocabulary) return `expected [${rows}, ${vocabulary}], got ${probabilities.length} numbers`
  for (let row = 0; row < rows; row++) {
    let sum = 0
    for (let id = 0; id < vocabulary; id++) sum += probabilities[row * vocabulary + id]!
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) return `expected rows that sum to 1, got ${sum} in row ${row}`
  }
  return null
}

/** A view of row n [V]. */
export const distributionRow = (value: DistributionValue, row: number): Float32Array =>
  value.probabilities.subarray(row * value.vocabulary, (row + 1) * value.vocabulary)
export const lastRow = (value: DistributionValue): Float32Array => distributionRow(value, value.rows - 1)

/** −Σ p log₂ p; a term with p = 0 is 0. */
export function entropyBits(row: ArrayLike<number>): number {
  let sum = 0
  // Over a whole vocabulary for each token written: log costs a tenth of log2, and the sum is no worse.
  for (let id = 0; id < row.length; id++) if (row[id]! > 0) sum -= row[id]! * log(row[id]!)
  return sum / log(2)
}

/** Ids of the `count` largest entries, best first; of equals the lower id comes first. */
export function bestIds(row: ArrayLike<number>, count: number): number[] {
  const best: number[] = []
  for (let id = 0; id < row.length; id++) {
    const value = row[id]!
    if (best.length === count && !(value > row[best[count - 1]!]!)) continue
    let place = best.length
    while (place > 0 && row[best[place - 1]!]! < value) place--
    best.splice(place, 0, id)
    if (best.length > count) best.pop()
  }
  return best
}
