/*
 * Paints a matrix of places on a scale (0 to 1, NaN absent) onto a 2D context. Cells of 10 px and more have
 * a hairline; where several cells share a pixel of the screen, the strongest is painted. No React.
 */
import { SCALES, inkOn, mix, toHex, type Theme } from '../../lib/viz/scales'
import type { Scale } from '../../lib/viz/panels'
import { CANVAS_COLOURS } from './theme'

export interface Cells {
  readonly places: Float32Array
  readonly rows: number
  readonly columns: number
  /** CSS px. */
  readonly cell: number
  /** Where cells are not square. */
  readonly high?: number
  readonly gap: number
  readonly kind: Scale['kind']
  /** Struck-out column. */
  readonly sink?: number
  /** What is written in a cell; absent: nothing. */
  readonly numberAt?: (row: number, column: number) => string | null
  readonly font?: number
}

const STEPS = 256
interface Table {
  readonly css: readonly string[]
  readonly ink: readonly string[]
  /** RGBA as an image holds it. */
  readonly words: Uint32Array
}
const tables = new Map<string, Table>()

/** Colours are mixed once per scale and theme. */
export function tableOf(kind: Scale['kind'], theme: Theme): Table {
  const key = `${kind} ${theme}`
  const known = tables.get(key)
  if (known) return known
  const colours = Array.from({ length: STEPS }, (_, step) => mix(SCALES[theme][kind], step / (STEPS - 1)))
  const made: Table = {
    css: colours.map(toHex),
    ink: colours.map(inkOn),
    words: Uint32Array.from(colours, ([red, green, blue]) => ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0),
  }
  tables.set(key, made)
  return made
}

/** The context's unit is one CSS px times `ratio`; the origin is the map's corner. */
export function paintCells(context: CanvasRenderingContext2D, cells: Cells, theme: Theme, ratio: number, mono: string): void {
  const table = tableOf(cells.kind, theme)
  paintGrounds(context, cells, table, ratio)
  if (cells.gap > 0) {
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    if (cells.sink !== undefined) strikeOut(context, cells, theme, cells.sink)
    context.fillStyle = CANVAS_COLOURS[theme].line
    hairlines(context, cells)
  }
  if (cells.numberAt) paintNumbers(context, cells, table, ratio, mono)
}

const stepOf = (place: number): number => (place * (STEPS - 1) + 0.5) | 0

let scratch: CanvasRenderingContext2D | null = null

/** One pixel a cell (fewer where several cells share a pixel of the screen), stretched without smoothing: two calls for any size. */
function paintGrounds(context: CanvasRenderingContext2D, cells: Cells, table: Table, ratio: number): void {
  const { rows, columns, cell, high = cell } = cells
  const width = Math.min(columns, Math.max(1, Math.round(columns * cell * ratio)))
  const height = Math.min(rows, Math.max(1, Math.round(rows * high * ratio)))
  if (width === 0 || height === 0) return
  scratch ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  if (!scratch) return
  scratch.canvas.width = width
  scratch.canvas.height = height
  const image = scratch.createImageData(width, height)
  const pixels = new Uint32Array(image.data.buffer)
  if (width === columns && height === rows) fillPlain(pixels, cells, table)
  else fillPooled(pixels, width, height, cells, table)
  scratch.putImageData(image, 0, 0)
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.imageSmoothingEnabled = false
  context.drawImage(scratch.canvas, 0, 0, columns * cell * ratio, rows * high * ratio)
}

function fillPlain(pixels: Uint32Array, { places, columns, sink }: Cells, table: Table): void {
  for (let at = 0; at < pixels.length; at++) {
    const place = places[at]!
    if (place === place && at % columns !== sink) pixels[at] = table.words[stepOf(place)]!
  }
}

/** The strongest cell of those that share a pixel. */
function fillPooled(pixels: Uint32Array, width: number, height: number, { places, rows, columns, sink, kind }: Cells, table: Table): void {
  const middle = kind === 'diverging' ? 0.5 : 0
  const chosen = new Float32Array(width * height).fill(NaN)
  for (let i = 0; i < rows; i++) {
    const y = Math.floor((i * height) / rows) * width
    for (let j = 0; j < columns; j++) {
      const place = places[i * columns + j]!
      if (place !== place || j === sink) continue
      const at = y + Math.floor((j * width) / columns)
      const before = chosen[at]!
      if (before !== before || Math.abs(place - middle) > Math.abs(before - middle)) chosen[at] = place
    }
  }
  for (let at = 0; at < chosen.length; at++) if (chosen[at] === chosen[at]) pixels[at] = table.words[stepOf(chosen[at]!)]!
}

/** 1 px along every edge of existing cells: one rectangle for each unbroken run, all in one path. */
function hairlines(context: CanvasRenderingContext2D, { places, rows, columns, cell, high = cell, gap }: Cells): void {
  const exists = (i: number, j: number): boolean => i >= 0 && j >= 0 && i < rows && j < columns && !Number.isNaN(places[i * columns + j]!)
  context.beginPath()
  for (let i = 0; i <= rows; i++)
    runs(
      columns,
      (j) => exists(i - 1, j) || exists(i, j),
      (start, end) => context.rect(start * cell, i * high - gap / 2, (end - start) * cell, gap),
    )
  for (let j = 0; j <= columns; j++)
    runs(
      rows,
      (i) => exists(i, j - 1) || exists(i, j),
      (start, end) => context.rect(j * cell - gap / 2, start * high, gap, (end - start) * high),
    )
  context.fill()
}

function runs(count: number, inside: (place: number) => boolean, each: (start: number, end: number) => void): void {
  let start = -1
  for (let place = 0; place <= count; place++) {
    const now = place < count && inside(place)
    if (now && start < 0) start = place
    if (!now && start >= 0) {
      each(start, place)
      start = -1
    }
  }
}

function strikeOut(
  context: CanvasRenderingContext2D,
  { places, rows, columns, cell, high = cell }: Cells,
  theme: Theme,
  sink: number,
): void {
  context.fillStyle = CANVAS_COLOURS[theme].sunk
  context.strokeStyle = CANVAS_COLOURS[theme].line2
  context.lineWidth = 1
  context.beginPath()
  for (let i = 0; i < rows; i++) {
    if (Number.isNaN(places[i * columns + sink]!)) continue
    context.fillRect(sink * cell, i * high, cell, high)
    context.moveTo((sink + 0.3) * cell, (i + 0.7) * high)
    context.lineTo((sink + 0.7) * cell, (i + 0.3) * high)
  }
  context.stroke()
}

function paintNumbers(context: CanvasRenderingContext2D, cells: Cells, table: Table, ratio: number, mono: string): void {
  const { places, rows, columns, cell, high = cell, sink, numberAt, font = 12 } = cells
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.font = `${font}px ${mono}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const place = places[i * columns + j]!
      if (Number.isNaN(place) || j === sink) continue
      const text = numberAt?.(i, j)
      if (!text) continue
      context.fillStyle = table.ink[stepOf(place)]!
      context.fillText(text, (j + 0.5) * cell, (i + 0.5) * high + 0.5)
    }
}
