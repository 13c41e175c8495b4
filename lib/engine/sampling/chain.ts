/* A chain of sampling stages over the full vocabulary, in the user's order, with an account of what each removed. */
import { EngineFailure, type SamplingStage, type StageReport } from '../types'
import { exactSoftmax } from './probabilities'
import { STAGES } from './stages'

/** What each stage's setting may be. */
const RANGES: Readonly<Record<string, readonly [test: (value: number) => boolean, words: string]>> = {
  temperature: [(value) => value >= 0, '0 or more'],
  topK: [(value) => Number.isInteger(value) && value >= 0, 'a whole number, 0 or more'],
  topP: [(value) => value > 0 && value <= 1, 'above 0 and at most 1'],
  minP: [(value) => value >= 0 && value <= 1, 'from 0 to 1'],
  repetitionPenalty: [(value) => value > 0, 'above 0'],
}

/** Name and setting of a stage written as `{ topK: 50 }`; throws an EngineFailure where it is none. */
export function readStage(stage: unknown): readonly [name: string, setting: number] {
  const entries = typeof stage === 'object' && stage !== null ? Object.entries(stage) : []
  const [name, setting] = entries[0] ?? []
  const range = name !== undefined && Object.hasOwn(RANGES, name) ? RANGES[name] : undefined
  if (entries.length !== 1 || name === undefined || !range) {
    throw new EngineFailure(
      'bad-stage',
      `A sampling stage is an object with one of ${Object.keys(RANGES).join(', ')}; found ${JSON.stringify(stage)}.`,
    )
  }
  if (typeof setting !== 'number' || !Number.isFinite(setting) || !range[0](setting)) {
    throw new EngineFailure('bad-stage', `${name} should be ${range[1]}; found ${JSON.stringify(setting)}.`)
  }
  return [name, setting]
}

function report(before: Float32Array, stage: SamplingStage, history: readonly number[]): StageReport {
  const [name, setting] = readStage(stage)
  const { logits, reason } = STAGES[name]!(before, setting, history)
  let removed = 0
  let left = 0
  let massRemoved = 0
  const probabilities = logits === before ? null : exactSoftmax(before)
  for (let id = 0; id < logits.length; id++) {
    if (logits[id]! > -Infinity) left++
    else if (before[id]! > -Infinity) {
      removed++
      massRemoved += probabilities?.[id] ?? 0
    }
  }
  return { stage: name, setting, logits, kept: left, removed, massRemoved, reason }
}

/** Applies the stages in order to one row of logits [V]; `history` are the ids so far. The row given is not written to. */
export function sampleChain(logits: Float32Array, stages: readonly SamplingStage[], history: readonly number[]): StageReport[] {
  const reports: StageReport[] = []
  let current = logits
  for (const stage of stages) {
    const next = report(current, stage, history)
    reports.push(next)
    current = next.logits
  }
  return reports
}
