/*
 * The intermediate form of a model: a flat list of about twenty typed operations between named tensors, in the order of the forward pass.
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

/** `inputs` name values, `weight` and `bias` name weights as the model family calls them. */
export type Op = { readonly out: string; readonly inputs: readonly string[] } & (
  | { readonly op: 'embed'; readonly weight: string }
  | { readonly op: 'positions'; readonly weight: string }
  /** The same tensor under a second name, so that each can be edited alone. */
  | { readonly op: 'copy' }
  | { readonly op: 'add' }
  | { readonly op: 'multiply' }
  | { readonly op: 'norm-scale'; readonly norm: NormKind; readonly epsilon: number }
  /** inputs: what is normalised, its scale. */
  | { readonly op: 'normalize'; readonly norm: NormKind; readonly weight: string; readonly bias: string | null }
  | {
      readonly op: 'linear'
      readonly weight: string
      readonly bias: string | null
      readonly layout: WeightLayout
      readonly inner: number
      readonly outer: number
    }
  /** Part of the last axis. */
  | { readonly op: 'slice'; readonly start: number; readonly size: number }
  | { readonly op: 'split-heads'; readonly heads: number; readonly size: number }
  | { readonly op: 'merge-heads'; readonly width: number }
  | { readonly op: 'rope'; readonly heads: number; readonly size: number }
  /** Rows of this call after the rows the cache holds: [T, K, D] → [S, K, D]. Without a cache the same rows. */
  | { readonly op: 'append'; readonly cache: string; readonly heads: number; readonly size: number }
  | { readonly op: 'scores'; readonly heads: number; readonly keyHeads: number; readonly size: number }
  | { readonly op: 'scale'; readonly factor: number }
  | { readonly op: 'mask' }
  | { readonly op: 'softmax' }
  | { readonly op: 'mix'; readonly heads: number; readonly keyHeads: number; readonly size: number }
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
  | { readonly op: 'activation'; readonly activation: ActivationName }
  | { readonly op: 'last-row' }
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
