/* One head's map: who reads whom. Labels on both axes, the strip of the layer's heads, the card in the empty triangle. */
'use client'
import { useCallback, useMemo } from 'react'
import { layoutMap, type MapLayout } from '../../lib/viz/layout/map'
import { queriesOf } from '../../lib/viz/marks/attention'
import { describe, type MarkPlace } from '../../lib/viz/mark'
import { cell as cellNumber } from '../../lib/viz/numbers'
import { paintedPlaces, shownNumber } from '../../lib/viz/paint'
import type { AttentionPanel } from '../../lib/viz/panels'
import { axisName } from '../../lib/viz/pieces'
import type { PanelProps } from './actions'
import { AttentionTools } from './AttentionTools'
import { Figure } from './Figure'
import { HeadStrip } from './HeadStrip'
import { MarkDetails } from './MarkCard'
import { MapFrame } from './MapFrame'
import { crop, useMapGeometry, type AxisText } from './MapParts'
import { useZoom, ZoomBar } from './Zoom'

const CARD_WIDTH = 304
const CARD_TOP = 34

export function AttentionView(props: PanelProps<AttentionPanel>) {
  const { panel, size = 'node', width, height, onAction } = props
  const full = size === 'full'
  const tokens = panel.tokens
  const queries = queriesOf(panel)
  const prefix = tokens.length - queries
  const labels = useMemo(
    () => tokens.map((token, position): AxisText => ({ ...axisName(token, full ? 16 : 9), token: position })),
    [tokens, full],
  )
  const places = useMemo(() => paintedPlaces(panel), [panel])
  const zoom = useZoom({ rows: queries, columns: tokens.length, width, height: height ?? (full ? 660 : undefined), full })
  const { rows, columns, fromRow, fromColumn, zoomed } = zoom.window
  const rowLabels = useMemo(() => labels.slice(prefix + fromRow, prefix + fromRow + rows), [labels, prefix, fromRow, rows])
  const columnLabels = useMemo(() => labels.slice(fromColumn, fromColumn + columns), [labels, fromColumn, columns])
  const layout = useMemo(
    () =>
      layoutMap({
        rows,
        columns,
        rowLabels,
        columnLabels,
        width,
        height: stripped(height, panel, full),
        largest: full ? 54 : width >= 300 ? 26 : 16,
        font: full ? 12 : 10.5,
        mostLetters: full ? 16 : 9,
      }),
    [rows, columns, rowLabels, columnLabels, width, height, panel, full],
  )
  const shown = useMemo(
    () => (zoomed ? crop(places, tokens.length, fromRow, rows, fromColumn, columns) : places),
    [places, zoomed, tokens.length, fromRow, rows, fromColumn, columns],
  )
  const numberAt = useCallback(
    (row: number, column: number): string | null => {
      const value = shownNumber(panel.scale, shown[row * columns + column]!)
      if (panel.stage !== 'weights') return cellNumber(panel.values[(row + fromRow) * tokens.length + column + fromColumn]!)
      return value < 0.005
        ? null
        : cellNumber(panel.scale.by === 'row' ? panel.values[(row + fromRow) * tokens.length + column + fromColumn]! : value, true)
    },
    [panel, shown, columns, fromRow, fromColumn, tokens.length],
  )
  const [map, geometry] = useMapGeometry(layout, rows, columns, [fromRow, fromColumn])
  // raw scores exist above the diagonal too
  const causal = tokens.length > 1 && Number.isNaN(panel.values[tokens.length - 1]!)
  const exists = (row: number): number => (causal ? Math.max(0, Math.min(columns, row + fromRow + prefix + 1 - fromColumn)) : columns)
  const starts = (column: number): number => (causal ? Math.max(0, column + fromColumn - prefix - fromRow) : 0)
  const triangle = causal && full && !zoomed && layout.width - layout.left >= 540 && prefix === 0
  return (
    <Figure
      {...props}
      geometry={geometry}
      aside={<span className="vz-axes">reads ↓ is read →</span>}
      onPlace={zoom.follow}
      foot={
        panel.heads && (
          <HeadStrip
            count={panel.heads.count}
            values={panel.heads.values}
            rows={queries}
            columns={tokens.length}
            layer={panel.layer}
            chosen={panel.head}
            scale={panel.scale}
            width={width}
            onChoose={
              onAction &&
              ((head) => {
                onAction({ kind: 'choose-head', layer: panel.layer, head })
                if (panel.headParam) onAction({ kind: 'set-param', param: panel.headParam, value: head })
              })
            }
          />
        )
      }
      cardInside={triangle ? (place, pinned) => <TriangleCard panel={panel} place={place} layout={layout} pinned={pinned} /> : undefined}
    >
      {full && <AttentionTools panel={panel} onAction={onAction} />}
      {zoom.possible && <ZoomBar zoom={zoom} />}
      <MapFrame
        {...{ map, layout, rows, columns, rowLabels, columnLabels, numberAt }}
        onWheel={zoom.onWheel}
        from={[fromRow, fromColumn]}
        places={shown}
        kind={panel.scale.kind}
        sink={panel.sink === undefined || panel.sink < fromColumn ? undefined : panel.sink - fromColumn}
        rowOf={(token) => token - prefix - fromRow}
        columnOf={(token) => token - fromColumn}
        rowLength={exists}
        columnStart={starts}
      />
    </Figure>
  )
}

/** Room left for the map itself once the strip below has its own. */
const stripped = (height: number | undefined, panel: AttentionPanel, full: boolean): number | undefined =>
  height === undefined ? undefined : height - (panel.heads ? 48 : 0) - (full ? 64 : panel.sink === undefined ? 0 : 38)

/** At a fixed place where no cell exists, tied to its cell by a 1 px line along the row and up. */
function TriangleCard({
  panel,
  place,
  layout,
  pinned,
}: {
  readonly panel: AttentionPanel
  readonly place: MarkPlace
  readonly layout: MapLayout
  readonly pinned: boolean
}) {
  const mark = useMemo(() => describe(panel, place), [panel, place])
  const [row = 0, column = 0] = place
  const top = layout.top + CARD_TOP
  const x = layout.left + (column + 1) * layout.cell
  // below the numbers of the row
  const y = layout.top + (row + 0.86) * layout.cell
  // rows above end one cell earlier, so 12 px into the last cell of this row the way up is free
  const bend = Math.max(layout.left + row * layout.cell + 12, layout.width - CARD_WIDTH + 20)
  const low = top + (pinned ? 150 : 122)
  const path =
    column === row ? `M${bend} ${layout.top + row * layout.cell}V${low}` : `M${x} ${y}H${bend - 8}Q${bend} ${y} ${bend} ${y - 8}V${low}`
  return (
    <>
      {y > low + 16 && !Number.isNaN(panel.values[row * panel.tokens.length + column]!) && (
        <svg className="vz-lead" width={layout.width} height={layout.height} aria-hidden>
          <path d={path} />
        </svg>
      )}
      <div
        className={`vz-card vz-card-inside ${pinned ? 'is-pinned' : ''}`}
        style={{ left: layout.width - CARD_WIDTH, top, width: CARD_WIDTH }}
      >
        <MarkDetails mark={mark} whole={false} full={pinned} short hint={pinned ? 'Esc lets go' : 'click to pin'} />
      </div>
    </>
  )
}
