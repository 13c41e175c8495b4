/* The distribution panel: one row of odds, best first, and what a chain of filters cut from it. */
import { log2 } from '../../tensor/math'
import type { DistributionStage, DistributionValue, TokensValue } from '../../values/types'
import type { Candidate, DistributionPanel } from '../panels'
import type { About } from './about'
import { sourceOf } from './source'

export interface DistributionOptions extends About {
  /** The row shown; default the last. */
  readonly row?: number
  /** Candidates listed; default 9 for bars and 20 for columns. */
  readonly top?: number
  /** The drawn token: its id, or the tokens whose last one was drawn. */
  readonly mark?: TokensValue | number
  readonly look?: 'bars' | 'columns'
}

export function distribution(value: DistributionValue, options: DistributionOptions = {}): DistributionPanel {
  const { row: wantedRow, top, mark, look = 'bars', ...about } = options
  const row = wantedRow ?? value.rows - 1
  const after = rowOf(value.probabilities, row, value.vocabulary)
  const last = row === value.rows - 1
  const before = last ? value.before : undefined
  const stages = last ? value.stages : undefined
  const listed = best(before ?? after, Math.min(top ?? (look === 'columns' ? 20 : 9), value.vocabulary))
  const candidates = listed.map((id) => candidate(id, value, after, before, stages))
  const rest = restOf(after, listed)
  const drawn = typeof mark === 'number' ? mark : mark?.ids.at(-1)
  return {
    panel: 'distribution',
    candidates,
    vocabulary: value.vocabulary,
    entropyBits: entropyBits(after),
    rest: { count: value.vocabulary - candidates.length, p: rest },
    look,
    source: sourceOf(value.origin, [value.positions[row] ?? row, null]),
    ...(drawn === undefined ? {} : { drawn }),
    ...(stages ? { stages: stages.map(reportOf) } : {}),
    ...about,
  }
}

/** Added up rather than taken from one: what a filter cut is exactly nothing. */
function restOf(after: Float32Array, listed: readonly number[]): number {
  const named = new Set(listed)
  let sum = 0
  after.forEach((p, id) => {
    if (!named.has(id)) sum += p
  })
  return sum
}

/** A stage's report without its [V] probabilities, which stay where they were computed. */
const reportOf = ({ stage, setting, kept, removed, massRemoved, reason }: DistributionStage) => ({
  stage,
  setting,
  kept,
  removed,
  massRemoved,
  reason,
})

const rowOf = (all: Float32Array, row: number, width: number): Float32Array => all.subarray(row * width, (row + 1) * width)

function candidate(
  id: number,
  value: DistributionValue,
  after: Float32Array,
  before: Float32Array | undefined,
  stages: readonly DistributionStage[] | undefined,
): Candidate {
  const p = after[id] ?? 0
  const cutBy = p === 0 ? stages?.find((stage) => stage.probabilities[id] === 0)?.stage : undefined
  return {
    id,
    piece: value.tokenizer.engine.piece(id),
    p,
    ...(before ? { before: before[id] ?? 0 } : {}),
    ...(cutBy === undefined ? {} : { cutBy }),
  }
}

/** Ids of the `count` largest entries, best first; of equals the lower id comes first. */
export function best(values: ArrayLike<number>, count: number): number[] {
  const ids: number[] = []
  for (let id = 0; id < values.length; id++) {
    const value = values[id]!
    if (ids.length === count && !(value > values[ids[count - 1]!]!)) continue
    let place = ids.length
    while (place > 0 && values[ids[place - 1]!]! < value) place--
    ids.splice(place, 0, id)
    if (ids.length > count) ids.pop()
  }
  return ids
}

/** −Σ p log₂ p; a term with p = 0 is 0. */
export function entropyBits(probabilities: ArrayLike<number>): number {
  let sum = 0
  for (let id = 0; id < probabilities.length; id++) {
    const p = probabilities[id]!
    if (p > 0) sum -= p * log2(p)
  }
  return sum
}
