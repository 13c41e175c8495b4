/* What a graph is fed at run time: what its operations read of the call, and the edits. */
import { maskRows, poolShares, positionIds, relativeBuckets, typeIds, type CallInputs } from '../../ir/call-tables'
import { editMasks, type EditsByHook } from '../../ir/edits'
import type { Rows } from '../../ir/regions'
import type { RopeRows } from '../../models/rope'
import { editInput, type EmittedGraph, type FedOp } from './emit'
import { maskInput, ropeInput } from './emit-op'
import type { OrtModule, Tensor } from './runtime'

export interface FeedRequest {
  readonly graph: EmittedGraph
  readonly call: CallInputs
  readonly rows: Rows
  /** Of the spec's rotary tables, for this call. */
  readonly ropes: readonly RopeRows[]
  readonly edits: EditsByHook
  /** A decoding step sees only some rows. */
  readonly partial: boolean
}

export function makeFeeds(ort: OrtModule, request: FeedRequest): Record<string, Tensor> {
  const { graph, rows, edits, partial } = request
  const feeds: Record<string, Tensor> = {}
  for (const op of graph.feeds) Object.assign(feeds, feedOf(ort, op, request))
  for (const info of graph.edited) {
    const masks = editMasks(info, edits.get(info.name) ?? [], rows, partial)
    feeds[editInput(info.name, 'mask')] = new ort.Tensor('bool', masks.mask, masks.shape)
    for (const what of ['value', 'factor', 'term'] as const)
      feeds[editInput(info.name, what)] = new ort.Tensor('float32', masks[what], masks.shape)
  }
  return feeds
}

function feedOf(ort: OrtModule, op: FedOp, { call, rows, ropes }: FeedRequest): Record<string, Tensor> {
  const { T, S, first } = rows
  const whole = (data: Int32Array, ...dims: number[]) => new ort.Tensor('int32', data, dims)
  const real = (data: Float32Array, ...dims: number[]) => new ort.Tensor('float32', data, dims)
  switch (op.op) {
    case 'embed':
      return { ids: whole(Int32Array.from(call.ids), T) }
    case 'positions':
      return { positions: whole(positionIds(op.padding, call.ids, first), T) }
    case 'token-types':
      return { types: whole(typeIds(call), T) }
    case 'position-bias':
      return { buckets: whole(relativeBuckets(op, rows), T, S) }
    case 'mask':
      return { [maskInput(op)]: real(maskRows(op, rows, call.mask), T, S) }
    case 'pool':
      return { shares: real(poolShares(call), 1, T) }
    case 'rope': {
      const { cos, sin } = ropes[op.table]!
      return {
        [ropeInput(op.table, 'cos')]: real(twice(cos, T, 1), T, 1, op.turns),
        [ropeInput(op.table, 'sin')]: real(twice(sin, T, -1), T, 1, op.turns),
      }
    }
  }
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
