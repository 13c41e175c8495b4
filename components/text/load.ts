/* The editor's code: fetched when the page has nothing else to do, so that it is there before a large text is put in. */
'use client'
import { useEffect, useSyncExternalStore } from 'react'
import type { openEditor } from './editor'

type Opener = typeof openEditor

let loaded: Opener | null = null
let asked: Promise<void> | null = null
const listeners = new Set<() => void>()

function load(): void {
  asked ??= import('./editor').then(
    (module) => {
      loaded = module.openEditor
      for (const listener of listeners) listener()
    },
    () => {
      // The server may be back when it is asked for again.
      asked = null
    },
  )
}

const idle = (then: () => void): void => {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(then)
  else setTimeout(then, 200)
}

const listen = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What opens an editor, once it is there. `now` where it is needed at once. */
export function useOpener(now: boolean): Opener | null {
  useEffect(() => {
    if (now) load()
    else if (!asked) idle(load)
  }, [now])
  return useSyncExternalStore(
    listen,
    () => loaded,
    () => null,
  )
}
