/* What the runtime knows of one node at one moment: the record behind every node on screen and every line of `run`. */
import type { NodeError, NodeState } from './states'

export interface OutputRecord {
  /** The port type's name. */
  readonly type: string
  readonly value: unknown
  /** Content hash, hex; absent while partial. */
  readonly hash?: string
}

export interface RunRecord {
  readonly id: string
  readonly kind: string
  readonly state: NodeState
  /** Why it is stale, blocked, empty, queued …: `temperature`, `forward`, `needs logits`. */
  readonly reason?: string
  readonly error?: NodeError
  readonly progress?: { readonly share: number; readonly words?: string }
  /** Wall time of the run that made these outputs, in milliseconds. */
  readonly ms?: number
  readonly fromMemo?: boolean
  /** The parts of the key that changed since the run before, in words: `prompt.value`. */
  readonly why?: readonly string[]
  /** Values last made; kept (greyed by the view) while stale, blocked or in error. Partial while streaming. */
  readonly outputs: Readonly<Record<string, OutputRecord>>
  readonly partial?: boolean
  /** Resolved inputs and params of the run that made `outputs`; what the kind's view is called with. */
  readonly inputs: Readonly<Record<string, unknown>>
  readonly params: Readonly<Record<string, unknown>>
  readonly key?: string
  /** Of a region: how many iterations it has, and which one its body shows. */
  readonly iterations?: { readonly count: number; readonly chosen: number }
  readonly seed: number
}
