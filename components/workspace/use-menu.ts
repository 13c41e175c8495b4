/* What the notebook as a whole can do: keep it elsewhere, copy its results, go back to how it was shipped. */
'use client'
import { useEffect, useMemo, useState } from 'react'
import { goToPage } from './Link'
import { useToast, type MenuItem } from '../ui'
import { shelf } from '../../lib/session/browser'
import type { ExportForm } from '../../lib/session/types'
import { download } from './download'
import { useSaveState, useSession } from './hooks'

export interface MenuDoors {
  readonly onVersions: () => void
  readonly onModels: () => void
}

const FORMS: readonly (readonly [string, string, ExportForm])[] = [
  ['Download .md', 'download', 'markdown'],
  ['Download bundle with results', 'package', 'bundle'],
  ['Download page to read', 'file-text', 'html'],
  ['Download results', 'braces', 'results'],
]

/** The doors must be the same from one rendering to the next. */
export function useNotebookMenu({ onVersions, onModels }: MenuDoors): readonly MenuItem[] {
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
      ...FORMS.map(([label, icon, form]) => ({
        label,
        icon,
        onSelect: () => void attempt(async () => download(await session.exported(form))),
      })),
      { label: 'Versions', icon: 'history', divided: true, onSelect: onVersions },
      { label: 'Models', icon: 'box', onSelect: onModels },
      {
        label: 'Duplicate',
        icon: 'copy',
        onSelect: () => void attempt(async () => goToPage(`/notebook/?id=${encodeURIComponent((await shelf.duplicate(session.id)).id)}`)),
      },
      {
        label: 'Copy results',
        icon: 'clipboard-copy',
        onSelect: () =>
          void attempt(async () => {
            await navigator.clipboard.writeText(new TextDecoder().decode((await session.exported('results')).bytes))
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
  }, [session, hasOriginal, toast, onVersions, onModels])
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
