/* The narrow interface between a loaded model and what computes it. Checks of ids, names and edits have passed before. */
import type { CallInputs } from '../ir/call-tables'
import type { EditsByHook } from '../ir/edits'
import type { EngineSpec, Family } from '../models'
import type { Decoder, EngineTensor } from '../types'
import type { WeightStore } from '../weights'

export interface ModelParts {
  readonly family: Family
  readonly spec: EngineSpec
  readonly weights: WeightStore
}

export interface PassRequest extends CallInputs {
  /** Hook names, in any order. */
  readonly outputs: readonly string[]
  readonly edits: EditsByHook
  readonly signal?: AbortSignal
}

export interface BackendSession {
  readonly reason: string
  /** One pass without a cache. */
  pass(request: PassRequest): Promise<ReadonlyMap<string, EngineTensor>>
  decoder(edits: EditsByHook): Promise<Decoder>
  dispose(): void
}
