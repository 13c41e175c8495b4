/*
 * A place for a text of any length. A small one is typed into a field of the page; a large one into an editor that draws only what is in
 * view. Which of the two it is follows from the text; focus and selection go along, and a large text that is put into the field never
 * gets laid out there.
 */
'use client'
import { useRef, useState } from 'react'
import { TextArea } from '../ui'
import type { Handed } from './hand'
import { isLarge } from './large'
import { LargeText } from './LargeText'
import { useOpener } from './load'
import type { TextPlaceProps } from './props'
import { SmallText } from './SmallText'

export function TextPlace(props: TextPlaceProps) {
  const { value, ownUndo = false } = props
  const hand = useRef<Handed | null>(null)
  const [large, setLarge] = useState(() => isLarge(value.length, false))
  // Its own undo would go with the editor.
  const next = isLarge(value.length, large) || (large && ownUndo)
  if (next !== large) setLarge(next)
  const opener = useOpener(next)
  if (!next) return <SmallText {...props} hand={hand} />
  if (!opener) return <Waiting {...props} />
  return <LargeText {...props} hand={hand} onOpen={opener} />
}

/** Until the code is there: how the text begins. */
const BEGINNING = 2_000

function Waiting({ value, label, className, growFrom }: TextPlaceProps) {
  const grow = growFrom === undefined ? {} : { growFrom }
  return (
    <TextArea value={value.slice(0, BEGINNING)} label={label} {...(className ? { className } : {})} {...grow} disabled onChange={ignore} />
  )
}
const ignore = () => undefined
