/*
 * The one mark of the page that has a card open: under the pointer, walked to by keys, or pinned. One card at a time; a
 * pinned one stays until it is released or another is pinned.
 */
'use client'
import { useSyncExternalStore } from 'react'
import type { MarkPlace } from '../../lib/viz/mark'

export interface Active {
  /** The figure it belongs to. */
  readonly owner: string
  readonly place: MarkPlace
  readonly by: 'pointer' | 'key' | 'touch'
  readonly pinned: boolean
}

let active: Active | null = null
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()
/** Waiting before the first card opens, so that a pointer passing by opens none. */
const WAIT = 120

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
function set(next: Active | null): void {
  clearTimeout(timer)
  if (next === active) return
  active = next
  listeners.forEach((listener) => listener())
}
const same = (a: MarkPlace, b: MarkPlace): boolean => a.length === b.length && a.every((entry, axis) => entry === b[axis])

export const marks = {
  active: (): Active | null => active,
  hover(owner: string, place: MarkPlace): void {
    if (active?.pinned) return
    if (active?.owner === owner && same(active.place, place)) return
    clearTimeout(timer)
    if (active) set({ owner, place, by: 'pointer', pinned: false })
    else timer = setTimeout(() => set({ owner, place, by: 'pointer', pinned: false }), WAIT)
  },
  walk(owner: string, place: MarkPlace): void {
    set({ owner, place, by: 'key', pinned: false })
  },
  pin(owner: string, place: MarkPlace, by: Active['by']): void {
    const again = active?.pinned === true && active.owner === owner && same(active.place, place)
    set(again ? null : { owner, place, by, pinned: true })
  },
  /** The pointer or the focus left the figure. */
  leave(owner: string): void {
    clearTimeout(timer)
    if (active?.owner === owner && !active.pinned) set(null)
  },
  release(): void {
    set(null)
  },
}

/** The active mark if it belongs to this figure. */
export const useActive = (owner: string): Active | null =>
  useSyncExternalStore(
    subscribe,
    () => (active?.owner === owner ? active : null),
    () => null,
  )
