/* `/notebook/?id=…`: opens the notebook that the address names; says so where there is none. */
'use client'
import { Link } from './Link'
import { lazy, startTransition, Suspense, useEffect, useState } from 'react'
import { useSearchParams } from 'next/navigation'
import type { Session } from '../../lib/session/types'
import { prepareWorker } from '../../lib/session/worker-start'
import { Mark } from '../ui'
import { loadMath } from './math'

/** Each in a task of its own: the kinds with their schemas, and the page with its canvas and prose. */
const loadSessions = () => import('../../lib/session/browser')
const loadPage = () => import('./NotebookPage')
const NotebookPage = lazy(() => loadPage().then((page) => ({ default: page.NotebookPage })))

type Opened = { readonly id: string; readonly session: Session } | { readonly id: string; readonly why: string }

export function NotebookRoute() {
  const id = useSearchParams().get('id') ?? 'first-light'
  const [opened, setOpened] = useState<Opened | null>(null)
  useEffect(() => {
    let live = true
    let session: Session | null = null
    prepareWorker()
    loadSessions()
      .then(({ openSession }) => openSession(id))
      .then(async (open) => {
        session = open
        await Promise.all([loadPage(), mathOf(open)])
        // In slices: a page of many nodes must not hold the browser for one long task.
        if (live) startTransition(() => setOpened({ id, session: open }))
        else open.dispose()
      })
      .catch((error: unknown) => live && setOpened({ id, why: error instanceof Error ? error.message : String(error) }))
    return () => {
      live = false
      session?.dispose()
    }
  }, [id])
  if (!opened || opened.id !== id) return <Frame />
  if ('why' in opened) return <NotFound why={opened.why} />
  return (
    <Suspense fallback={<Frame />}>
      <NotebookPage key={id} session={opened.session} />
    </Suspense>
  )
}

/** Mathematics where the notebook has some: a formula set later would move what stands below it. */
async function mathOf(session: Session): Promise<void> {
  const has = session.notebook().blocks.some((block) => block.type === 'prose' && block.text.includes('$'))
  if (has) await loadMath().catch(() => undefined)
}

/** The page's frame at its final size, while the file is read. */
export function Frame() {
  return (
    <div className="app">
      <header className="bar">
        <Link className="mark" href="/" aria-label="Vitrine, to the shelf">
          <Mark />
          <span>Vitrine</span>
        </Link>
      </header>
      <div className="side" />
      <main className="page" />
      <aside className="inspector" aria-label="Inspector" />
      <footer className="status" />
    </div>
  )
}

function NotFound({ why }: { readonly why: string }) {
  return (
    <main className="void-page">
      <h1>Nothing is kept under this name</h1>
      <p>{why}</p>
      <Link className="btn" href="/">
        To the shelf
      </Link>
    </main>
  )
}
