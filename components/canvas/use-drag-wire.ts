/* Dragging a wire: whether it fits is asked as it hovers; where it ends decides what happens. */
'use client'
import { useConnection, type FinalConnectionState, type IsValidConnection } from '@xyflow/react'
import { useCallback, useMemo, useRef, useState, type RefObject } from 'react'
import { readHandle } from './DragLine'
import type { PortRef, SheetActions, SheetModel, Verdict } from './model'
import type { Refused } from './Refusal'
import type { PickerRoom } from './use-picker'

interface End {
  readonly nodeId: string
  readonly id?: string | null
}

const portAt = (handle: End | null | undefined): PortRef | null => {
  const read = handle && readHandle(handle.id)
  return handle && read ? { node: handle.nodeId, port: read.port, side: read.side } : null
}

/** From output to input, whichever end the drag began at. */
const inOrder = (a: PortRef, b: PortRef): readonly [PortRef, PortRef] => (a.side === 'out' ? [a, b] : [b, a])

function judge(actions: SheetActions, a: PortRef, b: PortRef): Verdict {
  if (a.side === b.side)
    return {
      ok: false,
      message: `A wire leads from an output to an input; ${a.port} and ${b.port} are both ${a.side === 'in' ? 'inputs' : 'outputs'}.`,
    }
  const [from, to] = inOrder(a, b)
  return actions.canConnect(from, to)
}

export function useDragWire(model: SheetModel, actions: SheetActions, frame: RefObject<HTMLDivElement | null>, picker: PickerRoom) {
  const [dropped, setDropped] = useState<Refused | null>(null)
  const latest = useRef({ model, actions, picker })
  latest.current = { model, actions, picker }
  const forget = useCallback(() => setDropped(null), [])

  const refuse = useCallback(
    (a: PortRef, b: PortRef, verdict: Verdict, screen: { readonly x: number; readonly y: number }): Refused | null => {
      if (verdict.ok) return null
      const box = frame.current?.getBoundingClientRect()
      const [from, to] = inOrder(a, b)
      const { fix } = verdict
      return {
        message: verdict.message,
        x: Math.max(8, Math.min(screen.x - (box?.left ?? 0) + 20, (box?.width ?? 600) - 280)),
        y: Math.max(8, screen.y - (box?.top ?? 0) + 14),
        ...(fix ? { fix, onFix: () => (setDropped(null), latest.current.actions.insertConverter(from, to, fix)) } : {}),
      }
    },
    [frame],
  )

  const hovering = useConnection((state) => {
    if (!state.inProgress || !state.toHandle || !state.fromHandle) return null
    return `${state.fromHandle.nodeId} ${state.fromHandle.id} ${state.toHandle.nodeId} ${state.toHandle.id}`
  })
  const live = useMemo(() => {
    const [fromNode, from, toNode, to] = hovering?.split(' ') ?? []
    const a = fromNode && portAt({ nodeId: fromNode, id: from ?? null })
    const b = toNode && portAt({ nodeId: toNode, id: to ?? null })
    if (!a || !b || (a.node === b.node && a.port === b.port)) return null
    const handle = frame.current?.querySelector(`[data-handleid="${to}"][data-nodeid="${toNode}"]`)?.getBoundingClientRect()
    return refuse(a, b, judge(latest.current.actions, a, b), { x: handle?.right ?? 0, y: handle?.top ?? 0 })
  }, [hovering, refuse, frame])

  const isValid: IsValidConnection = useCallback((wire) => {
    const from = portAt({ nodeId: wire.source, id: wire.sourceHandle ?? null })
    const to = portAt({ nodeId: wire.target, id: wire.targetHandle ?? null })
    return !!from && !!to && judge(latest.current.actions, from, to).ok
  }, [])

  const onEnd = useCallback(
    (event: globalThis.MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const { actions, picker, model } = latest.current
      const at = 'changedTouches' in event ? event.changedTouches[0] : event
      const screen = { x: at?.clientX ?? 0, y: at?.clientY ?? 0 }
      const from = portAt(state.fromHandle)
      const to = portAt(state.toHandle)
      if (!from) return
      const node = model.nodes.find((each) => each.id === from.node)
      const type = (from.side === 'in' ? node?.inputs : node?.outputs)?.find((port) => port.name === from.port)?.type ?? 'any'
      if (to) {
        if (to.node === from.node && to.port === from.port) return
        const verdict = judge(actions, from, to)
        if (verdict.ok) actions.connect(...inOrder(from, to))
        else setDropped(refuse(from, to, verdict, screen))
        return
      }
      const under = document.elementFromPoint(screen.x, screen.y)
      const other = under?.closest('[data-node]')?.getAttribute('data-node')
      if (other && other !== from.node) picker.ends(from, type, screen, other)
      else if (under && frame.current?.contains(under) && !other) picker.fitting(from, type, screen)
    },
    [frame, refuse],
  )
  return { isValid, onStart: forget, onEnd, forget, refused: live ?? dropped }
}
