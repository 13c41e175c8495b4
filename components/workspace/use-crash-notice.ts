/*
 * Says, once, that the last visit ended without leaving: the tab was closed by the system, or the machine stopped. A visit holds a lock
 * while it lasts and a note until it leaves; a note without its lock is a visit that was cut off.
 */
'use client'
import { useEffect } from 'react'
import { useToast } from '../ui'
import { useSession } from './hooks'

const noteKey = (id: string): string => `vitrine.visit.${id}`

interface Note {
  readonly visit: string
  readonly when: number
}

export function useCrashNotice(onVersions: () => void): void {
  const session = useSession()
  const say = useToast()
  useEffect(() => {
    if (!('locks' in navigator)) return
    const key = noteKey(session.id)
    const visit = `${key} ${crypto.randomUUID()}`
    const stop = new AbortController()
    const before = read(key)
    const leave = (): void => {
      if (read(key)?.visit === visit) write(key, null)
    }
    const enter = (): void => write(key, { visit, when: Date.now() })
    void navigator.locks.request(visit, { signal: stop.signal }, () => new Promise<void>(() => undefined)).catch(() => undefined)
    void navigator.locks.query().then(({ held }) => {
      if (stop.signal.aborted) return
      const alive = before && held?.some(({ name }) => name === before.visit)
      if (before && !alive) {
        const time = new Date(before.when).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
        say({
          words: `The last visit was cut off (it began at ${time}). All that was saved by then is here.`,
          action: { label: 'Versions', onAct: onVersions },
        })
      }
      if (!alive) enter()
    })
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
      stop.abort()
    }
  }, [session, say, onVersions])
}

function read(key: string): Note | null {
  try {
    const note: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return note !== null && typeof note === 'object' && 'visit' in note ? (note as Note) : null
  } catch {
    return null
  }
}

function write(key: string, note: Note | null): void {
  try {
    if (note) localStorage.setItem(key, JSON.stringify(note))
    else localStorage.removeItem(key)
  } catch {
    // Nothing is kept here, so nothing can be missed either.
  }
}
