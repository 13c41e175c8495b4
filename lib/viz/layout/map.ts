/*
 * Where the parts of a map stand: cell size, margins, which labels are written and how. Widths of mono text are reckoned
 * (0.6 em a letter), so that page, SVG and tests agree before any font is known. Nothing is painted here.
 */
import { sin55, cos55 } from './slant'

export type LabelLook = 'flat' | 'slanted' | 'lit' | 'none'

export interface MapLayout {
  readonly cell: number
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
  readonly rowLabels: readonly string[]
  readonly columnLabels: readonly string[]
  /** Room for the map with its labels. */
  readonly width: number
  readonly height?: number
  /** 16 in a node, 26 on a phone, 54 on the full screen. */
  readonly largest: number
  readonly font?: number
  /** Row labels longer than this are cut with an ellipsis. */
  readonly mostLetters?: number
}

export const LETTER = 0.6
const PADDING = 9
/** Slanted labels may lean this far over the right edge, into a node's padding. */
const LEAN = 9
export const HAIRLINE_FROM = 10
export const NUMBERS_FROM = 48
const SLANT_PITCH = 15
const ROW_PITCH = 12
const LABELS_FROM = 8

export function layoutMap(request: MapRequest): MapLayout {
  const font = request.font ?? 10.5
  const most = Math.min(request.mostLetters ?? 9, Math.max(1, ...longest(request.rowLabels), ...longest(request.columnLabels)))
  const letter = font * LETTER
  const longestRow = Math.min(most, Math.max(0, ...longest(request.rowLabels)))
  const left = longestRow ? Math.ceil(longestRow * letter + PADDING) : 0
  const cell = cellSize(request, left, most * letter)
  const longestColumn = Math.min(most, Math.max(0, ...longest(request.columnLabels)))
  const flat = longestColumn * letter + 4 <= cell
  const columnsLook: LabelLook = !longestColumn ? 'none' : flat ? 'flat' : cell < LABELS_FROM ? 'lit' : 'slanted'
  const top = columnsLook === 'none' ? 0 : columnsLook === 'flat' ? Math.round(font + 14) : Math.ceil(longestColumn * letter * sin55 + 10)
  return {
    cell,
    gap: cell >= HAIRLINE_FROM ? 1 : 0,
    left,
    top,
    width: left + request.columns * cell,
    height: top + request.rows * cell,
    columnsLook,
    columnStep: flat ? 1 : Math.max(1, Math.ceil(SLANT_PITCH / cell)),
    rowsLook: !longestRow ? 'none' : cell < LABELS_FROM && request.rows * cell > ROW_PITCH ? 'lit' : 'flat',
    rowStep: Math.max(1, Math.ceil(ROW_PITCH / cell)),
    most,
    font,
    numbers: cell >= NUMBERS_FROM,
  }
}

const longest = (labels: readonly string[]): number[] => labels.map((label) => label.length)

/** The largest cell that fits: whole pixels where cells are that large, else exactly the width. */
function cellSize(request: MapRequest, left: number, labelWidth: number): number {
  const lean = request.columnLabels.length ? Math.max(0, labelWidth * cos55 - LEAN) : 0
  const byWidth = Math.min(
    (request.width - left) / request.columns,
    (request.width + LEAN - left - lean) / Math.max(0.5, request.columns - 0.5),
  )
  const labelHeight = request.columnLabels.length ? labelWidth * sin55 + 10 : 0
  const byHeight = request.height === undefined ? Infinity : (request.height - labelHeight) / request.rows
  const fits = Math.min(request.largest, byWidth, byHeight)
  return fits >= 4 ? Math.floor(fits) : Math.max(fits, 0.25)
}

/** Whether label `index` is written: every n-th and the lit one, which pushes its neighbours away. */
export function labelShown(index: number, step: number, look: LabelLook, lit: number | null): boolean {
  if (look === 'none') return false
  if (index === lit) return true
  if (look === 'lit') return false
  return index % step === 0 && (lit === null || step === 1 || Math.abs(index - lit) >= step)
}
