/*
 * The intermediate form of a model: a flat list of some twenty-five typed operations between named tensors, in the order of the forward pass.
 * Backends walk it; taps, edits, caches and views refer to its names. Nothing here computes.
 */
import type { ActivationName, NormKind } from '../../tensor'

/** T rows of this call, S all positions so far (cache included), or a fixed size. */
export type Size = number | 'T' | 'S'

export interface ValueInfo {
  readonly name: string
  readonly dims: readonly string[]
  readonly shape: readonly Size[]
  /** Hooks can be read and edited; other values are inner steps. */
  readonly hook: boolean
}

export type WeightLayout = 'out-in' | 'in-out'

/**
 * `inputs` name values, `weight` and `bias` name weights as the model family calls them; shapes are those of one sequence without a batch.
 * T rows of this call, S keys (with those of a cache), C width, H heads, K key/value heads, D head size, F mlp width, V vocabulary.
 * What an operation needs of the call beyond its inputs (ids, token types, padding, positions) it takes from `call-tables.ts`.
 */
export type Op = { readonly out: string; readonly inputs: readonly string[] } &
  /** Rows of a table [rows, C] by the token ids → [T, C]. */
  (
    | { readonly op: 'embed'; readonly weight: string; readonly rows: number }
    /** Rows of a table [rows, C] by `positionIds(padding, …)` → [T, C]. Null: 0, 1, 2 …; a number: real tokens count from padding + 1. */
    | { readonly op: 'positions'; readonly weight: string; readonly rows: number; readonly padding: number | null }
    /** Rows of a table [rows, C] by the token types of the call, 0 where none are given → [T, C]. */
    | { readonly op: 'token-types'; readonly weight: string; readonly rows: number }
    /** The same tensor under a second name, so that each can be edited alone. Any shape. */
    | { readonly op: 'copy' }
    /** Of two tensors of one shape. */
    | { readonly op: 'add' }
    | { readonly op: 'multiply' }
    /** [.., width] → [.., 1]: √(mean square + ε) of each row along the last axis (`layer`: of the centred row). Rows are T, or T·H for norms per head. */
    | { readonly op: 'norm-scale'; readonly norm: NormKind; readonly epsilon: number; readonly width: number }
    /** inputs: what is normalised [.., width], its scale [.., 1]. (x − mean) / scale · (weight + offset) + bias; the mean is 0 for `rms`, the offset 1 for Gemma. */
    | {
        readonly op: 'normalize'
        readonly norm: NormKind
        readonly weight: string
        readonly bias: string | null
        readonly width: number
        readonly offset: 0 | 1
      }
    /** [N, inner] → [N, outer], where N is T or 1. */
    | {
        readonly op: 'linear'
        readonly weight: string
        readonly bias: string | null
        readonly layout: WeightLayout
        readonly inner: number
        readonly outer: number
      }
    /** Part of the last axis: [.., width] → [.., size], from `start`. Rows are T, or T·H. */
    | { readonly op: 'slice'; readonly start: number; readonly size: number; readonly width: number }
    /** [T, heads·size] → [T, heads, size]: the same numbers. */
    | { readonly op: 'split-heads'; readonly heads: number; readonly size: number }
    /** [T, heads, size] → [T, width]: the same numbers. */
    | { readonly op: 'merge-heads'; readonly width: number }
    /** [T, heads, size] → the same: dimension i < turns/2 turns with i + turns/2, those from `turns` on stay. `table`: which of the spec's `ropes`. */
    | { readonly op: 'rope'; readonly table: number; readonly heads: number; readonly size: number; readonly turns: number }
    /** Rows of this call after the rows the cache holds: [T, K, D] → [S, K, D]. Without a cache the same rows. Models that read both ways have none. */
    | { readonly op: 'append'; readonly cache: string; readonly heads: number; readonly size: number }
    /** q [T, H, D] · k [S, K, D] → [H, T, S]. */
    | { readonly op: 'scores'; readonly heads: number; readonly keyHeads: number; readonly size: number }
    /** No inputs: a table [buckets, H] by `relativeBuckets(…)` [T, S] → [H, T, S]. */
    | {
        readonly op: 'position-bias'
        readonly weight: string
        readonly heads: number
        readonly buckets: number
        readonly distance: number
      }
    /** Any shape, times a number. A softcap is scale, tanh (activation), scale. */
    | { readonly op: 'scale'; readonly factor: number }
    /** [H, T, S]: −∞ where `maskRows(…)` says so. Causal: later keys; a window w: keys at i − w or before; padding keys of the call always. */
    | { readonly op: 'mask'; readonly causal: boolean; readonly window: number | null }
    /** Along the last axis. */
    | { readonly op: 'softmax' }
    /** pattern [H, T, S] · v [S, K, D] → [T, H, D]. */
    | { readonly op: 'mix'; readonly heads: number; readonly keyHeads: number; readonly size: number }
    /** z [T, H, D] through each head's columns of the output matrix → [T, H, C]. */
    | {
        readonly op: 'head-results'
        readonly weight: string
        readonly layout: WeightLayout
        readonly heads: number
        readonly size: number
        readonly width: number
      }
    /** [T, H, C] → [T, C], plus the bias. */
    | { readonly op: 'sum-heads'; readonly bias: string | null; readonly heads: number; readonly width: number }
    /** Any shape. */
    | { readonly op: 'activation'; readonly activation: ActivationName }
    /** [T, N] → [1, N]. */
    | { readonly op: 'last-row' }
    /** [T, C] → [1, C]: the first row, or the mean of the rows that are no padding. */
    | { readonly op: 'pool'; readonly by: 'first' | 'mean'; readonly width: number }
    /** [1, C] → [1, C], divided by its Euclidean length. */
    | { readonly op: 'unit-length' }
    /** [1, N] → [N]: the same numbers. */
    | { readonly op: 'flatten' }
  )

export type OpName = Op['op']

export interface Program {
  readonly ops: readonly Op[]
  readonly values: ReadonlyMap<string, ValueInfo>
  /** Hook names in the order of the forward pass. */
  readonly hooks: readonly string[]
}

/** The operations that `outputs` depend on, in order. */
export function pruneProgram(program: Program, outputs: Iterable<string>): Program {
  const needed = new Set(outputs)
  const ops: Op[] = []
  for (const op of program.ops.toReversed()) {
    if (!needed.has(op.out)) continue
    ops.push(op)
    for (const input of op.inputs) needed.add(input)
  }
  return { ...program, ops: ops.reverse() }
}

export function shapeOf(info: ValueInfo, T: number, S: number): number[] {
  return info.shape.map((size) => (size === 'T' ? T : size === 'S' ? S : size))
}
