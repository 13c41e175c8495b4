/* Sampling: a rule, not a draw: ordered stages with their settings. */
import { plain } from './encoding'
import { definePort } from '../graph/port-type'
import type { SamplingStage } from '../engine/types'
import { describe, isRecord } from './describe'
import type { SamplingValue } from './types'

export const Sampling = definePort<SamplingValue>({
  name: 'sampling',
  title: 'Sampling',
  check: (value) =>
    isRecord(value) && Array.isArray(value.stages) && typeof value.greedy === 'boolean'
      ? null
      : `expected a sampling rule, got ${describe(value)}`,
  parts: (value) => [value.greedy ? 1 : 0, JSON.stringify(value.stages)],
  bytes: (value) => 32 * value.stages.length + 16,
  toJson: (value) => ({ stages: value.stages.map((stage) => ({ ...stage })), greedy: value.greedy }),
  fromJson: (json) => json,
  encoding: plain(),
  summary: samplingText,
})

/** The one name and the one setting of a stage. */
export function stageOf(stage: SamplingStage): readonly [name: string, setting: number] {
  const [entry] = Object.entries(stage)
  return [entry![0], entry![1] as number]
}

/** `temperature 0.8, topK 20, then a draw`. */
export function samplingText(value: SamplingValue): string {
  const stages = value.stages.map((stage) => stageOf(stage).join(' '))
  return [...stages, value.greedy ? 'then the best' : 'then a draw'].join(', ')
}
