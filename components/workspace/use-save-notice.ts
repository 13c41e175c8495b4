/* Says once what happens to the viewer's work: a copy was made, another page saved too, nothing can be kept. */
'use client'
import { useEffect, useRef } from 'react'
import { useToast } from '../ui'
import { downloadText } from './download'
import { useSaveState, useSession } from './hooks'

const addressOf = (id: string): string => `/notebook/?id=${encodeURIComponent(id)}`

export function useSaveNotice(): void {
  const session = useSession()
  const saved = useSaveState()
  const toast = useToast()
  const before = useRef(saved.state)
  useEffect(() => {
    const was = before.current
    before.current = saved.state
    if (was === saved.state) return
    if (saved.state === 'saving' && was === 'shipped') toast({ words: 'This is your own copy now, kept in this browser.' })
    if (saved.state === 'conflict') {
      const { other } = saved
      toast({
        words: saved.words,
        tone: 'error',
        action: { label: 'Open the other', onAct: () => window.open(addressOf(other), '_blank') },
      })
    }
    if (saved.state === 'failed') {
      const download = () => downloadText(session.source(), `${session.id}.md`)
      toast({ words: saved.words, tone: 'error', action: { label: 'Download', onAct: download } })
    }
  }, [saved, session, toast])
}
