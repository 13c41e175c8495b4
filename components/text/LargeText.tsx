/* The editor of a large text as a part of the page. */
'use client'
import { useLayoutEffect, useRef } from 'react'
import { useLatest } from '../ui'
import type { openEditor, OpenEditor } from './editor'
import { take, type Hand } from './hand'
import type { TextPlaceProps } from './props'

interface LargeTextProps extends TextPlaceProps {
  readonly hand: Hand
  readonly onOpen: typeof openEditor
}

export function LargeText(props: LargeTextProps) {
  const { value, label, className, growFrom, disabled = false, autoFocus = false, ownUndo = false, hand, onOpen } = props
  const place = useRef<HTMLDivElement>(null)
  const editor = useRef<OpenEditor | null>(null)
  const latest = useLatest(props)
  useLayoutEffect(() => {
    if (!place.current) return
    const given = take(hand)
    const { value: text, label: name, disabled: off = false } = latest.current
    const made = onOpen(place.current, {
      text,
      label: name,
      disabled: off,
      given,
      ownUndo,
      onChange: (next) => latest.current.onChange(next),
      onBlur: () => latest.current.onBlur?.(),
      onEscape: () => latest.current.onEscape?.(),
    })
    editor.current = made
    if (given?.focused ?? autoFocus) made.focus()
    return () => {
      hand.current = made.handOver()
      editor.current = null
      made.close()
    }
  }, [hand, latest, autoFocus, ownUndo, onOpen])
  useLayoutEffect(() => editor.current?.show(value), [value])
  useLayoutEffect(() => editor.current?.look(label, disabled), [label, disabled])
  return <div ref={place} className={`area large-text ${growFrom === undefined ? '' : 'is-free'} ${className ?? ''}`} />
}
