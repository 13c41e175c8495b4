/* What a node's foot says in each state (9-look, States): glyph's word, what follows it, and the one action. */
import type { NodeState } from '../../lib/graph/states'
import type { LiveNode } from './model'

/** What helps against an error at once: a model that is not here is fetched, opened or chosen. */
export type Mend = 'Fetch' | 'Open' | 'Choose'
const MENDS: Readonly<Record<string, Mend>> = { 'not-fetched': 'Fetch', 'not-dropped': 'Open', 'unknown-model': 'Choose' }
export const mendOf = (code: string | undefined): Mend | undefined => MENDS[code ?? '']

export interface FootWords {
  readonly word: string
  readonly rest?: string
  readonly right?: string
  readonly action?: 'Run' | 'Stop' | 'Cancel' | 'Cause' | Mend | 'Thaw' | 'Enable' | 'Allow'
}

/** 0.3 ms, 41 ms, 1.2 s: enough digits to compare, no more. */
export function timeWords(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

const FRESH_WORD = 'Fresh'

export function footWords(view: LiveNode | null): FootWords {
  if (!view) return { word: '' }
  switch (view.state) {
    case 'fresh':
      return freshWords(view)
    case 'empty':
      return { word: 'Empty', ...(view.reason ? { rest: view.reason } : {}) }
    case 'stale':
      return { word: staleWords(view), ...(view.held === 'above' ? {} : { action: view.held === 'asks' ? 'Allow' : 'Run' }) }
    case 'queued':
      return { word: 'Queued', ...(view.reason ? { rest: view.reason } : {}), action: 'Cancel' }
    case 'running':
      return { word: `Running ${view.progress?.words ?? ''}`.trim(), action: 'Stop' }
    case 'streaming':
      return { word: `Streaming ${view.progress?.words ?? ''}`.trim(), action: 'Stop' }
    case 'error':
      return { word: 'Error', action: mendOf(view.error?.code) ?? 'Cause' }
    case 'blocked':
      return { word: view.reason ? `Blocked by ${view.reason}` : 'Blocked' }
    case 'skipped':
      return view.reason ? { word: `Skipped by ${view.reason}` } : { word: 'Skipped', rest: 'branch not taken' }
    case 'disabled':
      return { word: 'Disabled', action: 'Enable' }
    case 'frozen':
      return { word: 'Frozen', ...(view.reason ? { rest: view.reason } : {}), action: 'Thaw' }
    case 'cancelled':
      return { word: view.progress?.words ? `Cancelled at ${view.progress.words}` : 'Cancelled', action: 'Run' }
  }
}

/** What changed, or why it waits to be asked. */
function staleWords({ reason, held, asks }: LiveNode): string {
  if (held === 'asks') return `Asks first: ${asks?.[0] ?? 'it reaches outside'}`
  return reason ? `Stale: ${reason}` : 'Stale'
}

/** The healthy state is silent: a dot and its cost. */
function freshWords({ foot, ms, fromMemo }: LiveNode): FootWords {
  const cost = ms === undefined ? '' : timeWords(ms)
  const memo = fromMemo ? 'from memo' : ''
  if (foot?.left) {
    const right = foot.right ?? cost
    return { word: foot.left, ...(right ? { right } : {}) }
  }
  const right = foot?.right ?? memo
  return { word: cost, ...(right ? { right } : {}) }
}

/** For screen readers and titles: the state in a word, and its whole reason. */
export function stateWords(view: LiveNode | null): string {
  if (!view) return 'Not looked at yet'
  const name: NodeState = view.state
  const words = footWords(view)
  if (name === 'fresh') return `${FRESH_WORD}, ${[view.foot?.more ?? words.word, words.right].filter(Boolean).join(', ')}`
  return [words.word, words.rest, view.error?.message].filter(Boolean).join(', ')
}
