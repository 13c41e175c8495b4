/* Copy, cut and paste on a sheet, by the browser's own events: they need no leave to read the clipboard. */
'use client'
import { useMemo, type ClipboardEvent } from 'react'
import { useLatest } from '../ui'
import type { SheetActions } from './model'
import { isTyping } from './use-keys'

type Place = { readonly x: number; readonly y: number }

export function useClipboard(actions: SheetActions, selection: readonly string[], pointer: () => Place | undefined) {
  const latest = useLatest({ actions, selection, pointer })
  return useMemo(() => {
    const put = (event: ClipboardEvent, cut: boolean) => {
      const { actions: doors, selection: ids } = latest.current
      if (isTyping(event.target) || ids.length === 0 || String(window.getSelection() ?? '') !== '') return
      event.preventDefault()
      event.clipboardData.setData('text/plain', doors.textOf(ids))
      if (cut) doors.remove(ids)
    }
    return {
      onCopy: (event: ClipboardEvent) => put(event, false),
      onCut: (event: ClipboardEvent) => put(event, true),
      onPaste: (event: ClipboardEvent) => {
        const text = event.clipboardData.getData('text/plain')
        if (isTyping(event.target) || text.trim() === '') return
        event.preventDefault()
        latest.current.actions.paste(latest.current.pointer(), text)
      },
    }
  }, [latest])
}
