/* Rows that were computed once are not computed again for texts that begin alike. Where that holds: causal models on backends that can go on. */
import type { BackendSession, KeyValues, ModelParts } from '../backends/backend'
import type { Program } from '../ir/program'
import { CachedPasses } from './cached-passes'
import type { Bound } from './shelf'

export { cachedDecoder } from './cached-decoder'
export { Bound } from './shelf'

export type ContinuingSession = BackendSession & { keyValues(): Promise<KeyValues> }

export interface Cached {
  readonly session: ContinuingSession
  readonly passes: CachedPasses
}

/** Null where rows depend on those after them, or the backend cannot go on from keys and values with the same bits. */
export function passesOf(session: BackendSession, parts: ModelParts, program: Program, bound?: Bound): Cached | null {
  if (!parts.spec.causal || !canContinue(session)) return null
  return { session, passes: new CachedPasses(session, parts, program, bound) }
}

const canContinue = (session: BackendSession): session is ContinuingSession => session.keyValues !== undefined
