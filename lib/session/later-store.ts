/* A store of results that is still being opened: until then nothing is kept in it, and nobody waits. */
import type { ResultStore } from '../graph/runtime'

/** Opening may fail or give none: then results are computed, as without a store. */
export function laterStore(opening: Promise<ResultStore | null>): ResultStore {
  let store: ResultStore | null = null
  opening.then(
    (opened) => void (store = opened),
    () => undefined,
  )
  return {
    has: (key) => store?.has(key) ?? false,
    get: async (key) => store?.get(key),
    put: async (key, bytes) => store?.put(key, bytes),
    remove: async (key) => store?.remove(key),
  }
}
