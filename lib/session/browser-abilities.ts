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

const canShareMemory = (): boolean => scope.crossOriginIsolated === true && scope.SharedArrayBuffer !== undefined

export function threadsHere(): number {
  if (!canShareMemory()) return 1
  return Math.max(1, Math.min(MOST_THREADS, scope.navigator?.hardwareConcurrency ?? 1))
}

export function lacksHere(): readonly string[] {
  const lacks: string[] = []
  if (!canShareMemory()) lacks.push('One thread: this page was served without isolation headers.')
  if (!scope.indexedDB) lacks.push('Changes are not kept: this browser offers no storage here. Download works.')
  return lacks
}
