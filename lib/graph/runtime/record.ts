/* The record that others see of a cell: state, reason, values. */
import type { RunRecord } from '../run-record'
import type { NodeState } from '../states'
import { ERROR_PORT } from '../graph'
import type { Cell, Rest } from './cell'

const NOTHING: Readonly<Record<string, never>> = Object.freeze({})

/** Immutable, and the same object until something changed. `seed` is the derived one. */
export function recordOf(cell: Cell, seed: number, finish?: (cell: Cell, record: RunRecord) => RunRecord): RunRecord {
  if (cell.record) return cell.record
  const record = makeRecord(cell, seed)
  return (cell.record = finish ? finish(cell, record) : record)
}

function makeRecord(cell: Cell, seed: number): RunRecord {
  const { rest, shown, why } = cell
  const [state, reason] = standing(cell)
  const progress = state === 'running' || state === 'streaming' ? cell.run?.progress : undefined
  const error = rest?.state === 'error' ? rest.error : rest?.state === 'fresh' ? cell.excused : undefined
  return {
    id: cell.id,
    kind: `${cell.node.kind}@${cell.kind?.version ?? cell.node.version}`,
    state,
    ...(reason === undefined ? {} : { reason }),
    ...(error ? { error } : {}),
    ...(error && isHandled(cell) ? { handled: true } : {}),
    ...(progress ? { progress } : {}),
    ...(shown?.ms === undefined ? {} : { ms: shown.ms }),
    ...(shown?.fromMemo ? { fromMemo: true } : {}),
    ...(rest?.state === 'stale' ? { held: rest.held, ...(rest.asks ? { asks: rest.asks } : {}) } : {}),
    ...(why ? { why } : {}),
    ...(shown?.partial ? { partial: true } : {}),
    ...(shown ? { key: shown.key } : {}),
    outputs: shown?.outputs ?? NOTHING,
    inputs: shown?.inputs ?? NOTHING,
    params: shown?.params ?? NOTHING,
    seed,
  }
}

/** A failure is handled by the file's fallback, or where somebody is wired to its sentence. */
const isHandled = (cell: Cell): boolean =>
  cell.excused !== undefined || (cell.complaint !== undefined && cell.downstream.some((below) => listensTo(below, cell.id)))

const listensTo = (cell: Cell, source: string): boolean =>
  [...Object.values(cell.node.inputs).flat(), ...Object.values(cell.node.paramWires)].some(
    (ref) => ref.node === source && ref.port === ERROR_PORT,
  )

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
  switch (rest.state) {
    case 'blocked':
    case 'skipped':
      return [rest.state, rest.by]
    case 'empty':
    case 'cancelled':
    case 'stale':
      return [rest.state, rest.reason]
    default:
      return [rest.state]
  }
}
