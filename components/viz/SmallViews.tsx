/* Panels of few marks: a single number, a histogram, a difference of two texts. */
'use client'
import { barUnder, gridPlaces, gridWords } from '../../lib/viz/grid'
import { number, whole, withUnit } from '../../lib/viz/numbers'
import type { DiffPanel, HistogramPanel, NumberPanel } from '../../lib/viz/panels'
import type { PanelProps } from './actions'
import { Figure } from './Figure'
import { useOpenMark } from './useMarkOf'

export function NumberView(props: PanelProps<NumberPanel>) {
  const { panel } = props
  const spoken = panel.unit === undefined || panel.unit === '%' || panel.unit === 'yes/no'
  return (
    <Figure {...props}>
      <div className="vz-big" data-mark={0}>
        {spoken ? withUnit(panel.value, panel.unit) : number(panel.value)}
        {!spoken && <small>{panel.unit}</small>}
        {panel.label && <small>{panel.label}</small>}
      </div>
    </Figure>
  )
}

export function HistogramView(props: PanelProps<HistogramPanel>) {
  const { panel, size = 'node', width, height } = props
  const high = size === 'full' ? 220 : Math.max(24, Math.min(64, (height ?? 100) - 36))
  return (
    <Figure {...props}>
      <Bins panel={panel} width={width} high={high} />
    </Figure>
  )
}

function Bins({ panel, width, high }: { readonly panel: HistogramPanel; readonly width: number; readonly high: number }) {
  const open = useOpenMark()
  const most = Math.max(1, ...panel.bins.map((bin) => bin.count))
  const low = panel.bins[0]?.from ?? 0
  const end = panel.bins.at(-1)?.to ?? 1
  const at = (value: number): number => ((value - low) / (end - low || 1)) * width
  return (
    <svg className="vz-columns" width={width} height={high + (panel.grid ? 47 : 32)} aria-hidden>
      {panel.bins.map((bin, place) => {
        const tall = bin.count ? Math.max(1, (high * bin.count) / most) : 0
        return (
          <g key={place} data-mark={place} className={open?.place[0] === place ? 'is-open' : undefined}>
            <rect className="vz-hit" x={at(bin.from)} y={0} width={Math.max(1, at(bin.to) - at(bin.from))} height={high} />
            <rect x={at(bin.from) + 0.5} y={high - tall} width={Math.max(0.5, at(bin.to) - at(bin.from) - 1)} height={tall} />
          </g>
        )
      })}
      {gridPlaces(panel, low, end, width).map((x) => {
        const bar = high - barUnder(panel, low, end, width, x, high)
        return (
          <g key={x}>
            <path className="vz-step" d={`M${x} 0V${bar}M${x} ${high}v5`} />
            <path className="vz-step-over" d={`M${x} ${bar}V${high}`} />
          </g>
        )
      })}
      <path className="vz-base" d={`M0 ${high + 0.5}H${width}`} />
      {low < 0 && end > 0 && <path className="vz-base" d={`M${at(0)} ${high}v4`} />}
      <text x={0} y={high + 14} textAnchor="start">
        {number(low)}
      </text>
      {low < 0 && end > 0 && at(0) > 44 && at(0) < width - 44 && (
        <text x={at(0)} y={high + 14} textAnchor="middle">
          0
        </text>
      )}
      <text x={width} y={high + 14} textAnchor="end">
        {number(end)}
      </text>
      <text className="vz-quiet" x={0} y={high + 29} textAnchor="start">
        {whole(panel.count)}, mean {number(panel.mean)}, ± {number(panel.deviation)}
      </text>
      {panel.grid && (
        <text className="vz-quiet" x={0} y={high + 44} textAnchor="start">
          {gridWords(panel, low, end, width)}
        </text>
      )}
    </svg>
  )
}

export function DiffView(props: PanelProps<DiffPanel>) {
  const { panel } = props
  return (
    <Figure
      {...props}
      foot={
        panel.names && (
          <div className="vz-pair">
            <del>{panel.names[0]}</del> <ins>{panel.names[1]}</ins>
          </div>
        )
      }
    >
      <Parts panel={panel} />
    </Figure>
  )
}

function Parts({ panel }: { readonly panel: DiffPanel }) {
  const open = useOpenMark()
  return (
    <div className="vz-text vz-diff">
      {panel.parts.map((part, place) => {
        const Tag = part.change === 'removed' ? 'del' : part.change === 'added' ? 'ins' : 'span'
        return (
          <Tag
            key={place}
            className={open?.place[0] === place ? 'is-open' : undefined}
            {...(part.change === 'same' ? {} : { 'data-mark': place })}
          >
            {part.text}
          </Tag>
        )
      })}
    </div>
  )
}
