/* One node of the graph as the runtime holds it. Nothing is decided here. */
import type { NodeKind } from '../define-node'
import type { GraphNode } from '../graph'
import type { Ports } from '../ports'
import type { Part } from '../regions/flat'
import type { Held, OutputRecord, RunRecord } from '../run-record'
import type { NodeError } from '../states'
import type { KeyParts } from './key'
import type { Made } from './memo'
import { modeOf, pinText } from './modes'
import type { Run } from './run'
import type { StreamLog } from './stream-log'

/** Where a node stands once there is nothing left to do for it. */
export type Rest =
  | { readonly state: 'fresh' | 'frozen' | 'disabled' }
  | { readonly state: 'error'; readonly error: NodeError }
  | { readonly state: 'empty'; readonly reason: string }
  /** `by`: as the file names it. `root`: the node or hidden part itself. */
  | { readonly state: 'blocked'; readonly by: string; readonly root: Cell }
  | { readonly state: 'skipped'; readonly by: string }
  | { readonly state: 'cancelled'; readonly reason: string }
  | { readonly state: 'stale'; readonly held: Held; readonly reason: string; readonly by: string; readonly asks?: readonly string[] }

/** Params parsed and ports known; for nodes without wired params they are the same in every run. */
export interface Parsed {
  readonly params: Readonly<Record<string, unknown>>
  readonly ports: Ports
  /** Canonical text of each param, by name. */
  readonly texts: readonly (readonly [string, string])[]
}

/** What a node would run with now, or is running with. */
export interface Attempt extends Parsed {
  readonly key: string
  readonly parts: KeyParts
  readonly inputs: Readonly<Record<string, unknown>>
}

/** While all of these are the same, so is the key: it need not be made again. */
export interface Basis {
  readonly key: string
  readonly node: GraphNode
  readonly kind: NodeKind | undefined
  readonly parsed: Parsed | null
  readonly sources: readonly (Made | undefined)[]
  readonly seed: number
}

export interface Shown {
  readonly outputs: Readonly<Record<string, OutputRecord>>
  readonly inputs: Readonly<Record<string, unknown>>
  readonly params: Readonly<Record<string, unknown>>
  readonly key: string
  readonly ms?: number
  readonly fromMemo?: boolean
  readonly partial?: boolean
}

export class Cell {
  kind: NodeKind | undefined
  /** What it is in a region or a use; undefined for most. */
  part: Part | undefined
  /** Nothing else above is asked for until this one is at rest and the graph was shaped after it. */
  gate: Cell | undefined
  /** Of a shaping cell: the key of the result that the graph was shaped after. */
  shapedAfter: string | undefined
  /** A rest that holds whatever runs: an error in the file, a cycle, a missing wire. */
  fault: Rest | null = null
  parsed: Parsed | null = null
  upstream: readonly Cell[] = []
  downstream: Cell[] = []
  /** How many of `upstream` are not settled. */
  waiting = 0
  needed = false
  queued = false
  /** null: not settled; then no descendant is settled either, but frozen ones. */
  rest: Rest | null = null
  /** Key the node must have results for; known only once everything above is settled. */
  wanted: string | undefined
  attempt: Attempt | undefined
  run: Run<Cell> | undefined
  result: Made | undefined
  /** The pins of the file that `result` was made with. */
  pinnedWith: string | undefined
  resultParts: KeyParts | undefined
  /** What `attempt` was made of. */
  basis: Basis | undefined
  /** Of the result before, for what changed between them. */
  partsBefore: KeyParts | undefined
  shown: Shown | undefined
  /** What the last run that ended well showed; an error falls back to it from what was streamed. */
  good: Shown | undefined
  /** Key and error of the last failure: the same key is not tried again unasked. */
  failed: { readonly key: string; readonly error: NodeError } | undefined
  /** The failure that the file's fallback stands in for. */
  excused: NodeError | undefined
  /** The sentence of a failure, as the output `error`; there while the node rests in error. */
  complaint: Made | undefined
  /** Key that was stopped, and where. */
  stopped: { readonly key: string; readonly reason: string } | undefined
  /** Stopped before its turn came: it will rest as cancelled instead of running. */
  held = false
  /** Asked to run: `next` until the key is known, then that key. Another key must be asked for again. */
  granted: string | undefined
  /** How often the viewer asked a node with outside effects to run anew. */
  turns = 0
  staleReason: string | undefined
  /** Set while an edit waits for a short run to end: what is shown is of before the edit. */
  overtaken: string | undefined
  why: readonly string[] | undefined
  /** Duration of the last real run, or how long one ran that was given up; the expectation for the next one. */
  lastMs: number | undefined
  /** Pinned in the memo: needed or frozen. */
  pinned = false
  log: StreamLog | undefined
  /** 0: under the viewer's hand, 1: looked at, 2: asked for. */
  urgency = 2
  record: RunRecord | null = null

  constructor(
    readonly id: string,
    public node: GraphNode,
  ) {}
}

/** Its values may be used by what is below. */
export const gives = (rest: Rest | null): boolean => rest !== null && (rest.state === 'fresh' || rest.state === 'frozen')

/** It did not run, or not to its end, and nobody stopped it or put it off. */
export const hasFailed = (rest: Rest): boolean => rest.state === 'error' || rest.state === 'blocked'

/** Frozen, with a value to keep: it looks at nothing above. A pin that was changed since says more than what was kept. */
export const isHolding = (cell: Cell): boolean =>
  cell.result !== undefined && modeOf(cell.node) === 'frozen' && cell.pinnedWith === pinText(cell.node)

/** What messages call it: a hidden part goes by the name of the node it is a part of. */
export const nameOf = ({ id, part }: Cell): string => part?.owner ?? id
export const nodeInWords = ({ node, part }: Cell): GraphNode => (part?.owner === undefined ? node : { ...node, id: part.owner })

/** How what depends on this cell rests while it has no values to give. */
export function blockedBy(source: Cell): Extract<Rest, { state: 'blocked' }> {
  if (source.rest?.state === 'blocked') return source.rest
  return { state: 'blocked', by: nameOf(source), root: source }
}

/** Whether the graph above this cell is as its gate wants it. */
export const isOpen = ({ gate }: Cell): boolean =>
  gate === undefined || (gate.rest?.state === 'fresh' && gate.result !== undefined && gate.shapedAfter === gate.result.key)

/** Whether it rests because its gate did not come to be fresh: what else is above makes no difference. */
export const isStoppedAtGate = ({ gate, rest }: Cell, source: Cell): boolean =>
  rest !== null && gate !== undefined && gate !== source && gate.rest !== null && gate.rest.state !== 'fresh'

/** What it takes to bring this cell to rest. */
export function pulledBy(cell: Cell): readonly Cell[] {
  if (isHolding(cell)) return []
  return isOpen(cell) ? cell.upstream : [cell.gate as Cell]
}

/** A test that failed when the graph was shaped came to be fresh since: there will be another shape. */
const isOutdated = ({ part, upstream }: Cell): boolean =>
  part?.failedAt !== undefined && upstream.some(({ id, rest }) => id === part.failedAt && rest !== null && !hasFailed(rest))

/** Whether everything it takes is at rest. */
export function isReady(cell: Cell): boolean {
  if (cell.part?.failedAt !== undefined && !isHolding(cell) && isOutdated(cell)) return false
  if (!cell.gate || isHolding(cell)) return cell.waiting === 0 || isHolding(cell)
  const { rest } = cell.gate
  return rest !== null && (rest.state !== 'fresh' || (cell.waiting === 0 && isOpen(cell)))
}

/** Whether it is an instance of a node inside a region or a use, and no hidden part. */
export const isInner = (cell: Cell): boolean => cell.part?.owner === undefined && (cell.part?.within !== undefined || cell.id.includes('/'))
