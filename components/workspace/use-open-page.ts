/* What an open page holds beside the document, made once: selection, pinned mark, the sheets' models, and the commands. */
'use client'
import { useState } from 'react'
import type { Session } from '../../lib/session/types'
import { cards, cardOf, converters, fits } from '../../lib/session/browser'
import type { PanelAction } from '../viz/Panel'
import { useToast } from '../ui'
import { notebookActions } from './actions'
import { useSession, type Notebook } from './hooks'
import { goTo } from './Outline'
import { Inside } from './inside'
import { sheetWith } from './members'
import { browserTask, Pace } from './pace'
import type { Page, PinnedMark } from './room'
import { SheetModels } from './sheet-model'
import { Spot } from './spot'

type Say = ReturnType<typeof useToast>

export function useOpenPage(first?: readonly string[]): Page {
  const session = useSession()
  const say = useToast()
  const [page] = useState(() => makePage(session, say, first))
  return page
}

function makePage(session: Session, toast: Say, first: readonly string[] | undefined): Page {
  const selection = new Spot<readonly string[]>(first ?? largest(session.notebook()))
  const pinned = new Spot<PinnedMark | null>(null)
  const inside = new Inside(session)
  const sheets = new SheetModels(cardOf, ({ node, port }) => columnsIn(session.view(inside.liveId(node))?.outputs[port]?.json))
  const models: Page['models'] = new Spot<ReturnType<Page['models']['get']>>(null)
  const select = (ids: readonly string[]) => {
    if (selection.get().join(' ') !== ids.join(' ')) selection.set([...ids])
  }
  const actions = notebookActions({
    session,
    cards: cards(),
    card: cardOf,
    fits,
    converters,
    select,
    show(id) {
      select([id])
      inside.leaveFor(id)
      const block = sheetWith(session.notebook(), id)
      if (block) goTo({ block: block.id })
    },
    models: () => [...sheets.of(session.notebook()).values()],
    liveId: (id) => inside.liveId(id),
    open: (id) => inside.enter(id),
    mend: (id) => models.set({ node: id, asked: true }),
    pin(node: string, action: PanelAction) {
      if (action.kind === 'pin') pinned.set({ node, mark: action.mark })
      if (action.kind === 'release') pinned.set(null)
    },
    say: (words, action) => toast({ words, ...(action ? { action } : {}) }),
    fail: (words) => toast({ words, tone: 'error' }),
  })
  return {
    cards: cards(),
    card: cardOf,
    live: inside.live(new Pace(session, browserTask())),
    actions,
    selection,
    pinned,
    sheets,
    models,
    inside,
  }
}

/** Of a table as results print it. */
function columnsIn(json: unknown): readonly string[] {
  const columns = typeof json === 'object' && json !== null && 'columns' in json ? json.columns : []
  return Array.isArray(columns) ? columns.filter((name) => typeof name === 'string' && /^[A-Za-z][\w-]*$/.test(name)) : []
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
