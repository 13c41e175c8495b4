/* Ends of wires that come from or lead to another sheet: a plate with the port's shape and the sheet's name. */
'use client'
import { memo } from 'react'
import { PortShape } from '../viz/PortShape'
import { useRoom } from './context'
import type { PlacedPortal } from './portal-places'
import { rounded } from './route'

export const Portals = memo(function Portals({ placed }: { readonly placed: readonly PlacedPortal[] }) {
  const { actions } = useRoom()
  return (
    <>
      <svg className="wires" aria-hidden>
        {placed.map(({ portal, path }, index) => (
          <path key={index} className="wire" d={rounded(path)} style={{ color: `var(--port-${portal.type}, var(--ink-3))` }} />
        ))}
      </svg>
      {placed.map(({ portal, words, box }, index) => (
        <button
          type="button"
          key={index}
          className="portal nopan nodrag"
          style={{ left: box.x, top: box.y, width: box.width }}
          title={`${portal.side === 'in' ? 'From' : 'To'} ${portal.node} on sheet ${words}`}
          aria-label={`${portal.side === 'in' ? 'From' : 'To'} ${portal.node} on sheet ${words}`}
          onClick={() => actions.show(portal.node)}
        >
          <PortShape type={portal.type} />
          <span>{words}</span>
        </button>
      ))}
    </>
  )
})
