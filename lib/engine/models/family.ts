/* What a model family tells the engine: how to read its config, which weights it needs, and its program. One file per family. */
import type { ActivationName } from '../../tensor'
import type { JsonObject } from '../files/json'
import type { ProgramBuilder } from '../ir/builder'
import type { ModelSpec } from '../types'
import type { RopeSpec } from './rope'

/** The spec with what the program needs beyond the contract. */
export interface EngineSpec extends ModelSpec {
  readonly activation: ActivationName
  readonly rope: RopeSpec | null
  readonly attentionBias: boolean
  readonly mlpBias: boolean
  /** GPT-2: scores of layer l are divided by l + 1, too. */
  readonly scaleByLayer: boolean
  /** Divide scores by √(head size). */
  readonly scaleByHeadSize: boolean
}

export interface WeightNeed {
  readonly name: string
  readonly shape: readonly number[]
}

export interface Family {
  readonly architecture: EngineSpec['architecture']
  readonly modelTypes: readonly string[]
  /** Files may have or lack this prefix: `transformer.`, `model.`. Names here have it. */
  readonly prefix: string
  readSpec(config: JsonObject): EngineSpec
  weights(spec: EngineSpec): readonly WeightNeed[]
  program(spec: EngineSpec, builder: ProgramBuilder): void
  readonly embedding: string
}
