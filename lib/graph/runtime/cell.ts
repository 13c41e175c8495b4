/* One node of the graph as the runtime holds it, and the record others see of it. Nothing is decided here. */
import type { NodeKind } from '../define-node'
import type { GraphNode } from '../graph'
import type { Ports } from '../ports'
import type { Part } from '../regions/flat'
import type { OutputRecord, RunRecord } from '../run-record'
import type { NodeError, NodeState } from '../states'
import type { KeyParts } from './key'
import type { Made } from './memo'
import type { Run } from './run'

/** Where a node stands once there is nothing left to do for it. */
export type Rest =
  | { readonly state: 'fresh' }
  | { readonly state: 'error'; readonly error: NodeError }
  | { readonly state: 'empty'; readonly reason: string }
  /** `by`: as the file names it. `root`: the node or hidden part itself. */
  | { readonly state: 'blocked'; readonly by: string; readonly root: Cell }
  | { readonly state: 'cancelled'; readonly reason: string }

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

export interface Shown {
  readonly outputs: Readonly<Record<string, OutputRecord>>
  readonly inputs: Readonly<Record<string, unknown>>
  readonly params: Readonly<Record<string, unknown>>
  readonly key: string
  readonly ms?: number
  readonly fromMemo?: boolean
  readonly partial?: boolean
}

const NOTHING: Readonly<Record<string, never>> = Object.freeze({})

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
  /** null: not settled; then no descendant is settled either. */
  rest: Rest | null = null
  /** Key the node must have results for; known only once everything above is settled. */
  wanted: string | undefined
  attempt: Attempt | undefined
  run: Run<Cell> | undefined
  result: Made | undefined
  resultParts: KeyParts | undefined
  shown: Shown | undefined
  /** What the last run that ended well showed; an error falls back to it from what was streamed. */
  good: Shown | undefined
  /** Key and error of the last failure: the same key is not tried again unasked. */
  failed: { readonly key: string; readonly error: NodeError } | undefined
  /** Key that was stopped, and where. */
  stopped: { readonly key: string; readonly reason: string } | undefined
  /** Stopped before its turn came: it will rest as cancelled instead of running. */
  held = false
  staleReason: string | undefined
  /** Set while an edit waits for a short run to end: what is shown is of before the edit. */
  overtaken: string | undefined
  why: readonly string[] | undefined
  /** Duration of the last real run; the expectation for the next one. */
  lastMs: number | undefined
  record: RunRecord | null = null

  constructor(
    readonly id: string,
    public node: GraphNode,
  ) {}
}

/** The node as messages call it: a hidden part goes by the name of the node it is a part of. */
export const nodeInWords = ({ node, part }: Cell): GraphNode => (part?.owner === undefined ? node : { ...node, id: part.owner })

/** How what depends on this cell rests while it is not fresh. */
export function blockedBy(source: Cell): Extract<Rest, { state: 'blocked' }> {
  if (source.rest?.state === 'blocked') return source.rest
  return { state: 'blocked', by: source.part?.owner ?? source.id, root: source }
}

/** Whether the graph above this cell is as its gate wants it. */
export const isOpen = ({ gate }: Cell): boolean =>
  gate === undefined || (gate.rest?.state === 'fresh' && gate.result !== undefined && gate.shapedAfter === gate.result.key)

/** What it takes to bring this cell to rest. */
export const pulledBy = (cell: Cell): readonly Cell[] => (isOpen(cell) ? cell.upstream : [cell.gate as Cell])

/** Whether everything it takes is at rest. */
export function isReady(cell: Cell): boolean {
  if (!cell.gate) return cell.waiting === 0
  const { rest } = cell.gate
  return rest !== null && (rest.state !== 'fresh' || (cell.waiting === 0 && isOpen(cell)))
}

/** Immutable, and the same object until something changed. `seed` is the derived one. */
export function recordOf(cell: Cell, seed: number, finish?: (cell: Cell, record: RunRecord) => RunRecord): RunRecord {
  if (cell.record) return cell.record
  const record = makeRecord(cell, seed)
  return (cell.record = cell.part && finish ? finish(cell, record) : record)
}

function makeRecord(cell: Cell, seed: number): RunRecord {
  const { rest, shown, why } = cell
  const [state, reason] = standing(cell)
  const progress = state === 'running' || state === 'streaming' ? cell.run?.progress : undefined
  return {
    id: cell.id,
    kind: `${cell.node.kind}@${cell.kind?.version ?? cell.node.version}`,
    state,
    ...(reason === undefined ? {} : { reason }),
    ...(rest?.state === 'error' ? { error: rest.error } : {}),
    ...(progress ? { progress } : {}),
    ...(shown?.ms === undefined ? {} : { ms: shown.ms }),
    ...(shown?.fromMemo ? { fromMemo: true } : {}),
    ...(why ? { why } : {}),
    ...(shown?.partial ? { partial: true } : {}),
    ...(shown ? { key: shown.key } : {}),
    outputs: shown?.outputs ?? NOTHING,
    inputs: shown?.inputs ?? NOTHING,
    params: shown?.params ?? NOTHING,
    seed,
  }
}

function standing(cell: Cell): readonly [NodeState, string?] {
  const { rest } = cell
  if (rest && rest.state !== 'fresh') return restWords(rest)
  if (cell.overtaken !== undefined) return ['stale', cell.overtaken]
  if (rest) return ['fresh']
  if (cell.run && cell.wanted === cell.run.key) return [cell.run.partial ? 'streaming' : 'running']
  if (cell.wanted !== undefined) return ['queued', 'shorter runs first']
  if (cell.needed && !cell.shown) return ['queued']
  return ['stale', cell.staleReason ?? 'not run yet']
}

function restWords(rest: Rest): readonly [NodeState, string?] {
  if (rest.state === 'blocked') return ['blocked', rest.by]
  if (rest.state === 'error' || rest.state === 'fresh') return [rest.state]
  return [rest.state, rest.reason]
}

/** Whether it is an instance of a node inside a region or a use, and no hidden part. */
export const isInner = (cell: Cell): boolean => cell.part?.owner === undefined && (cell.part?.within !== undefined || cell.id.includes('/'))
