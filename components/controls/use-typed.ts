/*
 * Typed text. What is typed stands at once. It is handed on at once too, but no more than once a frame; and where handing it on
 * takes a good part of a frame, as with a very large text, only when the typing pauses. A value that changed elsewhere (undo, another
 * control) replaces it.
 */
'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useLatest } from '../ui'
import { nextFrame, soon } from './soon'

const FRAME_MS = 16
/** What takes longer would be felt at every key. */
const QUICK_MS = 8
const MOST_PAUSE_MS = 500
/** Letters: nobody types as many at once, so there is no next key to be in the way of. */
const PUT_IN = 4096

/** The text on screen, a setter that hands it on, and what hands it on now. */
export function useTyped(value: string, handOn: (text: string) => void): readonly [string, (text: string) => void, () => void] {
  const [typed, setTyped] = useState(value)
  const sent = useRef(value)
  const waiting = useRef<{ readonly text: string; readonly stop: () => void } | null>(null)
  const past = useRef({ at: -Infinity, took: 0 })
  const latest = useLatest(handOn)
  useEffect(() => {
    if (value === sent.current || waiting.current) return
    sent.current = value
    setTyped(value)
  }, [value])
  const hand = useCallback(
    (text: string) => {
      const start = performance.now()
      sent.current = text
      latest.current(text)
      const at = performance.now()
      past.current = { at, took: at - start }
    },
    [latest],
  )
  const flush = useCallback(() => {
    const next = waiting.current
    if (!next) return
    next.stop()
    waiting.current = null
    hand(next.text)
  }, [hand])
  const type = useCallback(
    (text: string) => {
      const before = waiting.current?.text ?? sent.current
      const { at, took } = past.current
      const quick = took <= QUICK_MS
      setTyped(text)
      waiting.current?.stop()
      waiting.current = null
      if (Math.abs(text.length - before.length) >= PUT_IN || (quick && performance.now() - at >= FRAME_MS)) hand(text)
      else waiting.current = { text, stop: quick ? nextFrame(flush) : soon(flush, Math.min(MOST_PAUSE_MS, 8 * took)) }
    },
    [flush, hand],
  )
  useEffect(() => flush, [flush])
  return [typed, type, flush]
}
