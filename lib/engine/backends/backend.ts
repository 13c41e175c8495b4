/* The narrow interface between a loaded model and what computes it. Checks of ids, names and edits have passed before. */
import type { CallInputs } from '../ir/call-tables'
import type { EditsByHook } from '../ir/edits'
import type { EngineSpec, Family } from '../models'
import type { EngineTensor } from '../types'
import type { WeightStore } from '../weights'

export interface ModelParts {
  readonly family: Family
  readonly spec: EngineSpec
  readonly weights: WeightStore
}

/** Keys and values of rows that are computed already, held by a backend for one model and one set of edits. A pass appends its own. */
export interface KeyValues {
  /** Rows. */
  readonly length: number
  readonly bytes: number
  /** A copy of the first rows, to go on from in another way. */
  fork(length?: number): KeyValues
  /** Forgets the rows from `length` on. */
  truncate(length: number): void
  dispose(): void
}

export interface PassRequest extends CallInputs {
  /** Rows before those of `ids`: the pass computes rows `past.length` … and appends them; positions and edits count from the text's start. */
  readonly past?: KeyValues
  /** `logits` of the last row alone. */
  readonly lastRow?: boolean
  /** Hook names, in any order. */
  readonly outputs: readonly string[]
  readonly edits: EditsByHook
  readonly signal?: AbortSignal
}

export interface HeadShape {
  readonly heads: number
  readonly keyHeads: number
  readonly size: number
}

/** Goes through a text step by step, with a cache of its own. */
export interface StepDecoder {
  /** The logits of the last of these ids [V]. */
  step(ids: readonly number[], signal?: AbortSignal): Promise<Float32Array>
  readonly length: number
  dispose(): void
}

export interface BackendSession {
  readonly reason: string
  /** One pass without a cache. */
  pass(request: PassRequest): Promise<ReadonlyMap<string, EngineTensor>>
  /** An empty store for `PassRequest.past`, where the backend can go on from one: with the same bits as in one pass over all rows. */
  keyValues?(): Promise<KeyValues>
  /** Queries [T,H,D] by keys [S,K,D], times a factor → [H,T,S]: the same bits as in a pass. */
  scores?(queries: Float32Array, keys: Float32Array, heads: HeadShape, factor: number): Promise<Float32Array>
  /** Where there are no such stores. */
  decoder?(edits: EditsByHook): Promise<StepDecoder>
  dispose(): void
}
