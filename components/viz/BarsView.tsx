/* Bars on one stated scale. Two runs are never two hues: the first hollow, the second filled. */
'use client'
import { percent, withUnit } from '../../lib/viz/numbers'
import type { BarsPanel } from '../../lib/viz/panels'
import type { PanelProps } from './actions'
import { Figure } from './Figure'
import { Piece } from './Piece'
import { useOpenMark } from './useMarkOf'

export function BarsView(props: PanelProps<BarsPanel>) {
  const { panel, height } = props
  const rows = height === undefined ? panel.bars.length : Math.max(1, Math.floor(height / 20))
  return (
    <Figure
      {...props}
      foot={
        panel.names && (
          <div className="vz-pair">
            <i className="is-hollow" /> {panel.names[0]} <i /> {panel.names[1]}
          </div>
        )
      }
    >
      <Rows panel={panel} most={rows} />
    </Figure>
  )
}

function Rows({ panel, most }: { readonly panel: BarsPanel; readonly most: number }) {
  const open = useOpenMark()
  const low = Math.min(0, panel.low ?? 0)
  const reach = panel.high - low || 1
  const write = (value: number): string => (panel.unit === '%' ? percent(value) : withUnit(value, panel.unit))
  return (
    <div className="vz-bars">
      {panel.bars.slice(0, most).map((bar, place) => (
        <div
          key={place}
          className={`vz-bar${bar.strong ? ' is-strong' : ''}${open?.place[0] === place ? ' is-open' : ''}`}
          data-mark={place}
        >
          <span className={panel.pieces ? 'vz-t' : 'vz-t vz-words'}>{panel.pieces ? <Piece text={bar.label} /> : bar.label}</span>
          <span className="vz-b">
            {bar.second !== undefined && <Stroke className="is-hollow" value={bar.value} low={low} reach={reach} />}
            <Stroke className={bar.hollow ? 'is-hollow' : undefined} value={bar.second ?? bar.value} low={low} reach={reach} />
          </span>
          <span className="vz-n">
            {write(bar.second ?? bar.value)}
            {bar.note && <small>{bar.note}</small>}
          </span>
        </div>
      ))}
      {panel.bars.length > most && <div className="vz-more">{panel.bars.length - most} more</div>}
    </div>
  )
}

/** From zero to the value, either way. */
function Stroke({
  value,
  low,
  reach,
  className,
}: {
  readonly value: number
  readonly low: number
  readonly reach: number
  readonly className?: string | undefined
}) {
  if (!Number.isFinite(value)) return null
  const clamp = (share: number): number => Math.max(0, Math.min(1, share))
  const zero = clamp(-low / reach)
  const end = clamp((value - low) / reach)
  return <i className={className} style={{ left: `${100 * Math.min(zero, end)}%`, width: `${100 * Math.abs(end - zero)}%` }} />
}
