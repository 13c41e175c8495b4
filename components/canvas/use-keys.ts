/* The keys of a sheet. Keys typed into a field are the field's. */
'use client'
import type { KeyboardEvent } from 'react'
import type { Direction } from './neighbours'

export interface SheetKeys {
  walk(direction: Direction): void
  nudge(direction: Direction): void
  remove(): void
  frame(): void
  tidy(): void
  add(): void
  ports(): void
  run(): void
  all(): void
  enter(): void
  leave(): boolean
  zoom(by: 1 | -1 | 0): void
  menu(): void
  open(): void
  duplicate(): void
  iteration(by: 1 | -1): boolean
  inspect(): void
}

const ARROWS: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' }

export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
    target.closest('[role="slider"], [role="radio"], [role="radiogroup"], [role="listbox"], [role="menu"], [role="grid"]') !== null)

/** Escape leads out of a node's own field to the node; every other key typed there is the field's. */
const isInNode = (target: EventTarget | null): boolean => target instanceof HTMLElement && target.closest('.react-flow__node') !== null

/** True when the key was the sheet's. */
export function pressKey(event: KeyboardEvent, keys: SheetKeys): boolean {
  if (event.defaultPrevented) return false
  if (isTyping(event.target)) return event.key === 'Escape' && isInNode(event.target) && keys.leave()
  const arrow = ARROWS[event.key]
  const command = event.metaKey || event.ctrlKey
  // Inside a node (its button, its figure) the arrows and Tab belong to what has the focus.
  const inside = event.target instanceof HTMLElement && event.target.closest('.node-body, .node-foot') !== null
  if (arrow && !command && !inside) {
    if (event.altKey) keys.nudge(arrow)
    else keys.walk(arrow)
    return true
  }
  if (command) {
    if (event.key.toLowerCase() === 'd') keys.duplicate()
    else if (event.key.toLowerCase() === 'a') keys.all()
    else return false
    return true
  }
  return plainKey(event, keys, inside)
}

function plainKey(event: KeyboardEvent, keys: SheetKeys, inside: boolean): boolean {
  switch (event.key) {
    case 'Delete':
    case 'Backspace':
      keys.remove()
      return true
    case 'f':
    case 'F':
      keys.frame()
      return true
    case 'L':
      keys.tidy()
      return true
    case 'w':
      keys.ports()
      return true
    case 'r':
      keys.run()
      return true
    case 'i':
      keys.inspect()
      return true
    case '+':
    case '=':
      keys.zoom(1)
      return true
    case '-':
      keys.zoom(-1)
      return true
    case 'm':
    case 'ContextMenu':
      keys.menu()
      return true
    case 'F10':
      if (event.shiftKey) keys.menu()
      return event.shiftKey
    case 'o':
      keys.open()
      return true
    case '[':
      return keys.iteration(-1)
    case ']':
      return keys.iteration(1)
    case '0':
      keys.zoom(0)
      return true
    case 'Tab':
      if (event.shiftKey || inside) return false
      keys.add()
      return true
    case 'Enter':
      if (inside) return false
      keys.enter()
      return true
    case 'Escape':
      return keys.leave()
    default:
      return false
  }
}
