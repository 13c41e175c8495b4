/*
 * Scores before the mask. Each new token adds a number to every row of them, so they are never kept: they are made again of queries and
 * keys, whose rows are.
 */
import type { BackendSession, HeadShape } from '../backends/backend'
import type { EditsByHook } from '../ir/edits'
import type { Op, Program } from '../ir/program'
import type { EngineTensor } from '../types'

export interface OpenMap {
  readonly hook: string
  /** Hooks with its rows. */
  readonly queries: string
  readonly keys: string
  readonly shape: HeadShape
  readonly factor: number
}

/** How the hook is made of queries and keys; null where an edit stands between, or more than a factor. */
export function openMap(hook: string, { ops }: Program, edits: EditsByHook): OpenMap | null {
  const maker = (name: string): Op | undefined => ops.find(({ out }) => out === name)
  const last = maker(hook)
  const scores = last?.op === 'scale' ? maker(last.inputs[0]!) : last
  if (scores?.op !== 'scores' || edits.has(hook) || edits.has(scores.out)) return null
  const append = maker(scores.inputs[1]!)
  if (append?.op !== 'append') return null
  const { heads, keyHeads, size } = scores
  const factor = last?.op === 'scale' ? last.factor : 1
  return { hook, queries: scores.inputs[0]!, keys: append.inputs[0]!, shape: { heads, keyHeads, size }, factor }
}

export async function makeOpenMap(
  scores: NonNullable<BackendSession['scores']>,
  { queries, keys, shape, factor }: OpenMap,
  rows: ReadonlyMap<string, EngineTensor>,
): Promise<EngineTensor> {
  const q = rows.get(queries)!
  const k = rows.get(keys)!
  return { data: await scores(q.data, k.data, shape, factor), shape: [shape.heads, q.shape[0]!, k.shape[0]!], dims: ['H', 'T', 'S'] }
}
