/* A map with its labels, the boxes of what is lit and the ring around the open mark: what heat and attention have in common. */
'use client'
import type { RefObject, WheelEvent } from 'react'
import type { MapLayout } from '../../lib/viz/layout/map'
import type { Scale } from '../../lib/viz/panels'
import { CellCanvas } from './CellCanvas'
import { ColumnLabels, LitBoxes, Ring, RowLabels, type AxisText } from './MapParts'

interface MapFrameProps {
  readonly map: RefObject<HTMLDivElement | null>
  readonly onWheel: ((event: WheelEvent) => void) | undefined
  readonly layout: MapLayout
  /** The part of the map that is shown, and its places on the scale. */
  readonly rows: number
  readonly columns: number
  readonly from: readonly [row: number, column: number]
  readonly places: Float32Array
  readonly kind: Scale['kind']
  readonly sink?: number
  readonly numberAt: (row: number, column: number) => string | null
  readonly font?: number
  readonly rowLabels: readonly AxisText[]
  readonly columnLabels: readonly AxisText[]
  /** Row and column of a token that is lit, and how far its cells reach. */
  readonly rowOf: (token: number) => number | null
  readonly columnOf: (token: number) => number | null
  readonly rowLength: (row: number) => number
  readonly columnStart: (column: number) => number
}

export function MapFrame({ map, ...props }: MapFrameProps) {
  const { layout, rows, columns, rowOf, columnOf, rowLength, columnStart } = props
  return (
    <div className="vz-map" ref={map} style={{ width: layout.width, height: layout.height }} onWheel={props.onWheel}>
      <CellCanvas
        left={layout.left}
        top={layout.top}
        places={props.places}
        rows={rows}
        columns={columns}
        cell={layout.cell}
        high={layout.high}
        gap={layout.gap}
        kind={props.kind}
        sink={props.sink}
        numberAt={layout.numbers ? props.numberAt : undefined}
        font={props.font}
      />
      <RowLabels layout={layout} labels={props.rowLabels} />
      <ColumnLabels layout={layout} labels={props.columnLabels} />
      <LitBoxes {...{ layout, rows, columns, rowOf, columnOf, rowLength, columnStart }} />
      <Ring layout={layout} from={props.from} />
    </div>
  )
}
