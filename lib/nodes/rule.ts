/* A sampling rule at work on one row of logits: what each stage leaves, and the token that is taken. */
import { drawFrom, sampleChain, softmax } from '../engine'
import type { StageReport } from '../engine/types'
import type { DistributionStage, SamplingValue } from '../values'

export interface Applied {
  /** Probabilities [V] before any stage. */
  readonly before: Float32Array
  readonly reports: readonly StageReport[]
  /** Probabilities [V] after all of them; what was removed is 0. */
  readonly after: Float32Array
}

export function applyRule(logits: Float32Array, rule: SamplingValue, history: readonly number[]): Applied {
  const before = softmax(logits)
  const reports = sampleChain(logits, rule.stages, history)
  const last = reports.at(-1)
  return { before, reports, after: last ? softmax(last.logits) : before }
}

/** The best where the rule is greedy (of equals the lower id), else a draw. `random` is asked only then. */
export function takeToken(applied: Applied, rule: SamplingValue, random: () => number): number {
  return rule.greedy ? bestOf(applied.after) : drawFrom(applied.after, random)
}

export const stagesOf = (applied: Applied): readonly DistributionStage[] =>
  applied.reports.map(({ logits, ...report }) => ({ ...report, probabilities: softmax(logits) }))

function bestOf(probabilities: Float32Array): number {
  let best = 0
  for (let id = 1; id < probabilities.length; id++) if (probabilities[id]! > probabilities[best]!) best = id
  return best
}

/** What Generate and Sampler do when no rule was given: the whole vocabulary, as the model has it. */
export const plainRule: SamplingValue = { stages: [], greedy: false }
