/* The token strip: a chip for each token in the tint of its id, spaces visible, the id below; or tinted by a number. */
'use client'
import { memo, useMemo } from 'react'
import { short } from '../../lib/viz/numbers'
import type { TokenMark, TokensPanel } from '../../lib/viz/panels'
import { bareSpecial } from '../../lib/viz/pieces'
import { chipsOf, fromHex, inkOn, placeOn } from '../../lib/viz/scales'
import type { PanelProps } from './actions'
import { useIsLit, usePinned } from './brush'
import { Figure } from './Figure'
import { tableOf } from './paint-cells'
import { Piece } from './Piece'
import { useTheme } from './theme'
import { useOpenMark } from './useMarkOf'

/** Beyond this the strip says how many more there are. */
const MOST = 600

export function TokensView(props: PanelProps<TokensPanel>) {
  return (
    <Figure {...props}>
      <Strip panel={props.panel} />
    </Figure>
  )
}

function Strip({ panel }: { readonly panel: TokensPanel }) {
  const table = tableOf('sequential', useTheme())
  const chips = useMemo(() => chipsOf(panel.tokens.map((token) => token.id)), [panel.tokens])
  const open = useOpenMark()
  const shown = panel.tokens.slice(0, MOST)
  return (
    <div className="vz-toks">
      {shown.map((token, place) => {
        const value = panel.values?.data[place]
        const colour =
          value === undefined || !panel.values || Number.isNaN(value)
            ? undefined
            : table.css[Math.round(255 * Math.max(0, Math.min(1, placeOn({ kind: 'sequential', low: 0, high: panel.values.high }, value))))]
        return (
          <Chip
            key={place}
            token={token}
            place={place}
            chip={chips[place]!}
            colour={colour}
            below={
              panel.values ? (value === undefined || Number.isNaN(value) ? '–' : short(value)) : panel.showIds ? String(token.id) : null
            }
            open={open?.place[0] === place}
          />
        )
      })}
      {panel.tokens.length > MOST && <span className="vz-quiet">and {panel.tokens.length - MOST} more</span>}
    </div>
  )
}

interface ChipProps {
  readonly token: TokenMark
  readonly place: number
  readonly chip: number
  readonly colour: string | undefined
  readonly below: string | null
  readonly open: boolean
}

const Chip = memo(function Chip({ token, place, chip, colour, below, open }: ChipProps) {
  const lit = useIsLit(place)
  const pinned = usePinned() === place
  const kind = token.special ? ' vz-special' : token.bytes ? ' vz-part' : ''
  const style =
    token.special || token.bytes
      ? undefined
      : colour
        ? { background: colour, color: inkOn(fromHex(colour)) }
        : { background: `var(--chip-${chip})` }
  return (
    <span
      className={`vz-tok${kind}${lit ? ' vz-lit' : ''}${pinned ? ' is-pinned' : ''}${open ? ' is-open' : ''}`}
      style={style}
      data-mark={place}
      data-token={place}
    >
      {token.special ? bareSpecial(token.text) : token.bytes ? token.bytes : <Piece text={token.text} />}
      {below !== null && <small>{below}</small>}
    </span>
  )
})
