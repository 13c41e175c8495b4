/* What a cell keeps and shows of a run: its result, held in the memo, or what was streamed so far. */
import type { OutputRecord } from '../run-record'
import type { Attempt, Cell } from './cell'
import type { Made, Memo } from './memo'
import { modeOf, pinText } from './modes'

/** The result becomes the cell's own. */
export function takeResult(
  memo: Memo<Cell>,
  cell: Cell,
  made: Made,
  attempt: Pick<Attempt, 'inputs' | 'params'> & Partial<Pick<Attempt, 'parts'>>,
  fromMemo: boolean,
): void {
  if (cell.result !== made) {
    if (cell.result) memo.release(cell.result, cell, cell.pinned)
    memo.hold(made, cell, cell.pinned)
  }
  if (attempt.parts !== cell.resultParts) cell.partsBefore = cell.resultParts
  cell.result = made
  cell.pinnedWith = pinText(cell.node)
  cell.resultParts = attempt.parts
  cell.failed = undefined
  cell.stopped = undefined
  cell.excused = undefined
  cell.shown = {
    outputs: made.outputs,
    inputs: attempt.inputs,
    params: attempt.params,
    key: made.key,
    ms: made.ms,
    ...(fromMemo ? { fromMemo } : {}),
  }
  cell.good = cell.shown
  syncPin(memo, cell)
}

/** Results of needed and of frozen cells stay in memory. */
export function syncPin(memo: Memo<Cell>, cell: Cell): void {
  const pinned = cell.needed || (cell.result !== undefined && modeOf(cell.node) === 'frozen')
  if (pinned === cell.pinned) return
  cell.pinned = pinned
  if (!cell.result) return
  if (pinned) memo.pin(cell.result)
  else memo.unpin(cell.result)
}

/** Streamed values take the place of what was shown, labelled partial. */
export function showPartial(cell: Cell, outputs: Readonly<Record<string, OutputRecord>>): void {
  if (!cell.attempt) return
  const { inputs, params, key } = cell.attempt
  cell.shown = { outputs, inputs, params, key, partial: true }
}

/** The result left the memo, or belongs to another kind. */
export function forgetResult(cell: Cell): void {
  cell.result = undefined
  cell.shown = undefined
  cell.good = undefined
}
