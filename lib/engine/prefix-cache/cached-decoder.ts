/* Writes on from keys and values: begins with those of a text that begins alike, and leaves its own behind for the next. */
import type { BackendSession, KeyValues } from '../backends/backend'
import { plainCall } from '../ir/call-tables'
import type { EditsByHook } from '../ir/edits'
import type { Decoder } from '../types'
import type { CachedPasses } from './cached-passes'

type Session = Pick<BackendSession, 'pass'> & { keyValues(): Promise<KeyValues> }

interface Start {
  readonly ids: readonly number[]
  readonly past: KeyValues | null
  readonly reused: number
  /** Set where its rows were not all turned as one pass over them would turn them. */
  readonly mixed: boolean
}

const NOTHING: Start = { ids: [], past: null, reused: 0, mixed: false }

export function cachedDecoder(session: Session, passes: CachedPasses, edits: EditsByHook, start: Start = NOTHING): Decoder {
  let { past, reused, mixed } = start
  let seen = start.ids

  /** The last row is always computed: its logits are asked for. */
  async function begin(ids: readonly number[]): Promise<KeyValues> {
    const kept = passes.fork(passes.reading(ids, edits), ids.length - 1)
    reused = kept?.length ?? 0
    return kept ?? (await session.keyValues())
  }

  async function compute(ids: readonly number[], rest: readonly number[], onto: KeyValues, signal?: AbortSignal): Promise<Float32Array> {
    const tensors = await session.pass({ ...plainCall(rest), outputs: ['logits'], edits, past: onto, lastRow: true, signal })
    const length = seen.length + ids.length
    if (seen.length > 0 && passes.turned(seen.length) !== passes.turned(length)) mixed = true
    passes.shelf.count(ids.length - rest.length, rest.length)
    seen = [...seen, ...ids]
    return tensors.get('logits')!.data
  }

  return {
    get length() {
      return seen.length
    },
    get reused() {
      return reused
    },
    async step(ids, signal) {
      if (past) return compute(ids, ids, past, signal)
      const onto = await begin(ids)
      try {
        const logits = await compute(ids, ids.slice(onto.length), onto, signal)
        past = onto
        return logits
      } catch (cause) {
        onto.dispose()
        throw cause
      }
    },
    fork: () => cachedDecoder(session, passes, edits, { ids: seen, past: past?.fork(seen.length) ?? null, reused, mixed }),
    dispose() {
      const kept = past
      past = null
      if (kept && !mixed) passes.leave(seen, edits, kept)
      else kept?.dispose()
    },
  }
}
