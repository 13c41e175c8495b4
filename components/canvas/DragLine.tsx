/* The wire under the pointer: straight and plain; over a port that refuses it, dotted in the error colour with a ring. */
'use client'
import type { ConnectionLineComponentProps } from '@xyflow/react'
import type { CaseNode } from './NodeCase'
import { portPlace, type Point } from './measure'
import { portColour } from './port-colour'

/** `out:logits` → its side and name. */
export function readHandle(id: string | null | undefined): { readonly side: 'in' | 'out'; readonly port: string } | null {
  const cut = id?.indexOf(':') ?? -1
  if (!id || cut < 0) return null
  return { side: id.slice(0, cut) === 'in' ? 'in' : 'out', port: id.slice(cut + 1) }
}

export function DragLine({ fromNode, fromHandle, toNode, toHandle, toX, toY, connectionStatus }: ConnectionLineComponentProps<CaseNode>) {
  const from = endAt(fromNode, fromHandle.id)
  const target = toNode && toHandle ? endAt(toNode, toHandle.id) : null
  if (!from) return null
  const to = target?.point ?? { x: toX, y: toY }
  const refused = connectionStatus === 'invalid' && target !== null
  return (
    <g className={refused ? 'drag-line refused' : 'drag-line'} style={{ color: portColour(from.type) }}>
      <path d={`M${from.point.x} ${from.point.y}L${to.x} ${to.y}`} />
      {refused && <circle cx={to.x} cy={to.y} r="11" />}
    </g>
  )
}

function endAt(
  node: ConnectionLineComponentProps<CaseNode>['fromNode'],
  handle: string | null | undefined,
): { readonly point: Point; readonly type: string } | null {
  const read = readHandle(handle)
  const sheet = node.data.node
  const place = read && portPlace(sheet, read.side, read.port)
  const at = node.internals.positionAbsolute
  if (!read || !place) return null
  const type = (read.side === 'in' ? sheet.inputs : sheet.outputs).find((port) => port.name === read.port)?.type ?? 'any'
  return { point: { x: at.x + place.x, y: at.y + place.y }, type }
}
