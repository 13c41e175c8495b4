/*
 * Cost-aware liveness (3-runtime, rule 5): whether a node whose key is new may run by itself. What is not allowed to rests as
 * stale, with the reason in words, until it is asked for.
 */
import type { Effect, NodeKind } from '../define-node'
import { sentences } from '../sentences'
import { nameOf, type Attempt, type Cell, type Rest } from './cell'
import { modeOf } from './modes'

/** Stands in `Cell.granted` until the key of the asked run is known. */
export const NEXT = 'next'

export interface Limits {
  /** What runs by itself is expected to end within this. */
  readonly budgetMs: number
  /** Reaching outside that the viewer has agreed to, as `consentText` says it. */
  readonly consents: ReadonlySet<string>
}

export const effectsOf = (kind: NodeKind, params: Readonly<Record<string, unknown>>): readonly Effect[] => kind.effects?.(params) ?? []

/** The same kind reaching for the same thing is asked about once. */
export const consentText = (kind: NodeKind, effects: readonly Effect[]): string =>
  JSON.stringify([kind.kind, ...effects.map(({ touches, words }) => [touches, words])])

export function expectedMs(cell: Cell, params = cell.parsed?.params): number | undefined {
  if (cell.lastMs !== undefined || !cell.kind?.cost || !params) return cell.lastMs
  return cell.kind.cost(params)
}

/** null where it may run now. */
export function holdBack(cell: Cell, kind: NodeKind, attempt: Attempt, limits: Limits): Rest | null {
  const effects = effectsOf(kind, attempt.params)
  if (effects.length > 0 && !limits.consents.has(consentText(kind, effects))) {
    const asks = effects.map(({ words }) => words)
    return { state: 'stale', held: 'asks', reason: sentences.asksFirst(asks), by: nameOf(cell), asks }
  }
  const mode = modeOf(cell.node)
  if (mode === 'live' || cell.granted === attempt.key) return null
  if (mode === 'manual' || effects.length > 0) return { state: 'stale', held: 'manual', reason: sentences.manual, by: nameOf(cell) }
  const expected = expectedMs(cell, attempt.params)
  if (expected === undefined || expected <= limits.budgetMs) return null
  return { state: 'stale', held: 'cost', reason: sentences.takesLong(expected), by: nameOf(cell) }
}
