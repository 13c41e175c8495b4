/*
 * A map whose whole does not show numbers can be read through a window of cells at 54 px: it follows the marks walked to,
 * the wheel moves it. Only the window is painted, so the size of the tensor does not matter.
 */
'use client'
import { useCallback, useMemo, useState, type WheelEvent } from 'react'
import type { MarkPlace } from '../../lib/viz/mark'

const CELL = 54
/** Room for labels beside the window. */
const MARGIN = 110

interface ZoomRequest {
  readonly rows: number
  readonly columns: number
  readonly width: number
  readonly height?: number
  readonly full: boolean
}

export interface ZoomWindow {
  readonly rows: number
  readonly columns: number
  readonly fromRow: number
  readonly fromColumn: number
  readonly zoomed: boolean
}

export interface Zoom {
  readonly possible: boolean
  readonly window: ZoomWindow
  readonly toggle: () => void
  readonly follow: (place: MarkPlace) => void
  readonly onWheel: ((event: WheelEvent) => void) | undefined
}

export function useZoom({ rows, columns, width, height = 660, full }: ZoomRequest): Zoom {
  const [corner, setCorner] = useState<MarkPlace | null>(null)
  const visibleRows = Math.min(rows, Math.max(1, Math.floor((height - MARGIN) / CELL)))
  const visibleColumns = Math.min(columns, Math.max(1, Math.floor((width - MARGIN) / CELL)))
  const possible = full && (visibleRows < rows || visibleColumns < columns)
  const clamp = useCallback(
    ([row = 0, column = 0]: MarkPlace): MarkPlace => [
      Math.max(0, Math.min(rows - visibleRows, row)),
      Math.max(0, Math.min(columns - visibleColumns, column)),
    ],
    [rows, columns, visibleRows, visibleColumns],
  )
  const window = useMemo<ZoomWindow>(() => {
    if (!possible || !corner) return { rows, columns, fromRow: 0, fromColumn: 0, zoomed: false }
    const [fromRow = 0, fromColumn = 0] = clamp(corner)
    return { rows: visibleRows, columns: visibleColumns, fromRow, fromColumn, zoomed: true }
  }, [possible, corner, clamp, rows, columns, visibleRows, visibleColumns])
  const toggle = useCallback(() => setCorner((now) => (now ? null : clamp([rows - visibleRows, 0]))), [clamp, rows, visibleRows])
  const follow = useCallback(
    ([row = 0, column = 0]: MarkPlace) =>
      setCorner((now) => {
        if (!now) return now
        const [top = 0, left = 0] = clamp(now)
        const into = (start: number, size: number, at: number): number => (at < start ? at : at >= start + size ? at - size + 1 : start)
        return clamp([into(top, visibleRows, row), into(left, visibleColumns, column)])
      }),
    [clamp, visibleRows, visibleColumns],
  )
  const onWheel = useCallback(
    (event: WheelEvent) => {
      const across = event.shiftKey ? event.deltaY : event.deltaX
      const down = event.shiftKey ? 0 : event.deltaY
      setCorner((now) => now && clamp([(clamp(now)[0] ?? 0) + Math.sign(down), (clamp(now)[1] ?? 0) + Math.sign(across)]))
    },
    [clamp],
  )
  return { possible, window, toggle, follow, onWheel: window.zoomed ? onWheel : undefined }
}

export function ZoomBar({ zoom: { window, toggle } }: { readonly zoom: Zoom }) {
  return (
    <div className="vz-zoom">
      <button type="button" className="btn" aria-pressed={window.zoomed} onClick={toggle}>
        {window.zoomed ? 'Whole map' : 'Numbers'}
      </button>
      {window.zoomed && (
        <span>
          rows {window.fromRow} to {window.fromRow + window.rows - 1}, columns {window.fromColumn} to{' '}
          {window.fromColumn + window.columns - 1}; arrow keys or the wheel move
        </span>
      )}
    </div>
  )
}
