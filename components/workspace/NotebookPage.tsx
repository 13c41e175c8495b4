/* The notebook page once its session is open: joins document, sheets, inspector and keys. */
'use client'
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Session } from '../../lib/session/types'
import { TipRoom, ToastRoom } from '../ui'
import { Bar } from './Bar'
import { Blocks } from './Blocks'
import { SessionRoom, useMedia, useNotebook, usePhone, useSession } from './hooks'
import { Inspector } from './Inspector'
import { KeysDialog } from './KeysDialog'
import { addProse } from './new-blocks'
import { Outline } from './Outline'
import { Phone } from './Phone'
import { Problems } from './Problems'
import { questionsOf, readingOf, type Reading } from './reading'
import { PageRoom } from './room'
import { StatusLine } from './StatusLine'
import { TitleBlock } from './TitleBlock'
import { useNotebookMenu } from './use-menu'
import { useOpenPage } from './use-open-page'
import { usePageKeys } from './use-page-keys'

export function NotebookPage({ session }: { readonly session: Session }) {
  return (
    <SessionRoom.Provider value={session}>
      <TipRoom>
        <ToastRoom>
          <Open />
        </ToastRoom>
      </TipRoom>
    </SessionRoom.Provider>
  )
}

function Open() {
  const page = useOpenPage()
  const reading = useReading()
  const phone = usePhone()
  const [keysShown, setKeysShown] = useState(false)
  const menu = useNotebookMenu()
  const notebook = useNotebook()
  usePageKeys(page.actions, { onKeys: () => setKeysShown(true), onAddBlock: () => addProse(notebook, page.actions) })
  useEffect(() => {
    document.title = `${notebook.title} · Vitrine`
  }, [notebook.title])
  return (
    <PageRoom.Provider value={page}>
      {phone ? <Phone reading={reading} menu={menu} /> : <Desk reading={reading} menu={menu} onKeys={() => setKeysShown(true)} />}
      <KeysDialog open={keysShown} onOpenChange={setKeysShown} />
    </PageRoom.Provider>
  )
}

function Desk({
  reading,
  menu,
  onKeys,
}: {
  readonly reading: Reading
  readonly menu: ReturnType<typeof useNotebookMenu>
  readonly onKeys: () => void
}) {
  const notebook = useNotebook()
  const narrow = useMedia('(max-width: 900px)')
  return (
    <div className="app">
      <a className="skip btn" href="#page">
        To the notebook
      </a>
      <Bar menu={menu} onKeys={onKeys} />
      <Outline reading={reading} />
      <main className="page" id="page" tabIndex={-1}>
        <TitleBlock />
        <Problems />
        <Blocks reading={reading} title={notebook.title} />
        <div className="page-end" />
      </main>
      {!narrow && (
        <aside className="inspector" aria-label="Inspector">
          <Inspector />
        </aside>
      )}
      <StatusLine />
    </div>
  )
}

/** What may be shown, known anew when the notebook changes or a question is answered. */
function useReading(): Reading {
  const session = useSession()
  const notebook = useNotebook()
  const questions = useMemo(() => notebook.blocks.flatMap((block) => (block.type === 'graph' ? questionsOf(block) : [])), [notebook])
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = questions.map((id) => session.onView(id, listener))
      return () => ends.forEach((end) => end())
    },
    [session, questions],
  )
  const answered = useSyncExternalStore(
    subscribe,
    () => questions.filter((id) => session.viewerInput(id) !== undefined).join(' '),
    () => '',
  )
  return useMemo(() => {
    const known = new Set(answered.split(' '))
    return readingOf(notebook, (id) => known.has(id))
  }, [notebook, answered])
}
