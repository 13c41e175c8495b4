/* What the notebook as a whole can do: keep it elsewhere, copy its results, go back to how it was shipped. */
'use client'
import { useEffect, useMemo, useState } from 'react'
import { goToPage } from './Link'
import { useToast, type MenuItem } from '../ui'
import { shelf } from '../../lib/session/browser'
import { useSaveState, useSession } from './hooks'

export function useNotebookMenu(): readonly MenuItem[] {
  const session = useSession()
  const hasOriginal = useHasOriginal()
  const toast = useToast()
  return useMemo(() => {
    const attempt = async (what: () => Promise<unknown>) => {
      try {
        await what()
      } catch (error) {
        toast({ words: error instanceof Error ? error.message : String(error), tone: 'error' })
      }
    }
    const items: MenuItem[] = [
      { label: 'Download .md', icon: 'download', onSelect: () => downloadText(session.source(), `${session.id}.md`) },
      {
        label: 'Duplicate',
        icon: 'copy',
        onSelect: () => void attempt(async () => goToPage(`/notebook/?id=${encodeURIComponent((await shelf.duplicate(session.id)).id)}`)),
      },
      {
        label: 'Copy results',
        icon: 'braces',
        onSelect: () =>
          void attempt(async () => {
            await navigator.clipboard.writeText(JSON.stringify(session.results(), null, 2))
            toast({ words: 'The results are on the clipboard, as the terminal prints them.' })
          }),
      },
    ]
    if (hasOriginal) {
      items.push({
        label: 'Back to the original',
        icon: 'rotate-ccw',
        divided: true,
        // The page is opened anew: an open session would keep its own copy again.
        onSelect: () =>
          void attempt(async () => {
            await shelf.revert(session.id)
            location.reload()
          }),
      })
    }
    return items
  }, [session, hasOriginal, toast])
}

/** Whether this is the viewer's own copy of a shipped notebook; asked once it was changed. */
function useHasOriginal(): boolean {
  const session = useSession()
  const shipped = useSaveState().state === 'shipped'
  const [copy, setCopy] = useState(false)
  useEffect(() => {
    if (shipped) return
    let live = true
    void shelf.list().then(
      (entries) => live && setCopy(entries.some((entry) => entry.id === session.id && entry.copyOf !== undefined)),
      () => undefined,
    )
    return () => {
      live = false
    }
  }, [session, shipped])
  return copy
}

/** Hands the browser a file; works also where nothing can be stored. */
export function downloadText(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
