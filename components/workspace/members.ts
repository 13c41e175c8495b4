/* Every node of a sheet or a definition with the regions around it. Ids of one definition are `NAME/id`, as in operations. */
import type { Block, GraphNode, Notebook } from './document-types'

export type SheetSource = Extract<Block, { type: 'graph' | 'define' }>
type Entry = SheetSource['entries'][number]

export interface Member {
  readonly id: string
  readonly from: GraphNode
  /** Regions around it, outermost first; on a definition's sheet its own frame comes before them. */
  readonly path: readonly string[]
  readonly sheet: string
}

export const isSheet = (block: Block): block is SheetSource => block.type === 'graph' || block.type === 'define'
export const prefixOf = (block: SheetSource): string => (block.type === 'define' ? `${block.name}/` : '')

export function membersOf(block: SheetSource): readonly Member[] {
  const prefix = prefixOf(block)
  const walk = (entries: readonly Entry[], path: readonly string[]): Member[] =>
    entries.flatMap((entry) => {
      const id = prefix + entry.id
      const own = entry.node ? [{ id, from: entry.node, path, sheet: block.name }] : []
      return entry.body ? [...own, ...walk(entry.body.entries, [...path, id])] : own
    })
  return walk(block.entries, block.type === 'define' ? [block.name] : [])
}

/** Kept by the entries: an edit elsewhere walks through nothing. */
const known = new WeakMap<SheetSource['entries'], readonly Member[]>()
export function keptMembers(block: SheetSource): readonly Member[] {
  let members = known.get(block.entries)
  if (!members || members[0]?.sheet !== block.name) known.set(block.entries, (members = membersOf(block)))
  return members
}

export const allMembers = (notebook: Notebook): readonly Member[] => notebook.blocks.filter(isSheet).flatMap(keptMembers)

export function memberOf(notebook: Notebook, id: string): Member | undefined {
  const cut = id.indexOf('/')
  const name = cut < 0 ? null : id.slice(0, cut)
  for (const block of notebook.blocks) {
    if (!isSheet(block) || (name === null ? block.type !== 'graph' : block.type !== 'define' || block.name !== name)) continue
    const found = keptMembers(block).find((member) => member.id === id)
    if (found) return found
  }
  return undefined
}
export const sheetWith = (notebook: Notebook, id: string): SheetSource | undefined =>
  notebook.blocks.filter(isSheet).find((block) => keptMembers(block).some((member) => member.id === id))
