/* A canvas of cells, painted from typed arrays before the browser draws. Sharp on dense screens and under zoom; silent to readers. */
'use client'
import { memo, useLayoutEffect, useRef } from 'react'
import { paintCells, type Cells } from './paint-cells'
import { useTheme } from './theme'

interface CellCanvasProps extends Cells {
  readonly left?: number
  readonly top?: number
}

/** Small maps get two pixels per CSS px even on plain screens, since hairlines stand on halves. */
const ratioFor = (width: number, height: number): number => {
  const screen = window.devicePixelRatio || 1
  return width * height < 1_000_000 ? Math.max(2, screen) : screen
}

let monoStack: string | null = null
const mono = (): string => (monoStack ??= getComputedStyle(document.documentElement).getPropertyValue('--mono').trim() || 'monospace')

export const CellCanvas = memo(function CellCanvas({
  left = 0,
  top = 0,
  places,
  rows,
  columns,
  cell,
  high = cell,
  gap,
  kind,
  sink,
  numberAt,
  font,
}: CellCanvasProps) {
  const element = useRef<HTMLCanvasElement>(null)
  const theme = useTheme()
  const width = columns * cell
  const height = rows * high
  useLayoutEffect(() => {
    const canvas = element.current
    const context = canvas?.getContext('2d')
    if (!canvas || !context) return
    const ratio = ratioFor(width, height)
    canvas.width = Math.max(1, Math.round(width * ratio))
    canvas.height = Math.max(1, Math.round(height * ratio))
    paintCells(context, { places, rows, columns, cell, high, gap, kind, sink, numberAt, font }, theme, ratio, mono())
  }, [places, rows, columns, cell, high, gap, kind, sink, numberAt, font, theme, width, height])
  return <canvas ref={element} className="vz-cells" style={{ left, top, width, height }} aria-hidden />
})
