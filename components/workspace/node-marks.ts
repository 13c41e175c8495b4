/* How a node is run, in a word for each setting that says something. */
import type { GraphNode } from './document-types'

type Settings = GraphNode['settings']
const MODES = { auto: '', live: 'Live', manual: 'Manual', frozen: '' } as const

/** Frozen and muted nodes say so by their state. */
export function marksOf(settings: Settings): readonly string[] {
  if (!settings) return []
  const words = [
    settings.mode ? MODES[settings.mode] : '',
    settings.bypass ? 'Bypassed' : '',
    settings.pin ? 'Pinned' : '',
    settings.retry ? 'Retries' : '',
    settings.fallback ? 'Fallback' : '',
  ]
  return words.filter(Boolean)
}
