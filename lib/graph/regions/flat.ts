/* The plan expanded: every instance and hidden part a node of its own, with what the runtime must know beside the graph. */
import type { NodeKind } from '../define-node'
import type { GraphNode, Ref } from '../graph'
import type { NodeError } from '../states'
import type { Gatherer } from './parts'
import type { RegionSpec } from './spec'

/** What is known of a flat node besides what it computes. All ids are flat. */
export interface Part {
  /** In place of the kind that the node names. */
  readonly kind?: NodeKind
  /** Of hidden parts: the node they are a part of. Its name stands in messages. */
  readonly owner?: string
  /** Nothing else above is asked for until this one has come to rest and the graph was shaped after it. */
  readonly gate?: string
  /** Its result shapes the graph: the pieces of it that are made anew after it. */
  readonly shapes?: readonly string[]
  /** What it means for the graph is looked at also where it did not come to be fresh. */
  readonly ends?: true
  /** The innermost region it is repeated by, and in which iteration. */
  readonly within?: { readonly region: string; readonly index: number }
  /** Of the first node of an iteration: it waits while so many others are at work. */
  readonly window?: { readonly limit: number; readonly kept: readonly string[] }
  readonly gathers?: Gathers
  /** Of a loop that a failing test ended: that test. */
  readonly failedAt?: string
  /** Of a choice: all wires among which it chooses, and which one it has. */
  readonly choice?: { readonly decidedBy: string; readonly wires: readonly Ref[]; readonly chosen: Ref | undefined }
  /** What its ports are made of besides its wires. */
  readonly signature?: string
  /** Goes on though some of what it shows failed. */
  readonly use?: true
}

/** Of a region's own node. */
export interface Gathers {
  readonly spec: RegionSpec
  readonly plan: string
  readonly count: number
  /** Where the iterations are known to be at an end. */
  readonly gate: string
  /** By name, the wire of each iteration. */
  readonly kept: () => Readonly<Record<string, readonly Ref[]>>
  /** Where a port's value comes from, also while not all iterations are known and it is not wired. */
  readonly wire: (port: string) => Ref | undefined
  readonly gatherer: Gatherer
  /** What iteration `index` is called. */
  readonly label: (index: number) => string
}

/** What a shaping node decided, as last known. */
export type Shape =
  | {
      readonly count: number
      readonly names: readonly string[]
      readonly labels: readonly string[]
      readonly rounds: readonly string[]
      readonly parallel: number
    }
  | { readonly decision: number }
  | { readonly failed: true }
  /** At rest without an answer. */
  | { readonly open: true }

export interface FlatNodes {
  readonly nodes: ReadonlyMap<string, GraphNode>
  readonly parts: ReadonlyMap<string, Part>
  readonly broken: ReadonlyMap<string, NodeError>
}
