/* What the parts of an open page share beyond the session. The object never changes; what changes in it is watched. */
'use client'
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'
import type { KindCard, Session } from '../../lib/session/types'
import type { MarkDescription } from '../../lib/viz/mark'
import type { LiveNodes, SheetModel } from '../canvas'
import type { NotebookActions } from './actions'
import { useSession } from './hooks'
import type { Inside } from './inside'
import type { CardLookup, SheetModels } from './sheet-model'
import type { Spot } from './spot'

export interface PinnedMark {
  readonly node: string
  readonly mark: MarkDescription
}

export interface Page {
  readonly cards: readonly KindCard[]
  readonly card: CardLookup
  readonly live: LiveNodes
  readonly actions: NotebookActions
  readonly selection: Spot<readonly string[]>
  readonly pinned: Spot<PinnedMark | null>
  readonly sheets: SheetModels
  /** Which uses are open on which sheets. */
  readonly inside: Inside
  /** The list of models, open for a node or for none; `asked`: a hub may be asked at once for what the node lacks. */
  readonly models: Spot<{ readonly node: string | null; readonly asked: boolean } | null>
}

export const PageRoom = createContext<Page | null>(null)
export function usePage(): Page {
  const page = useContext(PageRoom)
  if (!page) throw new Error('This stands outside a notebook page.')
  return page
}

/** The drawn form of one sheet; the same object while nothing on it changed. */
export function useSheetModel(block: string): SheetModel | undefined {
  const session = useSession()
  const { sheets, inside } = usePage()
  const read = () => sheets.of(session.notebook()).get(block)
  const subscribe = useCallback((listener: () => void) => watchSheets(session, sheets, inside.liveId, listener), [session, sheets, inside])
  return useSyncExternalStore(subscribe, read, read)
}

/** The notebook, and the values whose columns are ports inside of regions. */
function watchSheets(session: Session, sheets: SheetModels, liveId: (id: string) => string, listener: () => void): () => void {
  let ends: readonly (() => void)[] = []
  const watch = () => {
    ends.forEach((end) => end())
    ends = [...new Set(sheets.opened(session.notebook()).map((ref) => liveId(ref.node)))].map((id) => session.onView(id, listener))
  }
  watch()
  const stop = session.onNotebook(() => {
    watch()
    listener()
  })
  return () => {
    stop()
    ends.forEach((end) => end())
  }
}
