/* What the runtime knows of one node at one moment: the record behind every node on screen and every line of `run`. */
import type { NodeError, NodeState } from './states'

export interface OutputRecord {
  /** The port type's name. */
  readonly type: string
  readonly value: unknown
  /** Content hash, hex; absent while partial. */
  readonly hash?: string
  /** Stands in place of what was computed: pinned in the file, the file's fallback, or the input that was passed through. */
  readonly instead?: 'pin' | 'fallback' | 'bypass'
}

/** Why a node rests as stale: it runs only when asked, it takes too long to run by itself, it asks to reach outside, it waits for such a node. */
export type Held = 'manual' | 'cost' | 'asks' | 'above'

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
  /** Stale and not going to run by itself: a Run button belongs here. */
  readonly held?: Held
  /** What it would reach outside, to be allowed before it first runs. */
  readonly asks?: readonly string[]
  /** Failed, and somebody below takes care of it: by a fallback value, or by a wire from its output `error`. */
  readonly handled?: boolean
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
