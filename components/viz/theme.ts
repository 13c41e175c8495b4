/* Which of the two rooms is lit, as a store: the root's data-theme, else the system's wish. Canvases repaint when it changes. */
'use client'
import { useSyncExternalStore } from 'react'
import type { Theme } from '../../lib/viz/scales'

const listeners = new Set<() => void>()
let watching = false

function watch(): void {
  if (watching) return
  watching = true
  const tell = (): void => listeners.forEach((listener) => listener())
  new MutationObserver(tell).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', tell)
}

function subscribe(listener: () => void): () => void {
  watch()
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function current(): Theme {
  const said = document.documentElement.dataset.theme
  if (said === 'dark' || said === 'light') return said
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, current, () => 'light')

/** The few colours of tokens.css that canvases need besides the data scales; light and dark as there. */
export const CANVAS_COLOURS: Readonly<
  Record<Theme, { readonly line: string; readonly line2: string; readonly sunk: string; readonly lampLine: string }>
> = {
  light: { line: '#D9DEDC', line2: '#B9BFBD', sunk: '#EAEEEC', lampLine: '#C58C1B' },
  dark: { line: '#2D3332', line2: '#414847', sunk: '#171C1C', lampLine: '#D3A23B' },
}
