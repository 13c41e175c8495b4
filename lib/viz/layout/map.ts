/*
 * Where the parts of a map stand: cell size, margins, which labels are written and how. Widths of mono text are reckoned
 * (0.6 em a letter), so that page, SVG and tests agree before any font is known. Nothing is painted here.
 */
import { sin55, cos55 } from './slant'

export type LabelLook = 'flat' | 'slanted' | 'lit' | 'none'

export interface MapLayout {
  /** Width of a cell; its height too, but for strips of many columns. */
  readonly cell: number
  readonly high: number
  /** Hairline between cells, from 10 px on. */
  readonly gap: number
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly columnsLook: LabelLook
  /** Every n-th label is written. */
  readonly columnStep: number
  readonly rowsLook: LabelLook
  readonly rowStep: number
  /** Longest label in letters. */
  readonly most: number
  readonly font: number
  /** Numbers stand in the cells, from 48 px on. */
  readonly numbers: boolean
}

export interface MapRequest {
  readonly rows: number
  readonly columns: number
  readonly rowLabels: readonly AxisLabel[]
  readonly columnLabels: readonly AxisLabel[]
  /** Room for the map with its labels. */
  readonly width: number
  readonly height?: number
  /** 16 in a node, 26 on a phone, 54 on the full screen. */
  readonly largest: number
  readonly font?: number
  /** Labels longer than this are cut with an ellipsis. */
  readonly mostLetters?: number
  /** Cells narrower than 8 px may be taller than wide, so that few rows of many columns can be seen at all; a bounded height makes them lower. */
  readonly stretch?: boolean
  /** Labels are left out altogether where they would press the cells under 9 px. */
  readonly labelsYield?: boolean
}

export interface AxisLabel {
  readonly text: string
  /** Set in the sans face, which is narrower. */
  readonly special?: boolean
}

export const LETTER = 0.6
const SANS_LETTER = 0.47
const PADDING = 8
/** Slanted labels may lean this far over the right edge, into a node's padding. */
const LEAN = 9
export const HAIRLINE_FROM = 10
export const NUMBERS_FROM = 48
const NUMBERS_HIGH = 20
const SLANT_PITCH = 15
const ROW_PITCH = 12
const LABELS_FROM = 8
const LABELLED_FROM = 9
/** A strip of few rows reaches this height. */
const STRIP_HEIGHT = 96

export function layoutMap(request: MapRequest): MapLayout {
  const square = request.rowLabels.length > 0
  const layout = layoutWith(request, square)
  if (!request.labelsYield || Math.min(layout.cell, layout.high) >= LABELLED_FROM) return layout
  return layoutWith({ ...request, rowLabels: [], columnLabels: [] }, square)
}

/** `square`: both axes are of things with names, so a cell that has to be lower is narrower too. */
function layoutWith(request: MapRequest, square: boolean): MapLayout {
  const font = request.font ?? 10.5
  const limit = request.mostLetters ?? 9
  const widthOf = (label: AxisLabel): number => Math.min(limit, [...label.text].length) * font * (label.special ? SANS_LETTER : LETTER)
  const rowWidths = request.rowLabels.map(widthOf)
  const columnWidths = request.columnLabels.map(widthOf)
  const widestRow = Math.max(0, ...rowWidths)
  const widestColumn = Math.max(0, ...columnWidths)
  const left = widestRow > 0 ? Math.round(widestRow + PADDING) : 0
  const widest = cellSize(request, left, columnWidths)
  const slantedTop = Math.ceil(widestColumn * sin55 + 10)
  const lowest = heightOf(request, widest, widestColumn === 0 ? 0 : slantedTop)
  const cell = square && widest >= LABELS_FROM ? Math.min(widest, lowest) : widest
  const flat = widestColumn + 3 <= cell
  const columnsLook: LabelLook = widestColumn === 0 ? 'none' : flat ? 'flat' : cell < LABELS_FROM ? 'lit' : 'slanted'
  const top = columnsLook === 'none' ? 0 : columnsLook === 'flat' ? Math.round(font + 14) : slantedTop
  const high = heightOf(request, cell, top)
  return {
    cell,
    high,
    gap: Math.min(cell, high) >= HAIRLINE_FROM ? 1 : 0,
    left,
    top,
    width: left + request.columns * cell,
    height: top + request.rows * high,
    columnsLook,
    columnStep: flat ? 1 : Math.max(1, Math.ceil(SLANT_PITCH / cell)),
    rowsLook: widestRow === 0 ? 'none' : high < LABELS_FROM && request.rows * high > ROW_PITCH ? 'lit' : 'flat',
    rowStep: Math.max(1, Math.ceil(ROW_PITCH / high)),
    most: limit,
    font,
    numbers: cell >= NUMBERS_FROM && high >= NUMBERS_HIGH,
  }
}

/** Square, but where a strip may stretch: taller than narrow cells, lower where the room is. */
function heightOf(request: MapRequest, cell: number, top: number): number {
  if (!request.stretch) return cell
  const wished = cell < LABELS_FROM ? Math.max(cell, Math.min(12, Math.floor(STRIP_HEIGHT / request.rows))) : cell
  if (request.height === undefined) return wished
  const most = (request.height - top) / request.rows
  return Math.max(1, Math.min(wished, most >= LABELS_FROM ? Math.floor(most) : most))
}

/** The largest cell that fits: whole pixels beside labels, else exactly the width. */
function cellSize(request: MapRequest, left: number, columnWidths: readonly number[]): number {
  const room = request.width - left
  let fits = Math.min(request.largest, room / request.columns)
  const slanted = columnWidths.some((width) => width + 3 > fits)
  // a slanted label starts above its cell's middle and leans to the right
  if (slanted)
    columnWidths.forEach((width, column) => {
      fits = Math.min(fits, (room + LEAN - width * cos55) / (column + 0.5))
    })
  if (request.height !== undefined && !request.stretch)
    fits = Math.min(fits, (request.height - (columnWidths.length ? Math.max(...columnWidths) * sin55 + 10 : 0)) / request.rows)
  return fits >= 4 && (left > 0 || columnWidths.length > 0) ? Math.floor(fits) : Math.max(fits, 0.25)
}

/** Whether label `index` is written: every n-th and the lit one, which pushes its neighbours away. */
export function labelShown(index: number, step: number, look: LabelLook, lit: number | null): boolean {
  if (look === 'none') return false
  if (index === lit) return true
  if (look === 'lit') return false
  return index % step === 0 && (lit === null || step === 1 || Math.abs(index - lit) >= step)
}
