/* What a cell keeps and shows of a run: its result, held in the memo, or what was streamed so far. */
import type { OutputRecord } from '../run-record'
import type { Attempt, Cell } from './cell'
import type { Made, Memo } from './memo'

/** The result becomes the cell's own. */
export function takeResult(memo: Memo<Cell>, cell: Cell, made: Made, attempt: Attempt, fromMemo: boolean): void {
  if (cell.result !== made) {
    if (cell.result) memo.release(cell.result, cell, cell.needed)
    memo.hold(made, cell, cell.needed)
  }
  cell.result = made
  cell.resultParts = attempt.parts
  cell.failed = undefined
  cell.stopped = undefined
  cell.shown = {
    outputs: made.outputs,
    inputs: attempt.inputs,
    params: attempt.params,
    key: made.key,
    ms: made.ms,
    ...(fromMemo ? { fromMemo } : {}),
  }
  cell.good = cell.shown
}

/** Streamed values take the place of what was shown, labelled partial. */
export function showPartial(cell: Cell, outputs: Readonly<Record<string, OutputRecord>>): void {
  if (!cell.attempt) return
  const { inputs, params, key } = cell.attempt
  cell.shown = { outputs, inputs, params, key, partial: true }
}

/** The result left the memo. */
export function forgetResult(cell: Cell): void {
  cell.result = undefined
  cell.shown = undefined
  cell.good = undefined
}
