/*
 * Paints a matrix of places on a scale (0 to 1, NaN absent) onto a 2D context. Cells of 10 px and more are rectangles with
 * a hairline; smaller ones are pixels of an image, pooled by the strongest where several share one. No React.
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
  if (cells.gap > 0) paintRectangles(context, cells, table, theme, ratio)
  else paintImage(context, cells, table, ratio)
  if (cells.numberAt) paintNumbers(context, cells, table, ratio, mono)
}

const stepOf = (place: number): number => (place * (STEPS - 1) + 0.5) | 0

function paintRectangles(context: CanvasRenderingContext2D, cells: Cells, table: Table, theme: Theme, ratio: number): void {
  const { places, rows, columns, cell, high = cell, gap, sink } = cells
  const colours = CANVAS_COLOURS[theme]
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.fillStyle = colours.line
  context.beginPath()
  for (let i = 0; i < rows; i++) {
    // one hairline bed for each run of existing cells
    let start = -1
    for (let j = 0; j <= columns; j++) {
      const exists = j < columns && !Number.isNaN(places[i * columns + j]!)
      if (exists && start < 0) start = j
      if (!exists && start >= 0) {
        context.rect(start * cell, i * high, (j - start) * cell, high)
        start = -1
      }
    }
  }
  context.fill()
  const size = cell - gap
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const place = places[i * columns + j]!
      if (Number.isNaN(place)) continue
      context.fillStyle = j === sink ? colours.sunk : table.css[stepOf(place)]!
      context.fillRect(j * cell + gap / 2, i * high + gap / 2, size, high - gap)
    }
  if (sink !== undefined) strikeOut(context, cells, colours.line2, sink)
}

function strikeOut(context: CanvasRenderingContext2D, { places, rows, columns, cell }: Cells, colour: string, sink: number): void {
  context.strokeStyle = colour
  context.lineWidth = 1
  context.beginPath()
  for (let i = 0; i < rows; i++) {
    if (Number.isNaN(places[i * columns + sink]!)) continue
    context.moveTo((sink + 0.3) * cell, (i + 0.7) * cell)
    context.lineTo((sink + 0.7) * cell, (i + 0.3) * cell)
  }
  context.stroke()
}

function paintImage(context: CanvasRenderingContext2D, cells: Cells, table: Table, ratio: number): void {
  const width = Math.max(1, Math.round(cells.columns * cells.cell * ratio))
  const height = Math.max(1, Math.round(cells.rows * (cells.high ?? cells.cell) * ratio))
  const image = context.createImageData(width, height)
  fillImage(new Uint32Array(image.data.buffer), width, height, cells, table)
  context.putImageData(image, 0, 0)
}

function fillImage(pixels: Uint32Array, width: number, height: number, cells: Cells, table: Table): void {
  const { places, rows, columns, sink } = cells
  const middle = cells.kind === 'diverging' ? 0.5 : 0
  const from = edges(width, columns)
  const down = edges(height, rows)
  for (let y = 0; y < height; y++) {
    if (y > 0 && down[y] === down[y - 1] && down[y + 1] === down[y]! + 1 && rows <= height) {
      pixels.copyWithin(y * width, (y - 1) * width, y * width)
      continue
    }
    for (let x = 0; x < width; x++) {
      let chosen = NaN
      for (let i = down[y]!; i < Math.max(down[y]! + 1, down[y + 1]!) && i < rows; i++)
        for (let j = from[x]!; j < Math.max(from[x]! + 1, from[x + 1]!) && j < columns; j++) {
          const place = j === sink ? NaN : places[i * columns + j]!
          if (!Number.isNaN(place) && (Number.isNaN(chosen) || Math.abs(place - middle) > Math.abs(chosen - middle))) chosen = place
        }
      if (!Number.isNaN(chosen)) pixels[y * width + x] = table.words[stepOf(chosen)]!
    }
  }
}

/** For each pixel the first cell it shows, and one entry more. */
function edges(pixels: number, count: number): Int32Array {
  return Int32Array.from({ length: pixels + 1 }, (_, pixel) => Math.min(count, Math.floor((pixel * count) / pixels)))
}

function paintNumbers(context: CanvasRenderingContext2D, cells: Cells, table: Table, ratio: number, mono: string): void {
  const { places, rows, columns, cell, sink, numberAt, font = 12 } = cells
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
      context.fillText(text, (j + 0.5) * cell, (i + 0.5) * cell + 0.5)
    }
}
