/* What a cell makes of results and failures: pins, fallbacks and bypasses of its settings put in place. */
import { looseParams } from '../params'
import { toNodeError } from '../node-errors'
import type { PortType } from '../port-type'
import type { NodeError } from '../states'
import type { NodeKind } from '../define-node'
import type { Cell, Parsed, Rest } from './cell'
import { NotKept } from './compute'
import { errorRest, restOf } from './faults'
import { complaintMade, fallbackMade, passedThrough, withPins } from './instead'
import type { Made, Memo } from './memo'
import { modeOf } from './modes'
import { parseWired, wiredValues, type Surroundings } from './prepare'
import { takeResult } from './results'

export const restWithValue = (cell: Cell): Rest => ({ state: modeOf(cell.node) === 'frozen' ? 'frozen' : 'fresh' })

/** A result of the cell's key as this cell has it. Throws where a pin cannot be read. */
export function ownMade(memo: Memo<Cell>, cell: Cell, made: Made): Made {
  const pin = cell.node.settings?.pin
  return pin && cell.attempt ? memo.put(withPins(cell.id, cell.attempt.ports.outputs, pin, made)) : made
}

export function succeed(memo: Memo<Cell>, cell: Cell, made: Made, fromMemo: boolean): Rest {
  try {
    if (cell.attempt) takeResult(memo, cell, ownMade(memo, cell, made), cell.attempt, fromMemo)
    return restWithValue(cell)
  } catch (thrown) {
    return errorRest(thrown, cell.id)
  }
}

/** `held`: why the cell must not run, for a kept result that turned out not to be whole. */
export function fail(memo: Memo<Cell>, cell: Cell, key: string, thrown: unknown, held: () => Rest | null): Rest {
  const rest = thrown instanceof NotKept ? held() : null
  if (rest) return rest
  const error = toNodeError(thrown, cell.id)
  return failed(memo, cell, key, error)
}

/** The rest of a cell whose key failed: its fallback where the file has one. */
export function failed(memo: Memo<Cell>, cell: Cell, key: string, error: NodeError): Rest {
  const fallback = cell.node.settings?.fallback
  cell.failed = { key, error }
  cell.shown = cell.good ?? cell.shown
  if (!fallback || !cell.attempt || error.code === 'empty') return restOf(error)
  try {
    const made = memo.put(fallbackMade(cell.id, cell.attempt.ports.outputs, fallback, key))
    takeResult(memo, cell, made, cell.attempt, false)
  } catch (thrown) {
    return errorRest(thrown, cell.id)
  }
  cell.failed = { key, error }
  cell.excused = error
  return { state: 'fresh' }
}

/** Everything pinned: the cell's values without a computation. */
export function takePins(memo: Memo<Cell>, cell: Cell, kind: NodeKind, ports: Parsed['ports']): void {
  const params = looseParams(kind.params, cell.node.params)
  const made = memo.put(withPins(cell.id, ports.outputs, cell.node.settings?.pin ?? {}, null))
  takeResult(memo, cell, made, { inputs: {}, params }, false)
}

export function takeBypass(memo: Memo<Cell>, cell: Cell, kind: NodeKind, around: Surroundings): Rest {
  const parsed = cell.parsed ?? parseWired(cell, kind, around)
  if ('state' in parsed) return parsed
  const made = memo.put(passedThrough(parsed.ports.outputs, wiredValues(cell, parsed, around)))
  takeResult(memo, cell, made, { inputs: {}, params: parsed.params }, false)
  return restWithValue(cell)
}

/** Kept while the cell rests in error or its fallback stands in. */
export function complaintOf(cell: Cell, rest: Rest, type: PortType<any> | undefined): Made | undefined {
  if (!type) return undefined
  const error = rest.state === 'error' ? rest.error : cell.excused
  return error ? complaintMade(type, error) : undefined
}
