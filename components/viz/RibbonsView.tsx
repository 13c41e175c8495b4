/* A source with its chunks: each on its own tint, what the next says again underlined, what was found lit. */
'use client'
import { useMemo } from 'react'
import { whole } from '../../lib/viz/numbers'
import type { RibbonsPanel } from '../../lib/viz/panels'
import { ribbonLook, ribbonPieces } from '../../lib/viz/ribbons'
import type { PanelProps } from './actions'
import { Figure } from './Figure'
import { useOpenMark } from './useMarkOf'

export function RibbonsView(props: PanelProps<RibbonsPanel>) {
  const { panel } = props
  const part = panel.text.length < panel.length
  return (
    <Figure
      {...props}
      foot={
        part && (
          <div className="vz-stretch">{`${whole(panel.text.length)} of ${whole(panel.length)} characters, from ${whole(panel.from)}`}</div>
        )
      }
    >
      <Source panel={panel} />
    </Figure>
  )
}

function Source({ panel }: { readonly panel: RibbonsPanel }) {
  const open = useOpenMark()
  const pieces = useMemo(() => ribbonPieces(panel), [panel])
  return (
    <div className="vz-text vz-ribbons">
      {pieces.map((piece, at) => {
        const { chip, again, lit } = ribbonLook(panel, piece)
        const mark = piece.over.at(-1)
        const Tag = lit ? 'mark' : 'span'
        return (
          <Tag
            key={at}
            className={`vz-ribbon${lit ? ' is-found' : ''}${chip === undefined ? ' is-bare' : ''}${mark !== undefined && open && piece.over.includes(open.place[0]!) ? ' is-open' : ''}`}
            style={{
              ...(lit || chip === undefined ? {} : { background: `var(--chip-${chip})` }),
              ...(again === undefined ? {} : { borderBottomColor: `var(--cat-${again})` }),
            }}
            {...(mark === undefined ? {} : { 'data-mark': mark })}
          >
            {piece.text}
          </Tag>
        )
      })}
    </div>
  )
}
