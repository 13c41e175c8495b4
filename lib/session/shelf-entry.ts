/* What the shelf says of a notebook, read from its file and from what its nodes last showed. */
import type { Graph } from '../graph/graph'
import { graphOf } from '../notebook'
import type { Notebook } from '../notebook/types'
import type { AnyPanel } from '../viz/panels'
import type { NodeView, ShelfEntry } from './types'

/** Covers are looked at from afar: more panels than this do not help. */
const MOST_PANELS = 4

const LINKS = /!?\[([^\]]*)\]\([^)]*\)/g
const MARKS = /[*_`$]|:value\[[^\]]*\]|:control\[[^\]]*\]/g

/** First sentence of the prose, without its Markdown. */
export function summaryOf(notebook: Notebook): string {
  const prose = notebook.blocks.find((block) => block.type === 'prose')
  if (prose?.type !== 'prose') return ''
  const paragraph = prose.text.split(/\n\s*\n/).find((part) => part.trim() !== '' && !/^\s*(#|\$\$|\||-{3}|:::)/.test(part)) ?? ''
  const plain = paragraph.replace(LINKS, '$1').replace(MARKS, '').replace(/\s+/g, ' ').trim()
  return /^.*?[.?!](?=\s|$)/.exec(plain)?.[0] ?? plain
}

export function entryOf(id: string, notebook: Notebook, about: Pick<ShelfEntry, 'origin' | 'copyOf' | 'changed' | 'cover'>): ShelfEntry {
  return { id, title: notebook.title, summary: summaryOf(notebook), nodes: sizeOf(graphOf(notebook)), ...about }
}

/** Ids of the nodes on the cover: those the front matter names, or none. */
export function coverNodes(notebook: Notebook): readonly string[] {
  const { cover } = notebook.frontMatter
  const nodes = graphOf(notebook)
  return Array.isArray(cover) ? cover.filter((id): id is string => typeof id === 'string' && nodes.has(id)) : []
}

/** First panels of the cover's nodes, where they are up to date. */
export function coverPanels(notebook: Notebook, view: (id: string) => NodeView | null): readonly AnyPanel[] {
  const panels = coverNodes(notebook).flatMap((id) => {
    const seen = view(id)
    return seen?.state === 'fresh' ? seen.panels.slice(0, 1) : []
  })
  return panels.slice(0, MOST_PANELS)
}

/** With what stands in the bodies of regions, as the page counts. */
const sizeOf = (graph: Graph): number => [...graph.values()].reduce((sum, node) => sum + 1 + (node.body ? sizeOf(node.body) : 0), 0)
