/* A legend: the scale between its two ends, written out. The foot of a node may show it in place of the panel. */
'use client'
import { useId } from 'react'
import { legendOf, type Legend as LegendWords } from '../../lib/viz/legend'
import type { AnyPanel } from '../../lib/viz/panels'

export { legendOf }

const STOPS: Record<LegendWords['kind'], readonly string[]> = {
  sequential: Array.from({ length: 11 }, (_, stop) => `--seq-${stop}`),
  diverging: ['--div-m5', '--div-m4', '--div-m3', '--div-m2', '--div-m1', '--div-0', '--div-1', '--div-2', '--div-3', '--div-4', '--div-5'],
}

export function Legend({ legend, width = 64 }: { readonly legend: LegendWords; readonly width?: number }) {
  const id = useId()
  const stops = STOPS[legend.kind]
  return (
    <span className="vz-legend">
      {legend.of && <span>{legend.of}</span>}
      <span>{legend.low}</span>
      <svg width={width + 2} height="10" aria-hidden>
        <linearGradient id={id}>
          {stops.map((name, place) => (
            <stop key={name} offset={place / (stops.length - 1)} style={{ stopColor: `var(${name})` }} />
          ))}
        </linearGradient>
        <rect x="0.5" y="0.5" width={width + 1} height="9" fill={`url(#${id})`} stroke="var(--line-2)" />
      </svg>
      <span>{legend.high}</span>
    </span>
  )
}

/** The legend of a panel, or nothing where its marks need none. */
export function PanelLegend({ panel, width }: { readonly panel: AnyPanel; readonly width?: number }) {
  const legend = legendOf(panel)
  return legend && <Legend legend={legend} width={width} />
}
