/* Within a figure: the place of its open mark, for the ring around it. Figures hand their owner id down by context. */
'use client'
import { createContext, useContext } from 'react'
import type { MarkPlace } from '../../lib/viz/mark'
import { useActive } from './active'

export const OwnerContext = createContext('')

export function useOpenMark(): { readonly place: MarkPlace; readonly pinned: boolean } | null {
  return useActive(useContext(OwnerContext))
}
