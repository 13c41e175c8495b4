/* Reading order: where headings stand, what waits behind an unanswered question. Pure. */
import type { Block, GraphBlock, Notebook } from './hooks'
import { keptMembers } from './members'

export interface OutlineEntry {
  readonly block: string
  /** Which of the block's headings, from 0; none for the block itself. */
  readonly heading?: number
  readonly title: string
  readonly look: 'prose' | 'graph'
  readonly sub: boolean
  /** Node ids of a sheet, for its state glyph. */
  readonly nodes: readonly string[]
}

const HEADING = /^#{1,3}\s+(.+?)\s*#*\s*$/gm

/** The title, each heading, and the sheets under it. */
export function outlineOf(notebook: Notebook, shown: readonly Block[]): readonly OutlineEntry[] {
  const entries: OutlineEntry[] = [{ block: 'title', title: notebook.title, look: 'prose', sub: false, nodes: [] }]
  for (const block of shown) {
    if (block.type === 'graph') {
      entries.push({
        block: block.id,
        title: block.name || 'sheet',
        look: 'graph',
        sub: true,
        nodes: nodesOf(block),
      })
    }
    if (block.type !== 'prose') continue
    for (const [heading, found] of [...withoutTitle(block.text, notebook.title).matchAll(HEADING)].entries()) {
      entries.push({ block: block.id, heading, title: plain(found[1]!), look: 'prose', sub: false, nodes: [] })
    }
  }
  return entries
}

/** With those in the bodies of regions, and those that could not be read. */
const nodesOf = (block: GraphBlock): readonly string[] => [
  ...new Set([...block.entries.map((entry) => entry.id), ...keptMembers(block).map((member) => member.id)]),
]

const plain = (markdown: string): string => markdown.replace(/:value\[[^\]]*\]/g, '…').replace(/[*_`$]/g, '')

/** A question holds back all blocks after its own until the viewer answers or passes. */
export const BARRIER_KIND = 'question'

export interface Reading {
  /** Ids of blocks. */
  readonly shown: readonly string[]
  /** The question that is waited for, and how many blocks wait behind it. */
  readonly waitsFor: { readonly node: string; readonly block: string; readonly blocks: number } | null
}

export function readingOf(notebook: Notebook, isAnswered: (id: string) => boolean): Reading {
  const blocks = notebook.blocks.filter((block) => block.type !== 'layout')
  for (const [index, block] of blocks.entries()) {
    if (block.type !== 'graph') continue
    const open = questionsOf(block).find((id) => !isAnswered(id))
    const rest = blocks.length - index - 1
    if (open !== undefined && rest > 0)
      return { shown: idsOf(blocks.slice(0, index + 1)), waitsFor: { node: open, block: block.id, blocks: rest } }
  }
  return { shown: idsOf(blocks), waitsFor: null }
}

const idsOf = (blocks: readonly Block[]): readonly string[] => blocks.map((block) => block.id)

export const questionsOf = (block: GraphBlock): readonly string[] =>
  block.entries.flatMap((entry) => (entry.node?.kind === BARRIER_KIND ? [entry.id] : []))

/** Prose without a first heading that only repeats the title. */
export function withoutTitle(text: string, title: string): string {
  const first = /^\s*#\s+(.+?)\s*#*\s*(\r?\n|$)/.exec(text)
  return first && first[1] === title ? text.slice(first[0].length) : text
}
