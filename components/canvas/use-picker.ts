/* Which list is open over the sheet, and the ways in: add here, what fits this wire, which port. */
'use client'
import { useReactFlow } from '@xyflow/react'
import { useCallback, useMemo, useRef, useState, type PointerEvent, type RefObject } from 'react'
import { useLatest } from '../ui'
import { insideOf } from './frames'
import type { PortRef, SheetActions, SheetModel, SheetNode } from './model'
import { endList, fittingList, kindList, portList } from './pick-lists'
import type { PickList } from './picker-types'

interface Place {
  readonly x: number
  readonly y: number
}

export interface PickerRoom {
  readonly list: PickList | null
  add(screen: Place): void
  addAtCentre(): void
  addAtPointer(): void
  /** In the first free place inside of a frame. */
  addInto(frame: SheetNode): void
  fitting(port: PortRef, type: string, screen: Place): void
  ends(port: PortRef, type: string, screen: Place, at?: string): void
  ports(id: string, screen: Place): void
  openPort(node: string, side: 'in' | 'out', port: string, screen: Place): void
  track(event: PointerEvent): void
  close(): void
  /** Where the pointer is, on the sheet; undefined outside. */
  pointerPlace(): Place | undefined
}

export function usePicker(model: SheetModel, actions: SheetActions, frame: RefObject<HTMLDivElement | null>): PickerRoom {
  const flow = useReactFlow()
  const [list, setList] = useState<PickList | null>(null)
  const pointer = useRef<Place | null>(null)
  const latest = useLatest({ model, actions })
  const track = useCallback((event: PointerEvent) => void (pointer.current = { x: event.clientX, y: event.clientY }), [])
  const doors = useMemo(() => {
    const sheetPlace = (screen: Place) => flow.screenToFlowPosition(screen)
    const centre = (): Place => {
      const box = frame.current?.getBoundingClientRect()
      return box ? { x: box.left + box.width / 2 - 180, y: Math.max(80, box.top + 40) } : { x: 200, y: 200 }
    }
    const add = (screen: Place) => setList(kindList(latest.current.actions, screen, sheetPlace(screen)))
    const fitting = (port: PortRef, type: string, screen: Place) =>
      setList(fittingList(latest.current.actions, port, type, screen, sheetPlace(screen)))
    const ends = (port: PortRef, type: string, screen: Place, at?: string) =>
      setList(
        endList(latest.current.actions, latest.current.model, port, type, screen, {
          ...(at ? { at } : {}),
          onAdd: () => fitting(port, type, screen),
        }),
      )
    const inside = (place: Place | null): place is Place => {
      const box = frame.current?.getBoundingClientRect()
      return !!(box && place && place.x > box.left && place.x < box.right && place.y > box.top && place.y < box.bottom)
    }
    return {
      add,
      addAtCentre: () => add(centre()),
      addInto: (node: SheetNode) => {
        const inside = insideOf(node.frame?.look ?? 'region')
        const corner = { x: node.x + inside.x, y: node.y + inside.y }
        const screen = flow.flowToScreenPosition(corner)
        setList(kindList(latest.current.actions, { x: Math.max(12, screen.x), y: Math.max(80, screen.y) }, corner))
      },
      addAtPointer: () => add(inside(pointer.current) ? pointer.current : centre()),
      fitting,
      ends,
      ports: (id: string, screen: Place) => setList(portList(latest.current.model, id, screen, (port, type) => ends(port, type, screen))),
      openPort: (id: string, side: 'in' | 'out', name: string, screen: Place) => {
        const node = latest.current.model.nodes.find((each) => each.id === id)
        const port = (side === 'in' ? node?.inputs : node?.outputs)?.find((each) => each.name === name)
        if (port) ends({ node: id, port: name, side }, port.type, screen)
      },
      close: () => setList(null),
      pointerPlace: () => (inside(pointer.current) ? sheetPlace(pointer.current) : undefined),
    }
  }, [flow, frame, latest])
  return useMemo(() => ({ list, track, ...doors }), [list, track, doors])
}
