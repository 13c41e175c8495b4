/* What an open page holds beside the document: selection, pinned mark, the sheets' models, and the commands. */
'use client'
import { useCallback, useMemo, useState } from 'react'
import type { LiveNodes } from '../canvas'
import type { PanelAction } from '../viz/Panel'
import { useToast } from '../ui'
import { notebookActions, type NotebookActions } from './actions'
import { cards, cardOf, converters, fits } from '../../lib/session/browser'
import { useNotebook, useSession, type Notebook } from './hooks'
import { goTo } from './Outline'
import type { Page, PinnedMark } from './room'
import { SheetModels } from './sheet-model'

/** Selection, pinned mark, models of the sheets, and the commands: made once for each open notebook. */
export function useOpenPage(first?: readonly string[]): Page {
  const session = useSession()
  const notebook = useNotebook()
  const toast = useToast()
  const [selection, setSelection] = useState<readonly string[]>(() => first ?? largest(notebook))
  const [pinned, setPinned] = useState<PinnedMark | null>(null)
  const select = useCallback(
    (ids: readonly string[]) =>
      setSelection((now) => (now.length === ids.length && now.every((id, at) => id === ids[at]) ? now : [...ids])),
    [],
  )
  const show = useCallback(
    (id: string) => {
      select([id])
      const block = session.notebook().blocks.find((each) => each.type === 'graph' && each.entries.some((entry) => entry.id === id))
      if (block) goTo({ block: block.id })
    },
    [session, select],
  )
  const pin = useCallback((node: string, action: PanelAction) => {
    if (action.kind === 'pin') setPinned({ node, mark: action.mark })
    if (action.kind === 'release') setPinned(null)
  }, [])
  const [sheets] = useState(() => new SheetModels(cardOf))
  const actions = useMemo<NotebookActions>(
    () =>
      notebookActions({
        session,
        cards: cards(),
        card: cardOf,
        fits,
        converters,
        select,
        show,
        placesOn: (name) => [...sheets.current().values()].find((model) => model.name === name)?.nodes ?? [],
        pin,
        say: (words, action) => toast({ words, ...(action ? { action } : {}) }),
        fail: (words) => toast({ words, tone: 'error' }),
      }),
    [session, select, show, pin, toast, sheets],
  )
  const models = useMemo(() => sheets.of(notebook), [sheets, notebook])
  const live = useMemo<LiveNodes>(
    () => ({ view: (id) => session.view(id), onView: (id, listener) => session.onView(id, listener) }),
    [session],
  )
  return useMemo(
    () => ({ cards: cards(), card: cardOf, live, actions, selection, select, pinned, unpin: () => setPinned(null), models, show }),
    [live, actions, selection, select, pinned, models, show],
  )
}

/** What the inspector shows at first: the node with the largest figure of the first sheet. */
function largest(notebook: Notebook): readonly string[] {
  const sheet = notebook.blocks.find((block) => block.type === 'graph')
  const sized = (sheet?.type === 'graph' ? sheet.entries : []).flatMap(({ id, node }) => {
    const size = node && cardOf(node.kind)?.size
    return size ? [{ id, area: size.width * size.body }] : []
  })
  const [best] = sized.sort((a, b) => b.area - a.area)
  return best ? [best.id] : []
}
