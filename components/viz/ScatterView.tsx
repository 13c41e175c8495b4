/* Points with two numbers each. A label that has no room beside its point stands on its card. */
'use client'
import { useMemo, useState, type Ref } from 'react'
import { captionOf } from '../../lib/viz/captions'
import { layoutScatter, RADIUS, type ScatterLayout } from '../../lib/viz/layout/scatter'
import type { ScatterPanel } from '../../lib/viz/panels'
import { axisLines } from '../../lib/viz/scatter'
import type { PanelProps } from './actions'
import { captionHeight } from './caption-height'
import { Figure, type Geometry } from './Figure'
import { useOpenMark } from './useMarkOf'

/** A line of words under the plot. */
const LINE = 17
/** As far from a point as it may be missed; the nearest counts. */
const REACH = 14

export function ScatterView(props: PanelProps<ScatterPanel>) {
  const { panel, size = 'node', width, height } = props
  const full = size === 'full'
  const wide = Math.min(width, full ? 760 : width)
  const words = 2 * LINE + captionHeight(captionOf(panel, size), width)
  const high = Math.round(Math.min(wide * 0.75, height === undefined ? (full ? 560 : 240) : Math.max(80, height - words)))
  const layout = useMemo(
    () => layoutScatter(panel, { width: wide, height: high, font: full ? 11.5 : 10.5, most: full ? 28 : 14 }),
    [panel, wide, high, full],
  )
  const [plot, setPlot] = useState<SVGSVGElement | null>(null)
  const geometry = useMemo(() => geometryOf(layout, wide, plot), [layout, wide, plot])
  return (
    <Figure {...props} geometry={geometry}>
      <Points layout={layout} width={wide} height={high} plot={setPlot} />
      {axisLines(panel, layout, !full).map((words) => (
        <div key={words} className="vz-scatter-words">
          {words}
        </div>
      ))}
    </Figure>
  )
}

/** The plot may stand on a sheet that is zoomed: its own px are not the browser's. */
function geometryOf({ points }: ScatterLayout, width: number, plot: SVGSVGElement | null): Geometry {
  const placed = (): { readonly rect: DOMRect; readonly zoom: number } | null => {
    const rect = plot?.getBoundingClientRect()
    return rect ? { rect, zoom: rect.width / width || 1 } : null
  }
  return {
    placeAt(clientX, clientY) {
      const found = placed()
      if (!found) return null
      const [x, y] = [(clientX - found.rect.left) / found.zoom, (clientY - found.rect.top) / found.zoom]
      let [nearest, least]: [number | null, number] = [null, REACH * REACH]
      for (const point of points) {
        const distance = (point.x - x) ** 2 + (point.y - y) ** 2
        if (distance < least) [nearest, least] = [point.place, distance]
      }
      return nearest === null ? null : [nearest]
    },
    boxOf([place]) {
      const point = points.find((candidate) => candidate.place === place)
      const found = placed()
      if (!point || !found) return null
      const { rect, zoom } = found
      return new DOMRect(rect.left + (point.x - RADIUS) * zoom, rect.top + (point.y - RADIUS) * zoom, 2 * RADIUS * zoom, 2 * RADIUS * zoom)
    },
  }
}

interface PointsProps {
  readonly layout: ScatterLayout
  readonly width: number
  readonly height: number
  readonly plot: Ref<SVGSVGElement>
}
function Points({ layout, width, height, plot }: PointsProps) {
  const open = useOpenMark()?.place[0]
  const lit = layout.points.find(({ place }) => place === open)
  const { x, y } = layout.zero
  return (
    <svg ref={plot} className="vz-scatter" width={width} height={height} aria-hidden>
      <rect className="vz-frame" x={0.5} y={0.5} width={width - 1} height={height - 1} />
      {x !== undefined && <path className="vz-zero" d={`M${x} 0V${height}`} />}
      {y !== undefined && <path className="vz-zero" d={`M0 ${y}H${width}`} />}
      {layout.labels.map((label) => (
        <text key={label.place} x={label.x} y={label.y} textAnchor={label.anchor} className={label.place === open ? 'is-open' : undefined}>
          {label.text}
        </text>
      ))}
      {layout.points.map((point) => (
        <circle key={point.place} className="vz-point" cx={point.x} cy={point.y} r={RADIUS} />
      ))}
      {lit && <circle className="vz-point is-open" cx={lit.x} cy={lit.y} r={RADIUS + 2} />}
    </svg>
  )
}
