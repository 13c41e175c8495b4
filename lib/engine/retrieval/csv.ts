/* Comma-separated rows (RFC 4180): quoted cells may hold commas, line ends and doubled quotes. Empty lines are no rows. */
import type { Steps } from './steps'

export interface CsvRow {
  readonly cells: readonly string[]
  /** The line it begins on, from 1. */
  readonly line: number
}

export interface CsvReading {
  readonly rows: readonly CsvRow[]
  /** The line of a quote that is never closed. */
  readonly unclosed: number | null
}

export function* csvRows(text: string, between: ',' | '\t' = ','): Steps<CsvReading> {
  const rows: CsvRow[] = []
  let cells: string[] = []
  let line = 1
  let begun = 1
  let unclosed: number | null = null
  let at = 0
  const endRow = (): void => {
    if (cells.length > 1 || cells[0] !== '') rows.push({ cells, line: begun })
    cells = []
  }
  while (at < text.length) {
    const cell = text[at] === '"' ? quotedCell(text, at, between) : plainCell(text, at, between)
    if (!cell.closed) unclosed = line
    cells.push(cell.value)
    line += cell.lines
    at = cell.end
    if (text[at] === between) {
      at++
      if (at === text.length) cells.push('')
      continue
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at++
    at++
    line++
    endRow()
    begun = line
    if (rows.length % 256 === 0) yield
  }
  if (cells.length > 0) endRow()
  return { rows, unclosed }
}

interface Cell {
  readonly value: string
  readonly end: number
  readonly lines: number
  readonly closed: boolean
}

function plainCell(text: string, start: number, between: string): Cell {
  let end = start
  while (end < text.length && text[end] !== between && text[end] !== '\n' && text[end] !== '\r') end++
  return { value: text.slice(start, end), end, lines: 0, closed: true }
}

function quotedCell(text: string, start: number, between: string): Cell {
  const parts: string[] = []
  let from = start + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    const end = quote < 0 ? text.length : quote
    parts.push(text.slice(from, end))
    if (quote >= 0 && text[quote + 1] === '"') {
      parts.push('"')
      from = quote + 2
      continue
    }
    const value = parts.join('')
    return closing(text, value, quote < 0 ? end : quote + 1, quote >= 0, between)
  }
}

/** What stands between the closing quote and the next mark belongs to the cell, as spreadsheets read it. */
function closing(text: string, value: string, from: number, closed: boolean, between: string): Cell {
  let end = from
  while (end < text.length && text[end] !== between && text[end] !== '\n' && text[end] !== '\r') end++
  return { value: value + text.slice(from, end), end, lines: value.split('\n').length - 1, closed }
}
