/* The way by keys from a node to its params beside the page, and back. */
import type { KeyboardEvent } from 'react'

const FOCUSABLE = 'input, select, textarea, button:not(:disabled), [role="radio"][tabindex="0"], [role="slider"], a[href]'

/** Frames until what was selected is drawn. */
const PATIENCE = 20

/** To the first param of a node. Where there is no inspector beside the page, nothing. */
export function toInspector(id: string, left = PATIENCE): void {
  const params = document.querySelector(`.inspector [data-params="${CSS.escape(id)}"]`)
  const place = params?.querySelector<HTMLElement>(FOCUSABLE)
  if (place) place.focus()
  else if (left > 0) requestAnimationFrame(() => toInspector(id, left - 1))
}

/** Escape leads back to the node that is inspected. */
export function leaveInspector(event: KeyboardEvent, id: string | undefined): void {
  if (event.key !== 'Escape' || event.defaultPrevented || id === undefined) return
  const node = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
  if (!node) return
  event.preventDefault()
  node.focus()
}
