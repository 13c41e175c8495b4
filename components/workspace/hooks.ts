/* The session's snapshots as React reads them. Each hook renders for its own fact alone. */
'use client'
import { createContext, useCallback, useContext, useMemo, useSyncExternalStore } from 'react'
import type { NodeView, Session } from '../../lib/session/types'
import type { Block, GraphNode, Notebook } from './document-types'
import { memberOf } from './members'

export type { Block, GraphBlock, GraphNode, Notebook, Operation, ProseBlock } from './document-types'

export const SessionRoom = createContext<Session | null>(null)

export function useSession(): Session {
  const session = useContext(SessionRoom)
  if (!session) throw new Error('Nothing here knows which notebook is open.')
  return session
}

export function useNotebook(): Notebook {
  const session = useSession()
  return useSyncExternalStore(session.onNotebook, session.notebook, session.notebook)
}

/** One fact of the notebook; the reading must be the same while it says the same, so a text or a number. */
export function useNotebookFact<Fact extends string | number | boolean>(fact: (notebook: Notebook) => Fact): Fact {
  const session = useSession()
  const read = () => fact(session.notebook())
  return useSyncExternalStore(session.onNotebook, read, read)
}
/** One block, as long as it is there. */
export function useBlock(id: string): Block | undefined {
  const session = useSession()
  const read = () => session.notebook().blocks.find((block) => block.id === id)
  return useSyncExternalStore(session.onNotebook, read, read)
}

/** One node of any sheet, of a body or a definition. */
export function useNode(id: string | null): GraphNode | null {
  const session = useSession()
  const read = () => (id === null ? null : nodeOf(session.notebook(), id))
  return useSyncExternalStore(session.onNotebook, read, read)
}
export const nodeOf = (notebook: Notebook, id: string): GraphNode | null => memberOf(notebook, id)?.from ?? null

export const useTitle = (): string => useNotebookFact((notebook) => notebook.title)

export function useView(id: string | null): NodeView | null {
  const session = useSession()
  const subscribe = useCallback((listener: () => void) => (id === null ? () => undefined : session.onView(id, listener)), [session, id])
  const read = () => (id === null ? null : session.view(id))
  return useSyncExternalStore(subscribe, read, read)
}

export function useCounts(): ReturnType<Session['counts']> {
  const session = useSession()
  return useSyncExternalStore(session.onCounts, session.counts, session.counts)
}

export function useStatus(): ReturnType<Session['status']> {
  const session = useSession()
  return useSyncExternalStore(session.onStatus, session.status, session.status)
}

export function useSaveState(): ReturnType<Session['saveState']> {
  const session = useSession()
  return useSyncExternalStore(session.onSaveState, session.saveState, session.saveState)
}

/** What undo and redo would take back; known anew after each change of the notebook. */
export function useHistory(): ReturnType<Session['history']> {
  const session = useSession()
  // As text, since a snapshot must be the same while nothing changed.
  const read = () => JSON.stringify(session.history())
  const labels = useSyncExternalStore(session.onNotebook, read, read)
  return useMemo(() => JSON.parse(labels) as ReturnType<Session['history']>, [labels])
}

const PHONE = '(max-width: 640px)'
export const usePhone = (): boolean => useMedia(PHONE)
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  )
}
