/*
 * The log of a notebook: for every save what it changed, with the labels of the commands in it. A change is one stretch of
 * text for another, so that any version can be had again from today's. Pure; each store keeps the entries beside the file.
 */

import { stretchBetween } from '../notebook'

export interface LogEntry {
  /** Counts up from 1 in one notebook, whatever the store calls its versions. */
  readonly number: number
  readonly changed: number
  /** What was done, as the undo menu says it. */
  readonly labels: readonly string[]
  /** Where the texts begin to differ, in UTF-16 units. */
  readonly start: number
  readonly removed: string
  readonly inserted: string
  /** Given by the viewer: such a version is kept whole, for good. */
  readonly name?: string
  readonly source?: string
}

/** What the shelf shows of a version. */
export interface Version {
  readonly number: number
  readonly changed: number
  readonly labels: readonly string[]
  readonly name?: string
}
export const versionsOf = (log: readonly LogEntry[]): readonly Version[] =>
  log.map(({ number, changed, labels, name }) => ({ number, changed, labels, ...(name === undefined ? {} : { name }) }))

/** Entries kept besides named ones, and how much text they may hold together. */
const MOST_ENTRIES = 1000
const MOST_TEXT = 1024 * 1024
const MOST_LABELS = 20

/** What was saved, against what stood there. */
export function entryFor(
  log: readonly LogEntry[],
  before: string,
  source: string,
  changed: number,
  labels: readonly string[] = [],
): LogEntry {
  const stretch = stretchBetween(before, source)
  const { start } = stretch
  const [removed, inserted] = [before.slice(start, stretch.before), source.slice(start, stretch.after)]
  return { number: (log.at(-1)?.number ?? 0) + 1, changed, labels: [...new Set(labels)].slice(0, MOST_LABELS), start, removed, inserted }
}

/** The log with one more entry; the oldest that nobody named go when it grows too long. */
export function withEntry(log: readonly LogEntry[], entry: LogEntry): readonly LogEntry[] {
  const all = [...log, entry]
  let text = 0
  let count = 0
  // from the newest back: once one is too much, everything before it goes, or versions could not be had again
  for (let at = all.length - 1; at >= 0; at--) {
    const { removed, inserted } = all[at] as LogEntry
    text += removed.length + inserted.length
    if (++count > MOST_ENTRIES || text > MOST_TEXT) return all.filter((each, index) => index > at || each.name !== undefined)
  }
  return all
}

/** The text as it was after version `number`, from today's; null where the log does not reach back that far. */
export function sourceAt(log: readonly LogEntry[], today: string, number: number): string | null {
  const at = log.findIndex((entry) => entry.number === number)
  const wanted = log[at]
  if (!wanted) return null
  if (wanted.source !== undefined) return wanted.source
  let source = today
  for (let later = log.length - 1; later > at; later--) {
    const { number: is, start, removed, inserted } = log[later] as LogEntry
    const gap = is !== (log[later - 1]?.number ?? 0) + 1
    if (gap || source.slice(start, start + inserted.length) !== inserted) return null
    source = source.slice(0, start) + removed + source.slice(start + inserted.length)
  }
  return source
}

/** The log with one version named, and kept whole; with an empty name it is one of many again. */
export function withName(log: readonly LogEntry[], today: string, number: number, name: string): readonly LogEntry[] | null {
  const source = sourceAt(log, today, number)
  if (source === null) return null
  return log.map((entry) => {
    if (entry.number !== number) return entry
    const { name: _name, source: _source, ...rest } = entry
    return name === '' ? rest : { ...rest, name: name.slice(0, 200), source }
  })
}

/** Entries read from a file or database of whatever origin; from the first that is none of ours on, nothing. */
export function readLog(values: readonly unknown[]): readonly LogEntry[] {
  const good = values.findIndex((value) => !isEntry(value))
  return (good < 0 ? values : values.slice(0, good)) as readonly LogEntry[]
}
function isEntry(value: unknown): value is LogEntry {
  if (typeof value !== 'object' || value === null) return false
  const entry = value as Partial<LogEntry>
  const numbers = [entry.number, entry.changed, entry.start].every((each) => typeof each === 'number' && Number.isFinite(each))
  const texts = typeof entry.removed === 'string' && typeof entry.inserted === 'string'
  const labels = Array.isArray(entry.labels) && entry.labels.every((label) => typeof label === 'string')
  return numbers && texts && labels && [entry.name, entry.source].every((each) => each === undefined || typeof each === 'string')
}
