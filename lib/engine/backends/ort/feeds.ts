/* What a graph is fed at run time: ids, positions, rotary rows, the causal mask, and the edits. */
import { editMasks, type EditsByHook } from '../../ir/edits'
import type { Rows } from '../../ir/regions'
import type { RopeRows } from '../../models/rope'
import { editInput, type EmittedGraph } from './emit'
import type { OrtModule, Tensor } from './runtime'

export interface FeedRequest {
  readonly graph: EmittedGraph
  readonly ids: readonly number[]
  readonly rows: Rows
  readonly rope: RopeRows | null
  readonly edits: EditsByHook
  /** A decoding step sees only some rows. */
  readonly partial: boolean
}

export function makeFeeds(ort: OrtModule, { graph, ids, rows, rope, edits, partial }: FeedRequest): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {}
  if (graph.usesIds) feeds.ids = new ort.Tensor('int32', Int32Array.from(ids), [ids.length])
  if (graph.usesPositions)
    feeds.positions = new ort.Tensor(
      'int32',
      Int32Array.from(ids, (_, i) => rows.first + i),
      [ids.length],
    )
  if (graph.usesMask) feeds.mask = new ort.Tensor('float32', causalRows(rows), [rows.T, rows.S])
  if (graph.usesRope && rope) {
    const size = (rope.cos.length / rows.T) * 2
    feeds.rope_cos = new ort.Tensor('float32', twice(rope.cos, rows.T, 1), [rows.T, 1, size])
    feeds.rope_sin = new ort.Tensor('float32', twice(rope.sin, rows.T, -1), [rows.T, 1, size])
  }
  for (const info of graph.edited) {
    const masks = editMasks(info, edits.get(info.name) ?? [], rows, partial)
    feeds[editInput(info.name, 'mask')] = new ort.Tensor('bool', masks.mask, masks.shape)
    for (const what of ['value', 'factor', 'term'] as const)
      feeds[editInput(info.name, what)] = new ort.Tensor('float32', masks[what], masks.shape)
  }
  return feeds
}

/** [T, S]: 0 where a query may look, -Infinity at later keys. */
function causalRows({ T, S, first }: Rows): Float32Array {
  const mask = new Float32Array(T * S)
  for (let t = 0; t < T; t++) mask.fill(-Infinity, t * S + first + t + 1, (t + 1) * S)
  return mask
}

/** Each row beside itself, the first copy times `sign`: [T, n] → [T, 2n]. */
function twice(rows: Float32Array, count: number, sign: 1 | -1): Float32Array {
  const half = rows.length / count
  const out = new Float32Array(rows.length * 2)
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < half; i++) {
      const value = rows[row * half + i]!
      out[row * 2 * half + i] = sign * value
      out[row * 2 * half + half + i] = value
    }
  }
  return out
}
