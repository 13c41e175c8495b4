/* What the parts of an open page share beyond the session. */
'use client'
import { createContext, useContext } from 'react'
import type { KindCard } from '../../lib/session/types'
import type { LiveNodes, SheetModel } from '../canvas'
import type { MarkDescription } from '../../lib/viz/mark'
import type { NotebookActions } from './actions'
import type { CardLookup } from './sheet-model'

export interface PinnedMark {
  readonly node: string
  readonly mark: MarkDescription
}

export interface Page {
  readonly cards: readonly KindCard[]
  readonly card: CardLookup
  readonly live: LiveNodes
  readonly actions: NotebookActions
  readonly selection: readonly string[]
  readonly select: (ids: readonly string[]) => void
  readonly pinned: PinnedMark | null
  readonly unpin: () => void
  readonly models: ReadonlyMap<string, SheetModel>
  readonly show: (id: string) => void
}

export const PageRoom = createContext<Page | null>(null)
export function usePage(): Page {
  const page = useContext(PageRoom)
  if (!page) throw new Error('This stands outside a notebook page.')
  return page
}
