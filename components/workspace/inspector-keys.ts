/* The way by keys from a node to its params beside the page, and back. */
import type { KeyboardEvent } from 'react'

const FOCUSABLE = 'input, select, textarea, button:not(:disabled), [role="radio"][tabindex="0"], [role="slider"], a[href]'

/** After the selection is drawn. Where there is no inspector beside the page, nothing. */
export const toInspector = (): void => {
  requestAnimationFrame(() => document.querySelector('.inspector')?.querySelector<HTMLElement>(FOCUSABLE)?.focus())
}

/** Escape leads back to the node that is inspected. */
export function leaveInspector(event: KeyboardEvent, id: string | undefined): void {
  if (event.key !== 'Escape' || event.defaultPrevented || id === undefined) return
  const node = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
  if (!node) return
  event.preventDefault()
  node.focus()
}
