/* Any panel and a place in it → what that mark is; and how the arrow keys walk from mark to mark. Nothing is drawn here. */
import { walkPoints } from './layout/scatter'
import { describeBit } from './marks/bits'
import { describeAttention, queriesOf } from './marks/attention'
import type { MarkDescription, MarkPlace, Step } from './marks/description'
import { describeBar, describeBin, describeCandidate, describeNumber, describePart, describeToken } from './marks/lists'
import { boxesOf, describeBox, describeTurn } from './marks/lattice'
import { describeHead, describeHeat } from './marks/maps'
import { describeRibbon } from './marks/ribbons'
import { describePoint } from './marks/scatter'
import { describeChange, describeEntry, describeFact } from './marks/tables'
import type { AnyPanel } from './panels'

export type { FormulaLine, MarkDescription, MarkPlace, Words } from './marks/description'

export function describe(panel: AnyPanel, place: MarkPlace): MarkDescription {
  switch (panel.panel) {
    case 'text':
      return describePart(panel, place)
    case 'tokens':
      return describeToken(panel, place)
    case 'bits':
      return describeBit(panel, place)
    case 'number':
      return describeNumber(panel)
    case 'bars':
      return describeBar(panel, place)
    case 'distribution':
      return describeCandidate(panel, place)
    case 'heat':
      return describeHeat(panel, place)
    case 'attention':
      return describeAttention(panel, place)
    case 'headGrid':
      return describeHead(panel, place)
    case 'histogram':
      return describeBin(panel, place)
    case 'table':
      return describeEntry(panel, place)
    case 'scatter':
      return describePoint(panel, place)
    case 'ribbons':
      return describeRibbon(panel, place)
    case 'diff':
      return describeChange(panel, place)
    case 'conversation':
      return describeTurn(panel, place)
    case 'lattice':
      return describeBox(panel, place)
    case 'card':
      return describeFact(panel, place)
  }
}

/** Rows and columns of marks; lists are one column. */
export function extent(panel: AnyPanel): readonly [rows: number, columns: number] {
  switch (panel.panel) {
    case 'text':
      return [panel.parts.length, 1]
    case 'tokens':
      return [panel.tokens.length, 1]
    case 'bits':
      return [panel.bits.length, 1]
    case 'number':
      return [1, 1]
    case 'bars':
      return [panel.bars.length, 1]
    case 'distribution':
      return [panel.candidates.length, 1]
    case 'heat':
      return [panel.rows.count, panel.columns.count]
    case 'attention':
      return [queriesOf(panel), panel.tokens.length]
    case 'headGrid':
      return [panel.layers, panel.heads]
    case 'histogram':
      return [panel.bins.length, 1]
    case 'table':
      return [panel.rows.length, panel.columns.length]
    case 'scatter':
      return [panel.points.length / 2, 1]
    case 'ribbons':
      return [panel.ribbons.length, 1]
    case 'diff':
      return [panel.parts.length, 1]
    case 'conversation':
      return [panel.turns.length, 1]
    case 'lattice':
      return [boxesOf(panel).length, 1]
    case 'card':
      return [panel.rows?.length ?? 0, 1]
  }
}

/** The next mark in a direction; stays where there is none. Absent cells are walked over, since they can be named too. */
export function walk(panel: AnyPanel, from: MarkPlace | null, step: Step): MarkPlace {
  if (panel.panel === 'scatter') return [walkPoints(panel, from?.[0] ?? null, step)]
  const [rows, columns] = extent(panel)
  const inside = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value))
  if (columns === 1) {
    const at = from?.[0] ?? (step === 'up' || step === 'left' ? rows : -1)
    const next = step === 'start' ? 0 : step === 'end' ? rows - 1 : at + (step === 'up' || step === 'left' ? -1 : 1)
    return [inside(next, rows)]
  }
  if (!from) return panel.panel === 'attention' ? [rows - 1, 0] : [0, 0]
  const [row = 0, column = 0] = from
  if (step === 'start') return [row, 0]
  if (step === 'end') return [row, panel.panel === 'attention' ? inside(row + columns - rows, columns) : columns - 1]
  const down = step === 'down' ? 1 : step === 'up' ? -1 : 0
  const right = step === 'right' ? 1 : step === 'left' ? -1 : 0
  return [inside(row + down, rows), inside(column + right, columns)]
}

/** The token position a mark stands for, where it stands for one: rows of maps are who reads. */
export function tokenAt(panel: AnyPanel, place: MarkPlace): number | null {
  if (panel.panel === 'tokens') return place[0] ?? null
  if (panel.panel === 'text') return panel.parts[place[0] ?? -1]?.token ?? null
  if (panel.panel === 'attention') return place[1] ?? null
  if (panel.panel === 'heat' && panel.columns.pieces) return (panel.window?.column ?? 0) + (place[1] ?? 0)
  if (panel.panel === 'heat' && panel.rows.pieces) return (panel.window?.row ?? 0) + (place[0] ?? 0)
  return null
}
