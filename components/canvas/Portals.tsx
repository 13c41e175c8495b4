/* Ends of wires that come from or lead to another sheet: a plate with the port's shape and the sheet's name. */
'use client'
import { memo } from 'react'
import { PortShape } from '../viz/PortShape'
import { useRoom } from './context'
import { portPlace } from './measure'
import type { SheetModel, SheetPortal } from './model'

export const Portals = memo(function Portals({ model }: { readonly model: SheetModel }) {
  const { actions } = useRoom()
  const nodes = new Map(model.nodes.map((node) => [node.id, node]))
  return gather(model.portals).map((portal) => {
    const node = nodes.get(portal.at.node)
    const place = node && portPlace(node, portal.side, portal.at.port)
    if (!node || !place) return null
    const words = portal.side === 'in' ? `from ${portal.sheet}` : `to ${portal.sheet}`
    const x = node.x + place.x + (portal.side === 'in' ? -16 : 16)
    return (
      <button
        type="button"
        key={`${portal.side}${portal.at.node}.${portal.at.port}${portal.sheet}`}
        className={`portal ${portal.side} nopan nodrag`}
        style={{ left: x, top: node.y + place.y - 10, color: `var(--port-${portal.type}, var(--ink-3))` }}
        title={`${words}: ${portal.node}`}
        onClick={() => actions.show(portal.node)}
      >
        <PortShape type={portal.type} />
        <span>{portal.side === 'in' ? portal.sheet : words}</span>
      </button>
    )
  })
})

/** One plate for all wires of a port that lead to the same sheet. */
function gather(portals: readonly SheetPortal[]): readonly SheetPortal[] {
  const kept = new Map<string, SheetPortal>()
  for (const portal of portals) {
    const key = `${portal.side}${portal.at.node}.${portal.at.port}>${portal.sheet}`
    if (!kept.has(key)) kept.set(key, portal)
  }
  return [...kept.values()]
}
