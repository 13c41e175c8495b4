/* A number's bits, to be turned over: by click, or by Space on the bit that the arrow keys walked to. */
'use client'
import { useRef } from 'react'
import { bitRows, canTurn, heldWords, neighbourWords } from '../../lib/viz/bits'
import { significant } from '../../lib/viz/numbers'
import type { MarkPlace } from '../../lib/viz/mark'
import type { BitsPanel } from '../../lib/viz/panels'
import type { PanelProps } from './actions'
import { announce } from './announce'
import { Figure } from './Figure'
import { useOpenMark } from './useMarkOf'

export function BitsView(props: PanelProps<BitsPanel>) {
  const { panel, onAction } = props
  const walked = useRef<MarkPlace | null>(null)
  const turn = (place: number): void => {
    const bit = panel.bits[place]
    if (!bit || !panel.param || !canTurn(panel, place)) {
      if (bit)
        announce(`Turned over it would be ${Object.is(bit.flipped, -0) ? 'minus zero' : significant(bit.flipped)}, which no param holds.`)
      return
    }
    onAction?.({ kind: 'set-param', param: panel.param, value: bit.flipped })
    announce(`Now ${significant(bit.flipped)}`)
  }
  return (
    <div
      className="vz-bits-keys nodrag"
      onKeyDown={(event) => {
        if (event.key !== ' ' || walked.current === null) return
        event.preventDefault()
        turn(walked.current[0] ?? -1)
      }}
    >
      <Figure {...props} onPlace={(place) => (walked.current = place)}>
        <Rows panel={panel} onTurn={onAction && turn} />
        <div className="vz-bits-value">{heldWords(panel)}</div>
        <p className="vz-bits-words">{panel.formula}</p>
        <p className="vz-bits-words vz-quiet">{neighbourWords(panel)}</p>
      </Figure>
    </div>
  )
}

function Rows({ panel, onTurn }: { readonly panel: BitsPanel; readonly onTurn?: (place: number) => void }) {
  const open = useOpenMark()
  return (
    <div className="vz-bits">
      {bitRows(panel).map((runs) => (
        <div key={runs[0]!.start} className="vz-bits-row">
          {runs.map(({ role, start, bits }) => (
            <span key={start} className="vz-bits-run" style={{ flexGrow: bits.length, maxWidth: bits.length * 28 }}>
              <span className="vz-bits-cells">
                {bits.map((bit, place) => (
                  <button
                    key={place}
                    type="button"
                    tabIndex={-1}
                    data-mark={start + place}
                    className={`vz-bit${bit.on ? ' is-on' : ''}${open?.place[0] === start + place ? ' is-open' : ''}`}
                    aria-pressed={bit.on}
                    aria-label={`Bit ${panel.bits.length - 1 - start - place}, ${role}`}
                    aria-disabled={!onTurn || !canTurn(panel, start + place)}
                    onClick={(event) => {
                      if (!onTurn) return
                      event.stopPropagation()
                      onTurn(start + place)
                    }}
                  >
                    {bit.on ? '1' : '0'}
                  </button>
                ))}
              </span>
              <small>{bits.length === 1 ? role.charAt(0) : role}</small>
            </span>
          ))}
        </div>
      ))}
    </div>
  )
}
