/* Every head of a model: layer downwards, head across. One number a head, or one map a head; all on one scale. */
'use client'
import { useMemo } from 'react'
import { layoutMap } from '../../lib/viz/layout/map'
import { change, number } from '../../lib/viz/numbers'
import { placesOf } from '../../lib/viz/paint'
import type { HeadGridPanel } from '../../lib/viz/panels'
import { fromHex, inkOn } from '../../lib/viz/scales'
import type { PanelProps } from './actions'
import { useLit } from './brush'
import { CellCanvas } from './CellCanvas'
import { Figure } from './Figure'
import { Box, ColumnLabels, Ring, RowLabels, Ticks, useMapGeometry, type AxisText } from './MapParts'
import { tableOf } from './paint-cells'
import { useTheme } from './theme'
import { useOpenMark } from './useMarkOf'

export function HeadGridView(props: PanelProps<HeadGridPanel>) {
  return props.panel.maps ? <Maps {...props} maps={props.panel.maps} /> : <Values {...props} />
}

const numbered = (count: number): AxisText[] => Array.from({ length: count }, (_, place) => ({ text: String(place) }))

/** One cell a head; on the full screen a row of 18 px with its number as text. */
function Values(props: PanelProps<HeadGridPanel>) {
  const { panel, size = 'node', width, height } = props
  const places = useMemo(() => placesOf(panel.scale, panel.values ?? new Float32Array(0), panel.heads), [panel])
  const rows = useMemo(() => numbered(panel.layers), [panel.layers])
  const columns = useMemo(() => numbered(panel.heads), [panel.heads])
  const layout = useMemo(
    () =>
      layoutMap({
        rows: panel.layers,
        columns: panel.heads,
        rowLabels: rows,
        columnLabels: columns,
        width,
        height,
        largest: width >= 300 ? 26 : 16,
      }),
    [panel.layers, panel.heads, rows, columns, width, height],
  )
  const [map, geometry] = useMapGeometry(layout, panel.layers, panel.heads)
  if (size === 'full') return <NumberGrid {...props} places={places} />
  return (
    <Figure {...props} geometry={geometry}>
      <div className="vz-map" ref={map} style={{ width: layout.width, height: layout.height }}>
        <CellCanvas
          left={layout.left}
          top={layout.top}
          places={places}
          rows={panel.layers}
          columns={panel.heads}
          cell={layout.cell}
          high={layout.high}
          gap={layout.gap}
          kind={panel.scale.kind}
        />
        <RowLabels layout={layout} labels={rows} />
        <ColumnLabels layout={layout} labels={columns} />
        {panel.chosen && <Box layout={layout} row={panel.chosen[0]} column={panel.chosen[1]} />}
        <Ring layout={layout} />
      </div>
    </Figure>
  )
}

function NumberGrid(props: PanelProps<HeadGridPanel> & { readonly places: Float32Array }) {
  const { panel, places } = props
  const table = tableOf(panel.scale.kind, useTheme())
  const write = panel.scale.kind === 'diverging' ? (value: number) => change(value) : number
  return (
    <Figure {...props}>
      <NumberCells panel={panel} places={places} css={table.css} write={write} />
    </Figure>
  )
}

function NumberCells({
  panel,
  places,
  css,
  write,
}: {
  readonly panel: HeadGridPanel
  readonly places: Float32Array
  readonly css: readonly string[]
  readonly write: (value: number) => string
}) {
  const open = useOpenMark()
  return (
    <div className="vz-numbers" style={{ gridTemplateColumns: `16px repeat(${panel.heads}, minmax(40px, 56px))` }}>
      <span />
      {numbered(panel.heads).map((head) => (
        <span key={head.text} className="vz-tickname">
          {head.text}
        </span>
      ))}
      {Array.from({ length: panel.layers * panel.heads }, (_, place) => {
        const [layer, head] = [Math.floor(place / panel.heads), place % panel.heads]
        const value = panel.values?.[place] ?? NaN
        const colour = Number.isNaN(value) ? undefined : css[Math.round(places[place]! * 255)]
        const isOpen = open?.place[0] === layer && open.place[1] === head
        return [
          head === 0 && (
            <span key={`layer ${layer}`} className="vz-tickname">
              {layer}
            </span>
          ),
          <span
            key={place}
            data-mark={`${layer},${head}`}
            className={isOpen ? 'vz-number-cell is-open' : 'vz-number-cell'}
            style={colour === undefined ? { visibility: 'hidden' } : { background: colour, color: inkOn(fromHex(colour)) }}
          >
            {write(value)}
          </span>,
        ]
      })}
    </div>
  )
}

const TILE = 40
const NODE_TILE = 26

function Maps(props: PanelProps<HeadGridPanel> & { readonly maps: NonNullable<HeadGridPanel['maps']> }) {
  const { panel, maps, size = 'node', width } = props
  const places = useMemo(() => placesOf(panel.scale, maps.values, maps.columns), [panel.scale, maps])
  const tile = Math.max(
    12,
    Math.min(size === 'full' ? TILE : NODE_TILE, Math.floor((width - 16) / panel.heads) - (size === 'full' ? 5 : 3)),
  )
  return (
    <Figure {...props}>
      <MapTiles panel={panel} maps={maps} places={places} tile={tile} gap={size === 'full' ? 5 : 3} onAction={props.onAction} />
    </Figure>
  )
}

interface MapTilesProps {
  readonly panel: HeadGridPanel
  readonly maps: NonNullable<HeadGridPanel['maps']>
  readonly places: Float32Array
  readonly tile: number
  readonly gap: number
  readonly onAction: PanelProps['onAction']
}

function MapTiles({ panel, maps, places, tile, gap, onAction }: MapTilesProps) {
  const open = useOpenMark()
  const lit = useLit()
  const size = maps.rows * maps.columns
  const picture = tile >= 30 ? tile - 8 : tile - 2
  const tiles = useMemo(
    () => Array.from({ length: panel.layers * panel.heads }, (_, place) => places.subarray(place * size, (place + 1) * size)),
    [panel.layers, panel.heads, places, size],
  )
  return (
    <div className="vz-tiles" style={{ gridTemplateColumns: `16px repeat(${panel.heads}, ${tile}px)`, gap }}>
      <span />
      {numbered(panel.heads).map((head) => (
        <span key={head.text} className="vz-tickname">
          {head.text}
        </span>
      ))}
      {tiles.map((map, place) => {
        const [layer, head] = [Math.floor(place / panel.heads), place % panel.heads]
        const chosen = panel.chosen?.[0] === layer && panel.chosen[1] === head
        const isOpen = open?.place[0] === layer && open.place[1] === head
        return [
          head === 0 && (
            <span key={`layer ${layer}`} className="vz-tickname">
              {layer}
            </span>
          ),
          <span
            key={place}
            className={`vz-tile${chosen ? ' is-chosen' : ''}${isOpen ? ' is-open' : ''}`}
            style={{ width: tile, height: tile }}
            data-mark={`${layer},${head}`}
            onClick={() => onAction?.({ kind: 'choose-head', layer, head })}
          >
            <span className="vz-thumb" style={{ width: picture, height: picture }}>
              <CellCanvas
                places={map}
                rows={maps.rows}
                columns={maps.columns}
                cell={picture / maps.columns}
                gap={0}
                kind={panel.scale.kind}
              />
              {lit !== null && lit < maps.columns && picture >= 30 && (
                <Ticks row={lit + 0.5} column={lit + 0.5} size={picture / maps.columns} />
              )}
            </span>
          </span>,
        ]
      })}
    </div>
  )
}
