/* Where in a notebook some text of its file stands: in a node, or in a block of prose. */
import type { Notebook } from './hooks'

export interface SecretPlace {
  readonly block: string
  readonly sheet?: string
  readonly node?: string
}

export function placeOfSecret(notebook: Notebook, text: string): SecretPlace | null {
  for (const block of notebook.blocks) {
    if (block.type === 'graph') {
      // In a file a long value may be folded or quoted: the node's own values are looked at too.
      const entry = block.entries.find((each) => each.source?.includes(text) || holds(each.node?.params, text))
      if (entry) return { block: block.id, sheet: block.name, node: entry.id }
    } else if ((block.type === 'prose' ? block.text : (block.source ?? '')).includes(text)) return { block: block.id }
  }
  return null
}

function holds(value: unknown, text: string): boolean {
  if (typeof value === 'string') return value.includes(text)
  if (value === null || typeof value !== 'object') return false
  return Object.values(value).some((each) => holds(each, text))
}
