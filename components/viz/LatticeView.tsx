/* Boxes over a row of characters, lane by lane: a tree of merges, a walk of looks, or all pieces that fit. */
'use client'
import { laneStarts } from '../../lib/viz/marks/lattice'
import type { LatticePanel } from '../../lib/viz/panels'
import type { PanelProps } from './actions'
import { Slider } from '../ui'
import { Figure } from './Figure'
import { Piece } from './Piece'
import { useOpenMark } from './useMarkOf'

export function LatticeView(props: PanelProps<LatticePanel>) {
  return (
    <Figure {...props}>
      <Scrubs {...props} />
      <Lanes panel={props.panel} />
    </Figure>
  )
}

/** From step to step, by drag and by arrow keys. */
function Scrubs({ panel, onAction }: PanelProps<LatticePanel>) {
  if (!onAction || !panel.scrubs?.length) return null
  return (
    <div className="vz-scrubs">
      {panel.scrubs.map(({ param, label, value, least, most }) => (
        <div key={param} className="vz-scrub">
          <span>{label}</span>
          <Slider
            label={label}
            value={value}
            min={least}
            max={most}
            step={1}
            valueText={`${value} of ${most}`}
            onChange={(next) => onAction({ kind: 'set-param', param, value: next })}
          />
          <output>
            {value} of {most}
          </output>
        </div>
      ))}
    </div>
  )
}

function Lanes({ panel }: { readonly panel: LatticePanel }) {
  const open = useOpenMark()
  const columns = { gridTemplateColumns: `repeat(${panel.characters.length}, minmax(14px, 36px))` }
  const starts = laneStarts(panel)
  return (
    <div className="vz-lattice nowheel">
      <div className="vz-lane is-characters" style={columns}>
        {panel.characters.map((character, place) => (
          <span key={place}>
            <Piece text={character} />
          </span>
        ))}
      </div>
      {panel.lanes.map(({ boxes }, lane) => (
        <div key={lane} className="vz-lane" style={columns}>
          {boxes.map(({ from, to, text, tone }, at) => {
            const place = starts[lane]! + at
            return (
              <span
                key={`${from}-${to}-${tone}`}
                className={`vz-span is-${tone}${open?.place[0] === place ? ' is-open' : ''}`}
                style={{ gridColumn: `${from + 1} / ${to + 1}` }}
                data-mark={place}
              >
                <Piece text={text} />
              </span>
            )
          })}
        </div>
      ))}
    </div>
  )
}
