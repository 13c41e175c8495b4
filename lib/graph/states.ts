/* What a node can be doing, in the words of the design (3-runtime, rule 3). */
export const NODE_STATES = [
  'empty',
  'fresh',
  'stale',
  'queued',
  'running',
  'streaming',
  'error',
  'blocked',
  'skipped',
  'disabled',
  'frozen',
  'cancelled',
] as const
export type NodeState = (typeof NODE_STATES)[number]

/** What went wrong, as a sentence someone can act on. */
export interface NodeError {
  readonly code: string
  readonly port?: string
  /** Which node, which port or file, expected what, got what. */
  readonly message: string
  /** What to try. */
  readonly hint?: string
}

/** An error a kind or the engine throws on purpose; anything else thrown is reported with code `internal`. */
export class NodeFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly options: { readonly port?: string; readonly hint?: string } = {},
  ) {
    super(message)
    this.name = 'NodeFailure'
  }
}
