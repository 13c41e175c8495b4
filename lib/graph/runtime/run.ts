/* A computation in flight. Nodes with the same key share it; when the last one leaves it is aborted. */
import type { OutputRecord } from '../run-record'
import type { Cell } from './cell'

export interface Run {
  readonly key: string
  readonly controller: AbortController
  readonly cells: Set<Cell>
  readonly startedAt: number
  progress: { readonly share: number; readonly words?: string } | undefined
  partial: Readonly<Record<string, OutputRecord>> | undefined
}

export const newRun = (key: string, startedAt: number): Run => ({
  key,
  controller: new AbortController(),
  cells: new Set(),
  startedAt,
  progress: undefined,
  partial: undefined,
})
