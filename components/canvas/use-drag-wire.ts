/* Dragging a wire: whether it fits is asked as it hovers; where it ends decides what happens. */
'use client'
import { useConnection, useReactFlow, type FinalConnectionState, type IsValidConnection } from '@xyflow/react'
import { useCallback, useMemo, useState, type RefObject } from 'react'
import { useLatest } from '../ui'
import { readHandle } from './DragLine'
import { portPlace } from './measure'
import type { PortRef, SheetActions, SheetModel, Verdict } from './model'
import type { Refused } from './Refusal'
import type { PickerRoom } from './use-picker'

interface End {
  readonly nodeId: string
  readonly id?: string | null
}

const CARD = 280

const portAt = (handle: End | null | undefined): PortRef | null => {
  const read = handle && readHandle(handle.id)
  return handle && read ? { node: handle.nodeId, port: read.port, side: read.side } : null
}
const samePort = (a: PortRef, b: PortRef): boolean => a.node === b.node && a.port === b.port && a.side === b.side

/** From output to input, whichever end the drag began at. */
const inOrder = (a: PortRef, b: PortRef): readonly [PortRef, PortRef] => (a.side === 'out' ? [a, b] : [b, a])

function judge(actions: SheetActions, a: PortRef, b: PortRef): Verdict {
  if (a.side === b.side) {
    const both = a.side === 'in' ? 'inputs' : 'outputs'
    return { ok: false, message: `A wire leads from an output to an input; ${a.port} and ${b.port} are both ${both}.` }
  }
  return actions.canConnect(...inOrder(a, b))
}

export function useDragWire(model: SheetModel, actions: SheetActions, frame: RefObject<HTMLDivElement | null>, picker: PickerRoom) {
  const flow = useReactFlow()
  const [dropped, setDropped] = useState<readonly [PortRef, PortRef] | null>(null)
  const latest = useLatest({ model, actions, picker })
  const forget = useCallback(() => setDropped(null), [])
  const hovering = useHovering()

  const pair = hovering ?? dropped
  const refused = useMemo<Refused | null>(() => {
    if (!pair || samePort(...pair)) return null
    const verdict = judge(actions, ...pair)
    if (verdict.ok) return null
    const [, target] = pair
    const node = model.nodes.find((each) => each.id === target.node)
    const place = node && portPlace(node, target.side, target.port)
    const view = flow.getViewport()
    const x = view.x + view.zoom * ((node?.x ?? 0) + (place?.x ?? 0))
    const y = view.y + view.zoom * ((node?.y ?? 0) + (place?.y ?? 0))
    const { fix, message, wrap, keep } = verdict
    const [from, to] = inOrder(...pair)
    const onFix = () => {
      setDropped(null)
      if (fix) actions.insertConverter(from, to, fix)
      else if (wrap) actions.wrapCircle(wrap, from, to)
      else if (keep) actions.keepAndConnect(from, to)
    }
    const offer = fix ? undefined : wrap ? 'Wrap in a loop' : keep ? `Keep ${keep.port} and wire that` : undefined
    const at = { x: x > CARD + 24 ? x - CARD - 4 : x + 24, y: Math.max(8, y + 16) }
    return { message, ...at, ...(fix ? { fix, onFix } : {}), ...(offer ? { offer, onFix } : {}) }
  }, [pair, actions, model, flow])

  const isValid: IsValidConnection = useCallback(
    (wire) => {
      const from = portAt({ nodeId: wire.source, id: wire.sourceHandle ?? null })
      const to = portAt({ nodeId: wire.target, id: wire.targetHandle ?? null })
      return !!from && !!to && judge(latest.current.actions, from, to).ok
    },
    [latest],
  )

  const onEnd = useCallback(
    (event: globalThis.MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const { actions: doors, picker: lists, model: sheet } = latest.current
      const at = 'changedTouches' in event ? event.changedTouches[0] : event
      const screen = { x: at?.clientX ?? 0, y: at?.clientY ?? 0 }
      const from = portAt(state.fromHandle)
      const to = portAt(state.toHandle)
      if (!from) return
      if (to) {
        if (samePort(from, to)) return
        if (judge(doors, from, to).ok) doors.connect(...inOrder(from, to))
        else setDropped([from, to])
        return
      }
      const type = typeOf(sheet, from)
      const under = document.elementFromPoint(screen.x, screen.y)
      const other = under?.closest('[data-node]')?.getAttribute('data-node')
      if (other && other !== from.node) lists.ends(from, type, screen, other)
      else if (under && !other && frame.current?.contains(under)) lists.fitting(from, type, screen)
    },
    [frame, latest],
  )
  return { isValid, onStart: forget, onEnd, forget, refused }
}

const typeOf = (sheet: SheetModel, { node: id, side, port: name }: PortRef): string => {
  const node = sheet.nodes.find((each) => each.id === id)
  return (side === 'in' ? node?.inputs : node?.outputs)?.find((port) => port.name === name)?.type ?? 'any'
}

/** The two ports while the pointer is over one; a text, so that moving over the same port renders nothing. */
function useHovering(): readonly [PortRef, PortRef] | null {
  const key = useConnection((state) =>
    state.inProgress && state.toHandle
      ? [state.fromHandle.nodeId, state.fromHandle.id, state.toHandle.nodeId, state.toHandle.id].join(' ')
      : null,
  )
  return useMemo(() => {
    const [fromNode, from, toNode, to] = key?.split(' ') ?? []
    const a = fromNode ? portAt({ nodeId: fromNode, id: from ?? null }) : null
    const b = toNode ? portAt({ nodeId: toNode, id: to ?? null }) : null
    return a && b ? [a, b] : null
  }, [key])
}
