/* The author's graph: nodes by id, wires held by their consumer. Plain data; nothing here runs. */
import type { Json } from './json'

/** The output `port` of node `node`, written `node.port`. */
export interface Ref {
  readonly node: string
  readonly port: string
}

export interface GraphNode {
  readonly id: string
  /** Kind id without version: `sampler`. */
  readonly kind: string
  readonly version: number
  /** As written: defaults left out. */
  readonly params: Readonly<Record<string, Json>>
  /** Params that take a wire: `temperature: <- heat.number`. */
  readonly paramWires: Readonly<Record<string, Ref>>
  /** Wires by input port, in order. */
  readonly inputs: Readonly<Record<string, readonly Ref[]>>
  /** A region's inner nodes, evaluated once for each iteration; in document order. */
  readonly body?: Graph
  /**
   * Params made of named wires (`carry`, `next`, `keep`) and the wired entries of `axes`: by param, then by name.
   * A wired axis stands in `params.axes` as null, which keeps the order of the axes.
   */
  readonly entryWires?: Readonly<Record<string, Readonly<Record<string, readonly Ref[]>>>>
}

/** In document order. Ids are unique over a whole notebook, bodies of regions included. */
export type Graph = ReadonlyMap<string, GraphNode>

/** A subgraph defined once and used by nodes that name it. Its ids are its own; it sees nothing of the notebook around it. */
export interface Definition {
  readonly name: string
  /** Port types by input name; inside, `NAME.input` is the value that came in. */
  readonly inputs: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, Ref>>
  readonly body: Graph
}
export type Definitions = ReadonlyMap<string, Definition>

export const refText = (ref: Ref): string => `${ref.node}.${ref.port}`
