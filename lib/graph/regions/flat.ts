/* The plan expanded: every instance and hidden part a node of its own, with what the runtime must know beside the graph. */
import type { NodeKind } from '../define-node'
import type { Graph, GraphNode, Ref } from '../graph'
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
  /** Its result shapes the graph. */
  readonly shapes?: true
  /** The innermost region it is repeated by, and in which iteration. */
  readonly within?: { readonly region: string; readonly index: number }
  /** Of the first node of an iteration: it waits while so many others are at work. */
  readonly window?: { readonly limit: number; readonly kept: readonly string[] }
  readonly gathers?: Gathers
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
  readonly kept: Readonly<Record<string, readonly Ref[]>>
  readonly gatherer: Gatherer
  /** What iteration `index` is called. */
  readonly label: (index: number) => string
}

export interface Flat {
  readonly graph: Graph
  readonly parts: ReadonlyMap<string, Part>
  readonly broken: Readonly<Record<string, NodeError>>
}

/** What a shaping node decided, as last known. */
export type Shape =
  | { readonly count: number; readonly names: readonly string[]; readonly labels: readonly string[]; readonly parallel: number }
  | { readonly decision: number }

export interface FlatNodes {
  readonly nodes: Map<string, GraphNode>
  readonly parts: Map<string, Part>
  readonly broken: Record<string, NodeError>
}
