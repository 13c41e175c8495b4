/* What each key of a sheet does, in terms of its actions. */
'use client'
import type { ReactFlowInstance } from '@xyflow/react'
import type { RefObject } from 'react'
import { GRID } from './measure'
import type { LiveNodes, SheetActions, SheetModel, SheetNode, SheetWire } from './model'
import { neighbour, type Direction } from './neighbours'
import type { CaseNode } from './NodeCase'
import type { SheetKeys } from './use-keys'
import type { PickerRoom } from './use-picker'

interface Room {
  readonly model: SheetModel
  readonly selection: readonly string[]
  readonly actions: SheetActions
  readonly wire: SheetWire | null
  readonly flow: ReactFlowInstance<CaseNode>
  readonly frame: RefObject<HTMLDivElement | null>
  readonly full: boolean
  readonly onFull: (full: boolean) => void
  readonly onTidy: () => Promise<void>
  readonly onFrame: (ids: readonly string[]) => void
  readonly picker: PickerRoom
  readonly dropWire: () => void
  readonly live: LiveNodes
  readonly onMenu: (ids: readonly string[], at: { readonly x: number; readonly y: number }) => void
}

/** The region that a node is, or stands in. */
function frameOf(model: SheetModel, id: string | undefined): SheetNode | undefined {
  const node = model.nodes.find((each) => each.id === id)
  const frame = node?.frame ? node : model.nodes.find((each) => each.id === node?.parent)
  return frame?.frame?.look === 'region' ? frame : undefined
}

const STEPS: Readonly<Record<Direction, readonly [number, number]>> = {
  left: [-GRID, 0],
  right: [GRID, 0],
  up: [0, -GRID],
  down: [0, GRID],
}

export function useSheetKeys(room: Room): SheetKeys {
  const { model, actions, frame, flow, picker } = room
  const mine = room.selection.filter((id) => model.nodes.some((node) => node.id === id))
  // Read when a key is pressed: the focus moves without anything being drawn anew.
  const chosen = (): readonly string[] => {
    const focused = focusedNode(frame)
    return mine.length > 0 ? mine : focused ? [focused] : []
  }
  const goTo = (id: string) => {
    actions.select([id])
    nodeElement(frame, id)?.focus({ preventScroll: true })
    nodeElement(frame, id)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  return {
    walk(direction) {
      const from = focusedNode(frame) ?? chosen()[0]
      const next = from ? neighbour(model.nodes, model.wires, from, direction) : model.nodes[0]?.id
      if (next) goTo(next)
    },
    nudge(direction) {
      const [dx, dy] = STEPS[direction]
      const ids = chosen()
      const moved = model.nodes.filter((node) => ids.includes(node.id)).map((node) => ({ id: node.id, x: node.x + dx, y: node.y + dy }))
      if (moved.length > 0) actions.move(moved, 'Moved by keys')
    },
    remove() {
      if (room.wire) {
        actions.disconnect([room.wire])
        room.dropWire()
      } else if (chosen().length > 0) actions.remove(chosen())
    },
    frame: () => room.onFrame(mine),
    tidy: () => void room.onTidy(),
    add() {
      const region = frameOf(model, focusedNode(frame) ?? chosen()[0])
      if (region) picker.addInto(region)
      else picker.addAtPointer()
    },
    ports() {
      const id = focusedNode(frame) ?? chosen()[0]
      const box = id ? nodeElement(frame, id)?.getBoundingClientRect() : null
      if (id && box) picker.ports(id, { x: box.right - 40, y: box.top + 40 })
    },
    run: () => chosen().length > 0 && actions.run(chosen()),
    all: () => actions.select(model.nodes.map((node) => node.id)),
    enter() {
      const id = focusedNode(frame)
      if (!id) return
      actions.select([id])
      nodeElement(frame, id)
        ?.querySelector<HTMLElement>('textarea, [contenteditable="true"], input, select, button, [tabindex="0"]')
        ?.focus({ preventScroll: true })
    },
    leave: () => leave(room),
    menu() {
      const id = focusedNode(frame) ?? chosen()[0]
      const box = (id ? nodeElement(frame, id) : frame.current)?.getBoundingClientRect()
      if (box) room.onMenu(id && !chosen().includes(id) ? [id] : chosen(), { x: box.left + 40, y: box.top + 28 })
    },
    open() {
      const id = focusedNode(frame) ?? chosen()[0]
      if (model.nodes.some((node) => node.id === id && node.opens)) actions.open(id!)
    },
    duplicate: () => chosen().length > 0 && actions.duplicate(chosen()),
    inspect() {
      const id = focusedNode(frame) ?? chosen().at(-1)
      if (!id) return
      actions.select([id])
      actions.inspect(id)
    },
    iteration(by) {
      const region = frameOf(model, focusedNode(frame) ?? chosen()[0])
      const now = region && room.live.view(region.id)?.iterations
      if (!region || !now) return false
      const next = now.chosen + by
      if (next >= 0 && next < now.count) actions.chooseIteration(region.id, next)
      return true
    },
    zoom(by) {
      if (by === 0) void flow.zoomTo(1)
      else if (by === 1) void flow.zoomIn()
      else void flow.zoomOut()
    },
  }
}

/** Escape goes one step out: from a node's inside to the node, from the node to the sheet, from full screen to the page, from the sheet on. */
function leave({ frame, full, onFull, actions, dropWire }: Room): boolean {
  dropWire()
  const active = document.activeElement
  const node = active?.closest<HTMLElement>('.react-flow__node')
  if (node && active !== node) {
    node.focus({ preventScroll: true })
    return true
  }
  if (node) {
    actions.select([])
    frame.current?.focus({ preventScroll: true })
    return true
  }
  if (full) {
    onFull(false)
    return true
  }
  const block = frame.current?.closest('.sheet-block')
  if (block) focusAfter(block)
  return false
}

const FOCUSABLE = 'a[href], button:not(:disabled), textarea, input, select, [tabindex="0"]'
/** The first place behind an element that can have the focus and is on the page. */
function focusAfter(element: Element): void {
  const places = [...document.querySelectorAll<HTMLElement>(FOCUSABLE)]
  const behind = (place: HTMLElement) => (element.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
  places.find((place) => behind(place) && !element.contains(place) && place.getClientRects().length > 0)?.focus()
}

const focusedNode = (frame: RefObject<HTMLDivElement | null>): string | null => {
  const node = document.activeElement?.closest('.react-flow__node')
  return node && frame.current?.contains(node) ? node.getAttribute('data-id') : null
}

const nodeElement = (frame: RefObject<HTMLDivElement | null>, id: string): HTMLElement | null =>
  frame.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`) ?? null
