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
}

/** In document order. */
export type Graph = ReadonlyMap<string, GraphNode>

export const refText = (ref: Ref): string => `${ref.node}.${ref.port}`
