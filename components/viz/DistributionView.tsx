/* Odds of the next token: a row for each candidate, or the sampler's chain as columns with the line where it kept. */
'use client'
import { columnWords, keptOf } from '../../lib/viz/chain'
import { number, percent, whole } from '../../lib/viz/numbers'
import type { Candidate, DistributionPanel } from '../../lib/viz/panels'
import type { PanelProps } from './actions'
import { Figure } from './Figure'
import { Piece } from './Piece'
import { useOpenMark } from './useMarkOf'

export function DistributionView(props: PanelProps<DistributionPanel>) {
  const { panel, size = 'node', width, height } = props
  if (panel.look === 'columns')
    return (
      <Figure {...props}>
        <Columns panel={panel} width={width} high={size === 'full' ? 160 : 34} full={size === 'full'} />
      </Figure>
    )
  const most = height === undefined ? panel.candidates.length : Math.max(1, Math.floor(height / 20))
  return (
    <Figure
      {...props}
      foot={
        size === 'full' && (
          <div className="vz-sum">
            {whole(panel.rest.count)} others {percent(panel.rest.p)}, entropy {number(panel.entropyBits)} bits
          </div>
        )
      }
    >
      <Rows panel={panel} most={most} />
    </Figure>
  )
}

/** Never under 0.25, so that a flat distribution looks flat; the scale is the largest bar's. */
const scaleOf = (candidates: readonly Candidate[]): number => Math.max(0.02, ...candidates.flatMap((entry) => [entry.p, entry.before ?? 0]))

function Rows({ panel, most }: { readonly panel: DistributionPanel; readonly most: number }) {
  const open = useOpenMark()
  const high = scaleOf(panel.candidates)
  return (
    <div className="vz-bars">
      {panel.candidates.slice(0, most).map((entry, place) => {
        const cut = entry.cutBy !== undefined
        const drawn = panel.drawn === undefined ? place === 0 : entry.id === panel.drawn
        return (
          <div
            key={entry.id}
            className={`vz-bar${drawn ? ' is-strong' : ''}${cut ? ' is-cut' : ''}${open?.place[0] === place ? ' is-open' : ''}`}
            data-mark={place}
          >
            <span className="vz-t">
              <Piece text={entry.piece} />
            </span>
            <span className="vz-b">
              {entry.before !== undefined && <i className="is-hollow" style={{ left: 0, width: `${(100 * entry.before) / high}%` }} />}
              {!cut && <i style={{ left: 0, width: `${(100 * entry.p) / high}%` }} />}
            </span>
            <span className="vz-n">{cut ? 'cut' : percent(entry.p)}</span>
          </div>
        )
      })}
    </div>
  )
}

interface ColumnsProps {
  readonly panel: DistributionPanel
  readonly width: number
  readonly high: number
  readonly full: boolean
}

function Columns({ panel, width, high, full }: ColumnsProps) {
  const open = useOpenMark()
  const count = Math.max(1, panel.candidates.length)
  const pitch = width / count
  const top = scaleOf(panel.candidates)
  const kept = keptOf(panel)
  const words = columnWords(panel)
  const line = Math.min(kept, count) * pitch
  const tall = (p: number): number => Math.max(1, (high * p) / top)
  return (
    <svg className="vz-columns" width={width} height={high + 15 + (full ? 16 : 0)} aria-hidden>
      {panel.candidates.map((entry, place) => {
        const x = place * pitch + 1.5
        const wide = Math.max(1, pitch - 3)
        const cut = entry.cutBy !== undefined
        const before = entry.before ?? 0
        return (
          <g key={entry.id} data-mark={place} className={open?.place[0] === place ? 'is-open' : undefined}>
            <rect className="vz-hit" x={place * pitch} y={0} width={pitch} height={high + 2} />
            {(cut || before > entry.p) && (
              <rect className="is-hollow" x={x + 0.5} y={high + 2 - tall(before)} width={Math.max(0.5, wide - 1)} height={tall(before)} />
            )}
            {!cut && <rect x={x} y={high + 2 - tall(entry.p)} width={wide} height={tall(entry.p)} />}
          </g>
        )
      })}
      <path className="vz-base" d={`M0 ${high + 2.5}H${width}`} />
      {words.removed && kept <= count && <path className="vz-kept" d={`M${line} 2V${high + 8}`} />}
      {words.removed && (
        <>
          <text x={Math.max(20, Math.min(width / 2 - 10, line))} y={high + 14} textAnchor="middle">
            {words.kept}
          </text>
          <text className="vz-quiet" x={width} y={high + 14} textAnchor="end">
            {words.removed}
          </text>
        </>
      )}
      {!words.removed && (
        <text className="vz-quiet" x={width} y={high + 14} textAnchor="end">
          {words.kept}
        </text>
      )}
    </svg>
  )
}
