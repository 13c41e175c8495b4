/*
 * Linked brushing: the token position under the pointer, or pinned, is lit in every panel of the page. A position subscribes
 * to itself alone, so lighting one token touches two chips and not the strip.
 */
'use client'
import { useSyncExternalStore } from 'react'

let hovered: number | null = null
let pinned: number | null = null
const listeners = new Set<() => void>()

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
const tell = (): void => listeners.forEach((listener) => listener())

export const brush = {
  lit: (): number | null => hovered ?? pinned,
  pinned: (): number | null => pinned,
  subscribe,
  /** null when the pointer leaves. */
  hover(position: number | null): void {
    if (hovered === position) return
    hovered = position
    tell()
  },
  pin(position: number | null): void {
    if (pinned === position) return
    pinned = position
    tell()
  },
}

const nothing = (): null => null
export const useLit = (): number | null => useSyncExternalStore(subscribe, brush.lit, nothing)
/** Whether this one position is lit. */
export const useIsLit = (position: number | undefined): boolean =>
  useSyncExternalStore(
    subscribe,
    () => position !== undefined && brush.lit() === position,
    () => false,
  )
export const usePinned = (): number | null => useSyncExternalStore(subscribe, brush.pinned, nothing)
