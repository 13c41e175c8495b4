/* What a model family tells the engine: how to read its config, and its program, which names the weights. One file per family. */
import type { ActivationName } from '../../tensor'
import type { JsonObject } from '../files/json'
import { ProgramBuilder } from '../ir/builder'
import { weightNeeds, type WeightNeed } from '../ir/weight-needs'
import type { Architecture, ModelSpec } from '../types'
import type { RopeSpec } from './rope'

export type { WeightNeed } from '../ir/weight-needs'

export interface LayerPlan {
  /** Which of the spec's `ropes` turns queries and keys; null: none. */
  readonly rope: number | null
  /** How many keys a query sees, itself included; null: all. */
  readonly window: number | null
}

/** The spec with what the program needs beyond the contract. Families may add to it. */
export interface EngineSpec extends ModelSpec {
  readonly activation: ActivationName
  readonly ropes: readonly RopeSpec[]
}

/** Whether the weight files have a tensor of this name. */
export type HasWeight = (name: string) => boolean

export interface Family {
  readonly architecture: Architecture
  readonly modelTypes: readonly string[]
  /** Files may have or lack this prefix: `transformer.`, `model.`. Names here have it. */
  readonly prefix: string
  /** The table of token embeddings. */
  readonly embedding: string
  /** Where `has` is not given, everything usual is taken to be there. */
  readSpec(config: JsonObject, has?: HasWeight): EngineSpec
  program(spec: EngineSpec, builder: ProgramBuilder): void
  weights(spec: EngineSpec): readonly WeightNeed[]
}

/** Which weights are needed is told by the program. */
export function defineFamily(family: Omit<Family, 'weights'>): Family {
  return {
    ...family,
    weights(spec) {
      const builder = new ProgramBuilder(spec, { edited: new Set(), lastRowOnly: false })
      family.program(spec, builder)
      return weightNeeds(builder.build())
    },
  }
}
