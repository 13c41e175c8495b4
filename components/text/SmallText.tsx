/* The field of the page for a small text. What would make it large is taken before the browser puts it in. */
'use client'
import { useLayoutEffect, useRef } from 'react'
import { TextArea, useLatest, type AreaProps } from '../ui'
import { take, type Hand, type Handed } from './hand'
import { changed, isLarge, plainEnds } from './large'

export function SmallText({ hand, ...props }: AreaProps & { readonly hand: Hand }) {
  const area = useRef<HTMLTextAreaElement>(null)
  const latest = useLatest(props)
  useLayoutEffect(() => {
    const element = area.current
    if (!element) return
    const given = take(hand)
    if (given?.focused) {
      element.focus({ preventScroll: true })
      element.setSelectionRange(Math.min(given.anchor, given.head), Math.max(given.anchor, given.head))
    }
    // Pasting, dropping, a dictated text, a program's keyboard: all of them are told of here before anything happens.
    let put: Handed | null = null
    const before = (event: InputEvent) => {
      const { value, selectionStart: from, selectionEnd: to } = element
      const insert = plainEnds(event.data ?? '')
      if (event.isComposing || !isLarge(value.length - (to - from) + insert.length, false)) return
      event.preventDefault()
      const end = from + insert.length
      put = { anchor: end, head: end, focused: document.activeElement === element, before: value }
      latest.current.onChange(changed(value, { from, to, insert }))
    }
    element.addEventListener('beforeinput', before)
    return () => {
      element.removeEventListener('beforeinput', before)
      const { selectionStart: anchor, selectionEnd: head } = element
      hand.current = put ?? { anchor, head, focused: document.activeElement === element }
    }
  }, [hand, latest])
  return <TextArea {...props} areaRef={area} />
}
