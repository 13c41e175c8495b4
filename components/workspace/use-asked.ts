/* An answer of the runtime, asked for when what it depends on changes; null until it is there. */
'use client'
import { useEffect, useState } from 'react'
import { useLatest } from '../ui'

/** `sign` says all that the question depends on. */
export function useAsked<Answer>(ask: () => Promise<Answer>, sign: string): Answer | null {
  const [answer, setAnswer] = useState<{ readonly sign: string; readonly value: Answer } | null>(null)
  const latest = useLatest(ask)
  useEffect(() => {
    let live = true
    latest.current().then(
      (value) => live && setAnswer({ sign, value }),
      () => undefined,
    )
    return () => {
      live = false
    }
  }, [sign, latest])
  return answer?.value ?? null
}
