/* The parts every map is made of: labels on both axes, boxes around what is lit, the ring around the mark, its geometry. */
'use client'
import { useMemo, useRef, type RefObject } from 'react'
import type { MarkPlace } from '../../lib/viz/mark'
import { labelShown, type MapLayout } from '../../lib/viz/layout/map'
import { useLit } from './brush'
import type { Geometry } from './Figure'
import { Piece } from './Piece'
import { useOpenMark } from './useMarkOf'

export interface AxisText {
  readonly text: string
  readonly special?: boolean
  /** Position that brushing lights. */
  readonly token?: number
}

interface LabelsProps {
  readonly layout: MapLayout
  readonly labels: readonly AxisText[]
}

export function RowLabels({ layout, labels }: LabelsProps) {
  const lit = useLit()
  const litIndex = indexOf(labels, lit)
  return labels.map(
    (label, row) =>
      labelShown(row, layout.rowStep, layout.rowsLook, litIndex) && (
        <span
          key={row}
          className={className('vz-yl', label, lit)}
          data-token={label.token}
          style={{
            right: layout.width - layout.left + 5,
            top: layout.top + row * layout.high + (layout.high - 14) / 2,
            fontSize: layout.font,
          }}
        >
          <Label label={label} most={layout.most} />
        </span>
      ),
  )
}

export function ColumnLabels({ layout, labels }: LabelsProps) {
  const lit = useLit()
  const litIndex = indexOf(labels, lit)
  return labels.map((label, column) => {
    if (!labelShown(column, layout.columnStep, layout.columnsLook, litIndex)) return null
    const centre = layout.left + (column + 0.5) * layout.cell
    const style =
      layout.columnsLook === 'flat'
        ? { left: centre, bottom: layout.height - layout.top + 5, fontSize: layout.font }
        : { left: centre + 1, bottom: layout.height - layout.top + 3, fontSize: layout.font }
    return (
      <span
        key={column}
        className={className(layout.columnsLook === 'flat' ? 'vz-xl vz-flat' : 'vz-xl', label, lit)}
        data-token={label.token}
        style={style}
      >
        <Label label={label} most={layout.most} />
      </span>
    )
  })
}

const indexOf = (labels: readonly AxisText[], lit: number | null): number | null => {
  const index = lit === null ? -1 : labels.findIndex((label) => label.token === lit)
  return index < 0 ? null : index
}

const className = (base: string, label: AxisText, lit: number | null): string =>
  `${base}${label.special ? ' vz-special' : ''}${label.token !== undefined && label.token === lit ? ' vz-lit' : ''}`

function Label({ label, most }: { readonly label: AxisText; readonly most: number }) {
  const letters = [...label.text]
  return <Piece text={letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : label.text} />
}

interface LitProps {
  readonly layout: MapLayout
  readonly rows: number
  readonly columns: number
  readonly rowOf: (token: number) => number | null
  readonly columnOf: (token: number) => number | null
  /** How many cells of a row exist, and from which row a column exists. */
  readonly rowLength: (row: number) => number
  readonly columnStart: (column: number) => number
}

/** An outline on the lit token's row and column. */
export function LitBoxes({ layout, rows, columns, rowOf, columnOf, rowLength, columnStart }: LitProps) {
  const lit = useLit()
  if (lit === null) return null
  const row = rowOf(lit)
  const column = columnOf(lit)
  return (
    <>
      {row !== null && row >= 0 && row < rows && <Box layout={layout} row={row} column={0} wide={rowLength(row)} high={1} />}
      {column !== null && column >= 0 && column < columns && (
        <Box layout={layout} row={columnStart(column)} column={column} wide={1} high={rows - columnStart(column)} />
      )}
    </>
  )
}

interface BoxProps {
  readonly layout: Pick<MapLayout, 'cell' | 'high' | 'left' | 'top'>
  readonly row: number
  readonly column: number
  readonly wide?: number
  readonly high?: number
  readonly strong?: boolean
}

export function Box({ layout, row, column, wide = 1, high = 1, strong }: BoxProps) {
  if (!strong && layout.cell < 4) return <Thin layout={layout} row={row} column={column} wide={wide} high={high} />
  const inset = strong || layout.cell < 9 ? 0 : 0.5
  return (
    <i
      className={strong ? 'vz-box vz-box-strong' : 'vz-box'}
      style={{
        left: layout.left + column * layout.cell + inset,
        top: layout.top + row * layout.high + inset,
        width: wide * layout.cell - 2 * inset,
        height: high * layout.high - 2 * inset,
      }}
    />
  )
}

/** Where an outline would hide the cells it is around: a line through their middle. */
function Thin({ layout, row, column, wide = 1, high = 1 }: Omit<BoxProps, 'strong'>) {
  const across = wide > high
  return (
    <i
      className="vz-tick"
      style={{
        left: layout.left + column * layout.cell + (across ? 0 : layout.cell / 2 - 0.5),
        top: layout.top + row * layout.high + (across ? layout.high / 2 - 0.5 : 0),
        width: across ? wide * layout.cell : 1,
        height: across ? 1 : high * layout.high,
      }}
    />
  )
}

/** Two 5 px ticks in a thumbnail: the lit row at its right edge, the lit column at its top. */
export function Ticks({ row, column, size }: { readonly row: number; readonly column: number; readonly size: number }) {
  return (
    <>
      <i className="vz-tick" style={{ right: 0, top: row * size, width: 5, height: 1.5 }} />
      <i className="vz-tick" style={{ top: 0, left: column * size, width: 1.5, height: 5 }} />
    </>
  )
}

/** Where cells stand on the screen; right under any zoom of the sheet, since it measures the map itself. */
export function useMapGeometry(
  layout: MapLayout,
  rows: number,
  columns: number,
  from: MarkPlace = [0, 0],
): readonly [RefObject<HTMLDivElement | null>, Geometry] {
  const map = useRef<HTMLDivElement>(null)
  const [fromRow = 0, fromColumn = 0] = from
  const geometry = useMemo<Geometry>(
    () => ({
      placeAt(x, y) {
        const box = map.current?.getBoundingClientRect()
        if (!box || box.width === 0) return null
        const zoom = box.width / layout.width
        const column = Math.floor(((x - box.left) / zoom - layout.left) / layout.cell)
        const row = Math.floor(((y - box.top) / zoom - layout.top) / layout.high)
        return row >= 0 && row < rows && column >= 0 && column < columns ? [row + fromRow, column + fromColumn] : null
      },
      boxOf([row = 0, column = 0]) {
        const box = map.current?.getBoundingClientRect()
        if (!box) return null
        const zoom = box.width / layout.width
        return new DOMRect(
          box.left + (layout.left + (column - fromColumn) * layout.cell) * zoom,
          box.top + (layout.top + (row - fromRow) * layout.high) * zoom,
          layout.cell * zoom,
          layout.high * zoom,
        )
      },
    }),
    [layout, rows, columns, fromRow, fromColumn],
  )
  return [map, geometry]
}

/** A window of a row-major matrix. */
export function crop(
  values: Float32Array,
  width: number,
  fromRow: number,
  rows: number,
  fromColumn: number,
  columns: number,
): Float32Array {
  const out = new Float32Array(rows * columns)
  for (let i = 0; i < rows; i++)
    out.set(values.subarray((fromRow + i) * width + fromColumn, (fromRow + i) * width + fromColumn + columns), i * columns)
  return out
}

/** The ring around the open mark. */
export function Ring({ layout, from = [0, 0] }: { readonly layout: MapLayout; readonly from?: MarkPlace }) {
  const open = useOpenMark()
  if (!open) return null
  const [row = 0, column = 0] = open.place
  const [fromRow = 0, fromColumn = 0] = from
  return <Box layout={layout} row={row - fromRow} column={column - fromColumn} strong />
}
