/*
 * Typed text. What is typed stands at once; it is handed on once per frame, so typing never waits for what follows from
 * it. A value that changed elsewhere (undo, another control) replaces it.
 */
'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { TextArea, TextField, useLatest } from '../ui'
import { isPasted } from './pasted'
import { lookOf } from './schema'
import type { InnerProps } from './inner-props'

/** The text on screen and a setter that hands it on, coalesced per frame. */
export function useTyped(value: string, handOn: (text: string) => void): readonly [string, (text: string) => void, () => void] {
  const [typed, setTyped] = useState(value)
  const sent = useRef(value)
  const waiting = useRef<{ readonly text: string; readonly frame: number } | null>(null)
  const latest = useLatest(handOn)
  useEffect(() => {
    if (value === sent.current || waiting.current) return
    sent.current = value
    setTyped(value)
  }, [value])
  const flush = useCallback(() => {
    const next = waiting.current
    if (!next) return
    cancelAnimationFrame(next.frame)
    waiting.current = null
    sent.current = next.text
    latest.current(next.text)
  }, [latest])
  const type = useCallback(
    (text: string) => {
      const before = waiting.current?.text ?? sent.current
      setTyped(text)
      if (waiting.current) cancelAnimationFrame(waiting.current.frame)
      waiting.current = { text, frame: requestAnimationFrame(flush) }
      // The browser lays a large text out before the next frame: what follows from it is computed meanwhile.
      if (isPasted(before, text)) flush()
    },
    [flush],
  )
  useEffect(() => flush, [flush])
  return [typed, type, flush]
}

export function TextControl({ schema, value, label, bare, refusal, refusalId, onChange }: InnerProps) {
  const [typed, type, flush] = useTyped(typeof value === 'string' ? value : '', (text) => void onChange(text))
  if (bare || lookOf(schema) === 'long-text') {
    return <TextArea value={typed} label={label} {...(bare ? {} : { growFrom: 2 })} onChange={type} onBlur={flush} />
  }
  return (
    <TextField
      value={typed}
      label={label}
      mono
      invalid={refusal !== null}
      describedBy={refusal ? refusalId : ''}
      unit={schema.unit ?? ''}
      onChange={type}
      onCommit={flush}
    />
  )
}
