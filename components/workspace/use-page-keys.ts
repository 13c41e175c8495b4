/* Keys that work wherever the focus is, unless something is being typed. */
'use client'
import { useEffect } from 'react'
import { useLatest } from '../ui'
import type { NotebookActions } from './actions'
import { useSession } from './hooks'

interface PageKeys {
  readonly onKeys: () => void
  readonly onAddBlock: () => void
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

export function usePageKeys(actions: NotebookActions, keys: PageKeys): void {
  const session = useSession()
  const latest = useLatest(keys)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const command = event.metaKey || event.ctrlKey
      if (command && event.key === 'Enter') {
        event.preventDefault()
        session.run()
        return
      }
      const undo = command && event.key.toLowerCase() === 'z'
      const redo = command && (event.key.toLowerCase() === 'y' || (undo && event.shiftKey))
      // A field of prose has its own undo until it is left; a control's text is the notebook's.
      if ((undo || redo) && !(event.target instanceof Element && event.target.closest('.prose-area'))) {
        event.preventDefault()
        if (redo) actions.redo()
        else actions.undo()
        return
      }
      if (command || event.altKey || typing(event.target) || event.defaultPrevented) return
      if (event.key === '?') latest.current.onKeys()
      else if (event.key === '/') {
        event.preventDefault()
        latest.current.onAddBlock()
      }
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [session, actions, latest])
}
