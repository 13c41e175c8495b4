/* The hub of a page or worker: models kept in the browser's private files, or in memory where it offers none. */
import { Hub, memoryStore, privateStore, type Folder, type HubClock, type HubStore } from '../engine'
import { wallClock } from '../graph/clock'

interface Storage {
  getDirectory?(): Promise<Folder>
  estimate?(): Promise<{ quota?: number; usage?: number }>
}

const storage = (globalThis as unknown as { navigator?: { storage?: Storage } }).navigator?.storage

const clock: HubClock = {
  now: wallClock,
  after(ms, then) {
    const timer = setTimeout(then, ms)
    return () => clearTimeout(timer)
  },
}

async function roomLeft(): Promise<number | null> {
  const { quota, usage } = (await storage?.estimate?.()) ?? {}
  return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage)
}

let store: HubStore | undefined
const storeHere = (): HubStore => (store ??= storage?.getDirectory ? privateStore(() => storage.getDirectory!(), roomLeft) : memoryStore())

/** `host`: another than huggingface.co. */
export const privateHub = (host?: string): Hub => new Hub({ store: storeHere(), clock, host })
