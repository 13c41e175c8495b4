/* A window of any tensor as cells; numbers stand in them from 48 px on. */
'use client'
import { useCallback, useMemo } from 'react'
import { captionOf } from '../../lib/viz/captions'
import { layoutMap } from '../../lib/viz/layout/map'
import { cell as cellNumber } from '../../lib/viz/numbers'
import { paintedPlaces } from '../../lib/viz/paint'
import type { AxisLabels, HeatPanel } from '../../lib/viz/panels'
import { axisName } from '../../lib/viz/pieces'
import type { PanelProps } from './actions'
import { captionHeight } from './caption-height'
import { Figure } from './Figure'
import { MapFrame } from './MapFrame'
import { crop, useMapGeometry, type AxisText } from './MapParts'
import { useZoom, ZoomBar } from './Zoom'

/** Numbers of columns are written too where a map stands alone; in a node only given labels are. */
function axisTexts(axis: AxisLabels & { readonly count: number }, from: number, numbered: boolean): readonly AxisText[] {
  if (axis.labels)
    return axis.labels.map((label, place) => {
      const special = axis.pieces === true && /^<\|.*\|>$/.test(label)
      return { ...axisName({ text: label, special }, 24), ...(axis.pieces ? { token: from + place } : {}) }
    })
  return numbered ? Array.from({ length: axis.count }, (_, place) => ({ text: String(from + place) })) : []
}

export function HeatView(props: PanelProps<HeatPanel>) {
  const { panel, size = 'node', width, height } = props
  const full = size === 'full'
  const from = panel.window ?? { row: 0, column: 0 }
  const places = useMemo(() => paintedPlaces(panel), [panel])
  const captionRoom = captionHeight(captionOf(panel, size), width)
  const allRows = useMemo(() => axisTexts(panel.rows, from.row, full && panel.rows.count > 1), [panel.rows, from.row, full])
  const allColumns = useMemo(() => axisTexts(panel.columns, from.column, full), [panel.columns, from.column, full])
  const zoom = useZoom({ rows: panel.rows.count, columns: panel.columns.count, width, height: height ?? (full ? 660 : undefined), full })
  const { rows, columns, fromRow, fromColumn, zoomed } = zoom.window
  const rowLabels = useMemo(() => allRows.slice(fromRow, fromRow + rows), [allRows, fromRow, rows])
  const columnLabels = useMemo(() => allColumns.slice(fromColumn, fromColumn + columns), [allColumns, fromColumn, columns])
  const layout = useMemo(
    () =>
      layoutMap({
        rows,
        columns,
        rowLabels,
        columnLabels,
        width,
        ...(full || height !== undefined ? { height: (height ?? 660) - (full ? 64 : captionRoom) } : {}),
        largest: full ? 54 : width >= 300 ? 26 : 16,
        font: full ? 12 : 10.5,
        mostLetters: full ? 16 : 9,
        stretch: true,
        labelsYield: !full,
      }),
    [rows, columns, rowLabels, columnLabels, width, height, full, captionRoom],
  )
  const shown = useMemo(
    () => (zoomed ? crop(places, panel.columns.count, fromRow, rows, fromColumn, columns) : places),
    [places, zoomed, panel.columns.count, fromRow, rows, fromColumn, columns],
  )
  const numberAt = useCallback(
    (row: number, column: number) => cellNumber(panel.values[(row + fromRow) * panel.columns.count + column + fromColumn]!),
    [panel, fromRow, fromColumn],
  )
  const [map, geometry] = useMapGeometry(layout, rows, columns, [fromRow, fromColumn])
  return (
    <Figure {...props} geometry={geometry} onPlace={zoom.follow} aside={<span className="vz-axes">{axesWords(panel)}</span>}>
      {zoom.possible && <ZoomBar zoom={zoom} />}
      <MapFrame
        {...{ map, layout, rows, columns, rowLabels, columnLabels, numberAt }}
        onWheel={zoom.onWheel}
        from={[fromRow, fromColumn]}
        places={shown}
        kind={panel.scale.kind}
        font={11}
        rowOf={(token) => (panel.rows.pieces ? token - from.row - fromRow : null)}
        columnOf={(token) => (panel.columns.pieces ? token - from.column - fromColumn : null)}
        rowLength={() => columns}
        columnStart={() => 0}
      />
    </Figure>
  )
}

function axesWords(panel: HeatPanel): string {
  const part = panel.window
  const shown = part ? `, ${panel.rows.count} × ${panel.columns.count} of ${part.rows} × ${part.columns}` : ''
  return panel.rows.name || panel.columns.name ? `${panel.rows.name} ↓ ${panel.columns.name} →${shown}` : shown.slice(2)
}
