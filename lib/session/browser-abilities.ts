/* What this browser has and lacks, asked of the global scope of page or worker. Each lack is a sentence for the status line. */
interface Scope {
  readonly crossOriginIsolated?: boolean
  readonly SharedArrayBuffer?: unknown
  readonly indexedDB?: unknown
  readonly navigator?: { readonly hardwareConcurrency?: number }
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

export function lacksHere(): readonly string[] {
  const lacks: string[] = []
  if (!canShareMemory()) lacks.push('One thread: this page was served without isolation headers.')
  if (!scope.indexedDB) lacks.push('Changes are not kept: this browser offers no storage here. Download works.')
  return lacks
}
