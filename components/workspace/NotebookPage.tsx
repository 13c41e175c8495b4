/* The notebook page once its session is open: joins document, sheets, inspector and keys. */
'use client'
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Session } from '../../lib/session/types'
import { Dialog, TipRoom, ToastRoom } from '../ui'
import { Bar } from './Bar'
import { Blocks } from './Blocks'
import { SessionRoom, useMedia, useNotebookFact, usePhone, useSession, useTitle } from './hooks'
import { Inspector } from './Inspector'
import { leaveInspector } from './inspector-keys'
import { KeysDialog } from './KeysDialog'
import { ModelsRoom } from './models/ModelsRoom'
import { addProse } from './new-blocks'
import { Notices } from './Notices'
import { Outline, OutlineDialog } from './Outline'
import { Phone } from './Phone'
import { Problems } from './Problems'
import { questionsOf, readingOf, type Reading } from './reading'
import { PageRoom, usePage } from './room'
import { StatusLine } from './StatusLine'
import { TitleBlock } from './TitleBlock'
import { useCrashNotice } from './use-crash-notice'
import { useDrops } from './use-drops'
import { useNotebookMenu } from './use-menu'
import { useOpenPage } from './use-open-page'
import { useSaveNotice } from './use-save-notice'
import { usePageKeys } from './use-page-keys'
import { VersionsDialog } from './VersionsDialog'

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
  const [versions, setVersions] = useState(false)
  const doors = useMemo(
    () => ({ onVersions: () => setVersions(true), onModels: () => page.models.set({ node: null, asked: false }) }),
    [page],
  )
  const menu = useNotebookMenu(doors)
  useCrashNotice(doors.onVersions)
  useSaveNotice()
  const session = useSession()
  const title = useTitle()
  usePageKeys(page.actions, { onKeys: () => setKeysShown(true), onAddBlock: () => addProse(session.notebook(), page.actions) })
  useEffect(() => {
    document.title = `${title} · Vitrine`
  }, [title])
  return (
    <PageRoom.Provider value={page}>
      {phone ? <Phone reading={reading} menu={menu} /> : <Desk reading={reading} menu={menu} onKeys={() => setKeysShown(true)} />}
      <KeysDialog open={keysShown} onOpenChange={setKeysShown} />
      {versions && <VersionsDialog onClose={() => setVersions(false)} />}
      <ModelsRoom />
      <Drops />
    </PageRoom.Provider>
  )
}

/** What may be dropped, said while it is held over the page. */
function Drops() {
  const over = useDrops()
  if (!over) return null
  return (
    <p className="float drop-words" role="status">
      Drop a model (.gguf, or a folder) on a model node or anywhere, or a notebook (.md, .zip) to open it.
    </p>
  )
}

interface DeskProps {
  readonly reading: Reading
  readonly menu: ReturnType<typeof useNotebookMenu>
  readonly onKeys: () => void
}
/** Below 1100 px the outline folds into the bar, below 900 px the inspector becomes a sheet from below. */
function Desk({ reading, menu, onKeys }: DeskProps) {
  const title = useTitle()
  const { selection } = usePage()
  const noOutline = useMedia('(max-width: 1100px)')
  const noInspector = useMedia('(max-width: 900px)')
  const [shown, setShown] = useState<'outline' | 'inspector' | null>(null)
  const close = (open: boolean) => !open && setShown(null)
  return (
    <div className="app">
      <a className="skip btn" href="#page">
        To the notebook
      </a>
      <Bar
        menu={menu}
        onKeys={onKeys}
        {...(noOutline ? { onOutline: () => setShown('outline') } : {})}
        {...(noInspector ? { onInspector: () => setShown('inspector') } : {})}
      />
      {!noOutline && <Outline reading={reading} />}
      <main className="page" id="page" tabIndex={-1}>
        <TitleBlock />
        <Problems />
        <Notices />
        <Blocks reading={reading} title={title} />
        <div className="page-end" />
      </main>
      {!noInspector && (
        <aside className="inspector" aria-label="Inspector" onKeyDown={(event) => leaveInspector(event, selection.get().at(-1))}>
          <Inspector />
        </aside>
      )}
      <StatusLine />
      <OutlineDialog reading={reading} open={shown === 'outline'} onOpenChange={close} />
      <Dialog open={shown === 'inspector'} onOpenChange={close} title="Inspector" look="below">
        <Inspector />
      </Dialog>
    </div>
  )
}

/** What may be shown, known anew when blocks or questions come and go, or a question is answered. */
function useReading(): Reading {
  const session = useSession()
  const questions = useNotebookFact((notebook) =>
    notebook.blocks.flatMap((block) => (block.type === 'graph' ? questionsOf(block) : [])).join(' '),
  )
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = questions.split(' ').map((id) => session.onView(id, listener))
      return () => ends.forEach((end) => end())
    },
    [session, questions],
  )
  const read = () =>
    questions
      .split(' ')
      .filter((id) => session.viewerInput(id) !== undefined)
      .join(' ')
  const answered = useSyncExternalStore(subscribe, read, read)
  // As text, so that a keystroke in a node is not a new reading.
  const text = useNotebookFact((notebook) => {
    const known = new Set(answered.split(' '))
    return JSON.stringify(readingOf(notebook, (id) => known.has(id)))
  })
  return useMemo(() => JSON.parse(text) as Reading, [text])
}
