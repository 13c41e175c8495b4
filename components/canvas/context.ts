/* What the parts of one sheet share: the doors to what happens, and how much is drawn at this zoom. */
'use client'
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'
import type { LiveNode, LiveNodes, SheetActions } from './model'
import type { ZoomLevel } from './zoom-level'

export interface SheetRoom {
  readonly live: LiveNodes
  readonly actions: SheetActions
  /** Opens the list of what a wire from this port could reach. */
  readonly openPort: (node: string, side: 'in' | 'out', port: string, at: { readonly x: number; readonly y: number }) => void
}

export const Room = createContext<SheetRoom | null>(null)
export const Level = createContext<ZoomLevel>('whole')
/** Ids of the sheet's nodes that are not beyond the next screen. */
export const Near = createContext(true)

export function useRoom(): SheetRoom {
  const room = useContext(Room)
  if (!room) throw new Error('A node stands outside a sheet.')
  return room
}

const nothing = (): null => null

/** The node's own view; no other node's change renders it. */
export function useLive(id: string): LiveNode | null {
  const { live } = useRoom()
  const subscribe = useCallback((listener: () => void) => live.onView(id, listener), [live, id])
  const read = useCallback(() => live.view(id), [live, id])
  return useSyncExternalStore(subscribe, read, nothing)
}

/** One small fact of a node's view, so that only its change renders. */
export function useLiveFact<Fact extends string | number | boolean | null>(id: string, fact: (view: LiveNode | null) => Fact): Fact {
  const { live } = useRoom()
  const subscribe = useCallback((listener: () => void) => live.onView(id, listener), [live, id])
  const read = () => fact(live.view(id))
  return useSyncExternalStore(subscribe, read, () => fact(null))
}
