/*
 * Files dropped on the page, wherever no control takes them: a model goes to the node under the pointer or to the only one there is, a
 * notebook is opened beside this one. Nothing that is dropped runs by itself.
 */
'use client'
import { useCallback, useEffect, useState } from 'react'
import { useToast } from '../ui'
import { goToPage } from './Link'
import { useSession } from './hooks'
import { filesOf } from './models/dropped-files'
import { sentenceOf } from './models/downloads'
import { looksLikeModel, openFiles } from './models/opened-files'
import { modelNodes, useModel } from './models/use-model'
import { openNotebookFile, looksLikeNotebook } from './open-files'
import { usePage } from './room'

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

/** Whether files are held over the page. */
export function useDrops(): boolean {
  const [over, setOver] = useState(false)
  const take = useTaking()
  useEffect(() => {
    const drag = (event: DragEvent): void => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent): void => {
      setOver(false)
      if (!carriesFiles(event) || !event.dataTransfer) return
      event.preventDefault()
      const node = event.target instanceof Element ? event.target.closest('[data-kind="model"]')?.getAttribute('data-node') : null
      void filesOf(event.dataTransfer).then((files) => take(files, node ?? null))
    }
    const listeners = { dragover: drag, dragleave: leave, drop } as const
    for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name, listener as EventListener)
    // A control that takes the drop itself lets no more of it be heard; the hint goes all the same.
    const end = (): void => setOver(false)
    window.addEventListener('drop', end, { capture: true })
    return () => {
      for (const [name, listener] of Object.entries(listeners)) window.removeEventListener(name, listener as EventListener)
      window.removeEventListener('drop', end, { capture: true })
    }
  }, [take])
  return over
}

function useTaking(): (files: readonly File[], node: string | null) => void {
  const session = useSession()
  const page = usePage()
  const use = useModel()
  const say = useToast()
  return useCallback(
    (files, node) => {
      const [first] = files
      if (!first) return
      if (looksLikeModel(files)) {
        try {
          const name = openFiles(files)
          const all = modelNodes(session.notebook())
          const taker = node ?? (all.length === 1 ? all[0]!.id : null)
          if (!taker) return page.models.set({ node: null, asked: false })
          use(taker, name)
          say({ words: `${taker} opens ${name}.`, action: { label: 'Undo', onAct: page.actions.undo } })
        } catch (cause) {
          say({ words: sentenceOf(cause), tone: 'error' })
        }
        return
      }
      if (files.length === 1 && looksLikeNotebook(first)) {
        void openNotebookFile(first).then(
          (id) => goToPage(`/notebook/?id=${encodeURIComponent(id)}`),
          (cause: unknown) => say({ words: sentenceOf(cause), tone: 'error' }),
        )
        return
      }
      say({
        words: `${files.length === 1 ? first.name : `These ${files.length} files`} cannot be opened here: neither a model nor a notebook. Drop texts on a Load node.`,
        tone: 'error',
      })
    },
    [session, page, use, say],
  )
}
