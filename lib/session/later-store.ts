/* A store of results that is still being opened: until then nothing is kept in it, and nobody waits. */
import type { StoredResults } from '../storage'

/** Opening may fail or give none: then results are computed, as without a store. */
export function laterStore(opening: Promise<StoredResults | null>): StoredResults {
  let store: StoredResults | null = null
  opening.then(
    (opened) => void (store = opened),
    () => undefined,
  )
  return {
    has: (key) => store?.has(key) ?? false,
    get: async (key) => store?.get(key),
    put: async (key, bytes) => store?.put(key, bytes),
    remove: async (key) => store?.remove(key),
    bytes: () => store?.bytes() ?? 0,
    clear: async () => store?.clear(),
  }
}
