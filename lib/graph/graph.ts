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
  readonly settings?: NodeSettings
}

/**
 * How a node is run, apart from what it computes. In the file each is a field of its name (RESERVED_FIELDS), left out where it
 * says nothing: absent, false, `mode: auto`, an empty record. No input or param of any kind has one of these names.
 */
export interface NodeSettings {
  /** `auto`: runs by itself where it is known to be quick; `live`: always; `manual`: when asked; `frozen`: keeps the value it has. */
  readonly mode?: RunMode
  /** Switched off: what depends on it is blocked, or goes on without where the input is optional. */
  readonly mute?: boolean
  /** Each output gives the first wired input of its type instead. */
  readonly bypass?: boolean
  /** How often a failed run is tried again: `retry: 3`, or `retry: {times: 3, wait: 2}` with seconds before the first, doubled each time. */
  readonly retry?: number | { readonly times: number; readonly wait?: number }
  /** Values by output, taken where the run fails: `fallback: {text: unknown}`. */
  readonly fallback?: Readonly<Record<string, Json>>
  /** Values by output that stand in place of what is computed: `pin: {text: Once}`. */
  readonly pin?: Readonly<Record<string, Json>>
}
export const RUN_MODES = ['auto', 'live', 'manual', 'frozen'] as const
export type RunMode = (typeof RUN_MODES)[number]
/** In the order they are written, before a node's params. `run` is an input of kinds, so the mode is called mode. */
export const RESERVED_FIELDS = ['mode', 'mute', 'bypass', 'retry', 'fallback', 'pin'] as const
/** An output of every node that can fail: its sentence, as a text. No kind has an output of this name. */
export const ERROR_PORT = 'error'

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
