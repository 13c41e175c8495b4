/* What this browser has and lacks, asked of the global scope of page or worker. Each lack is a sentence for the status line. */
interface Scope {
  readonly crossOriginIsolated?: boolean
  readonly SharedArrayBuffer?: unknown
  readonly indexedDB?: unknown
  readonly navigator?: { readonly hardwareConcurrency?: number; readonly deviceMemory?: number }
}

const scope = globalThis as unknown as Scope

/** More threads than this do not help a model of a few million parameters. */
const MOST_THREADS = 2
/** Below this a second thread waits for the page's own: measured slower than one. Results are the same either way. */
const CORES_FOR_THREADS = 4

const canShareMemory = (): boolean => scope.crossOriginIsolated === true && scope.SharedArrayBuffer !== undefined

export function threadsHere(): number {
  if (!canShareMemory()) return 1
  const cores = scope.navigator?.hardwareConcurrency ?? 1
  return cores < CORES_FOR_THREADS ? 1 : MOST_THREADS
}

/** The most that WebAssembly's memory can hold. */
const MOST_MEMORY = 4e9

/** Bytes that a model may take: half of what the machine is said to have. Browsers round that, and name no more than 8 GB. */
export function modelMemoryHere(): number {
  const gigabytes = scope.navigator?.deviceMemory
  return gigabytes === undefined ? MOST_MEMORY : Math.min(MOST_MEMORY, gigabytes * 0.5e9)
}

export function lacksHere(): readonly string[] {
  const lacks: string[] = []
  if (!canShareMemory()) lacks.push('One thread: this page was served without isolation headers.')
  if (!scope.indexedDB) lacks.push('Changes are not kept: this browser offers no storage here. Download works.')
  return lacks
}
