/* A notebook being changed: blocks whose text changed are read again, the others are carried over as they are. */
import { readBlock, readLoneEntry } from './block'
import { readFrontMatter } from './front-matter'
import { readFrame } from './frame'
import { withDefinitions, samePorts } from './definitions'
import { deepEntries, mapTree, shiftEntry } from './entry-tree'
import { knownNodes, type Known, type KnownNode } from './known'
import { readLayout } from './layout-block'
import { countLines, lineEndOf } from './lines'
import { assemble, withGaps } from './parse'
import { graphText, textOf } from './write'
import { allEntriesOf } from './graph-of'
import type { Block, DefinitionBlock, GraphBlock, KindLookup, LayoutBlock, NodeEntry, Notebook } from './types'

/** An operation that cannot be done; the message is a sentence for the viewer, and nothing was changed. */
export class OperationRefused extends Error {
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message)
    this.name = 'OperationRefused'
  }
}

/** A block of nodes. */
export type Nodes = GraphBlock | DefinitionBlock
const hasNodes = (block: Block): block is Nodes => block.type === 'graph' || block.type === 'define'

/** `NAME/id` names a node of a definition, `id` one of the sheets. */
export interface Address {
  readonly definition: string | null
  readonly id: string
}
export function addressOf(id: string): Address {
  const cut = id.indexOf('/')
  return cut < 0 ? { definition: null, id } : { definition: id.slice(0, cut), id: id.slice(cut + 1) }
}
export const addressed = ({ definition }: Pick<Address, 'definition'>, id: string): string =>
  definition === null ? id : `${definition}/${id}`

export class Draft {
  front: string
  blocks: Block[]
  readonly end: '\n' | '\r\n'
  readonly known: Known
  readonly kinds: KindLookup
  private readonly dirty = new Set<string>()

  constructor(
    private readonly before: Notebook,
    readonly catalogue: KindLookup,
  ) {
    this.front = before.frontMatterSource
    this.blocks = [...before.blocks]
    this.end = lineEndOf(before.source)
    this.kinds = withDefinitions(catalogue, before.blocks)
    this.known = knownNodes(before.blocks, this.kinds)
  }

  block(id: string): Block {
    const found = this.blocks.find((block) => block.id === id)
    if (!found) throw new OperationRefused(`There is no block \`${id}\` in this notebook.`)
    return found
  }
  /** A sheet, or the definition of that name. */
  sheet(name: string): Nodes {
    const named = this.blocks.filter(hasNodes).filter((block) => block.name === name)
    const found = named.find((block) => block.type === 'graph') ?? named[0]
    if (!found) throw new OperationRefused(`There is no sheet \`${name}\` in this notebook.`)
    return found
  }
  definition(name: string): DefinitionBlock {
    const found = this.blocks.find((block): block is DefinitionBlock => block.type === 'define' && block.name === name)
    if (!found) throw new OperationRefused(`There is no definition \`${name}\` in this notebook.`)
    return found
  }
  /** The blocks that hold the nodes of one definition, or of all sheets. */
  blocksOf({ definition }: Pick<Address, 'definition'>): readonly Nodes[] {
    return this.blocks
      .filter(hasNodes)
      .filter((block) => (definition === null ? block.type === 'graph' : block.type === 'define' && block.name === definition))
  }
  /** The first node of that id, and its block. */
  entry(id: string): { block: Nodes; entry: NodeEntry } {
    const address = addressOf(id)
    for (const block of this.blocksOf(address)) {
      for (const entry of deepEntries(block.entries)) if (entry.id === address.id) return { block, entry }
    }
    throw new OperationRefused(`There is no node \`${id}\` in this notebook.`)
  }
  hasNode(id: string): boolean {
    const address = addressOf(id)
    if (address.definition === null) return [...allEntriesOf(this)].some((entry) => entry.id === id)
    if (address.id === address.definition) return true
    return this.blocksOf(address).some((block) => [...deepEntries(block.entries)].some((entry) => entry.id === address.id))
  }
  /** The nodes among which this one stands, as they were before the operation. */
  knownAround(id: string): Known {
    const { definition } = addressOf(id)
    const found = definition === null ? this.known : this.known.definitions.get(definition)
    if (!found) throw new OperationRefused(`There is no definition \`${definition}\` in this notebook.`)
    return found
  }
  /** A node that is understood, or a refusal. */
  understood(id: string): KnownNode {
    const found = this.knownAround(id).nodes.get(addressOf(id).id)
    if (found) return found
    this.entry(id)
    throw new OperationRefused(`Node \`${id}\` is not understood, so it keeps its text.`, 'Mend it in the source first.')
  }
  layout(): LayoutBlock | undefined {
    return this.blocks.find((block): block is LayoutBlock => block.type === 'layout')
  }

  /** Puts new text in a block. A sheet is read again at once, for what the same operation does next. */
  setText(id: string, text: string): void {
    this.blocks = this.blocks.map((block) => {
      if (block.id !== id) return block
      if (block.type === 'prose') this.dirty.add(id)
      if (block.type === 'prose') return { ...block, text }
      const [segment] = readFrame(text).segments
      if (!segment) return { ...block, source: text }
      return { ...readBlock(segment, id, this.kinds, new Set()), ...(block.gap === undefined ? {} : { gap: block.gap }) } as Block
    })
  }
  /** Maps the nodes of all sheets, or of one definition, from the inside out; the same text back means untouched. */
  mapEntries(scope: Pick<Address, 'definition'>, map: (entry: NodeEntry, original: NodeEntry) => string | null): void {
    for (const block of this.blocksOf(scope)) this.mapSheet(block, map)
  }
  private mapSheet(block: Nodes, map: (entry: NodeEntry, original: NodeEntry) => string | null): void {
    const entries = mapTree(block.entries, map)
    if (!entries) return
    const text = graphText({ ...block, entries }, this.kinds, this.end)
    const kept = new Set(block.entries)
    const read = block.problems ? null : this.readChanged(entries, kept, block)
    if (read) this.put({ ...block, entries: read, source: text })
    else this.setText(block.id, text)
  }
  /** In a sheet without problems only what changed is read; null where that is not enough. */
  private readChanged(entries: readonly NodeEntry[], kept: ReadonlySet<NodeEntry>, block: Nodes): NodeEntry[] | null {
    const header = block.type === 'define' ? block.header.reduce((lines, field) => lines + countLines(field.source), 0) : 0
    let line = block.line + 1 + header
    const read: NodeEntry[] = []
    for (const entry of entries) {
      const source = entry.source ?? ''
      const known = kept.has(entry) ? entry : readLoneEntry(source, line, this.kinds)
      if (!known) return null
      read.push(shiftEntry(known, line + countLines(known.lead ?? '') - known.line))
      line += countLines(source)
    }
    return read
  }
  private put(block: Block): void {
    this.blocks = this.blocks.map((other) => (other.id === block.id ? block : other))
  }
  /** Edits one node that may have been edited before in this operation: it is read again first. */
  editEntry(id: string, edit: (entry: NodeEntry) => string | null): void {
    const { block, entry } = this.entry(id)
    this.mapSheet(block, (other, original) => (original === entry ? edit(other) : other.source))
  }
  /** The entry with other text, its fields read anew for what the same operation does next. */
  reread(entry: NodeEntry, source: string): NodeEntry {
    return readLoneEntry(source, entry.line, this.kinds) ?? { ...entry, source }
  }
  setLayout(layout: LayoutBlock, text: string): void {
    const read = readLayout(layout.id, text)
    this.blocks = this.blocks.map((block) =>
      block.id === layout.id ? { ...read, ...(layout.gap === undefined ? {} : { gap: layout.gap }) } : block,
    )
  }
  /** A definition, below the block it was made from. */
  insertDefinition(below: string, { name, text }: { readonly name: string; readonly text: string }): void {
    const id = this.newId()
    const [segment] = readFrame(text).segments
    if (!segment) throw new OperationRefused(`The definition \`${name}\` could not be written.`)
    const { gap: _gap, ...block } = readBlock(segment, id, this.kinds, new Set())
    const at = this.blocks.findIndex((each) => each.id === below) + 1
    this.arrange(this.blocks.toSpliced(at, 0, block as Block))
  }
  markNew(id: string): void {
    this.dirty.add(id)
  }
  appendBlock(block: Block): void {
    this.arrange([...this.blocks, block])
    this.markNew(block.id)
  }
  /** Another order or set of blocks: gaps are made anew where the neighbours changed. */
  arrange(blocks: readonly Block[]): void {
    const nextOf = new Map(this.blocks.map((block, at) => [block.id, this.blocks[at + 1]?.id]))
    this.blocks = blocks.map((block, at) => {
      if (nextOf.has(block.id) && nextOf.get(block.id) === blocks[at + 1]?.id) return block
      const { gap: _gap, ...rest } = block
      return rest as Block
    })
  }

  /** A block id that was not used before. */
  newId(): string {
    const numbers = this.blocks.map((block) => Number(/^b(\d+)$/.exec(block.id)?.[1] ?? 0))
    return `b${Math.max(0, ...numbers) + 1}`
  }

  finish(): Notebook {
    const front = readFrontMatter(this.front)
    if (front.broken) throw new OperationRefused(front.problems[0]?.message ?? 'The front matter would not be readable.')
    // whether a node is the second of its id depends on the blocks above it
    const all = this.before.problems.some((problem) => problem.code === 'duplicate-id') || !samePorts(this.before.blocks, this.blocks)
    const here = withDefinitions(this.catalogue, this.blocks)
    const taken = new Set<string>()
    const blocks: Block[] = []
    for (const block of this.blocks) {
      const shadowed =
        hasNodes(block) && (all || (block.type === 'graph' && [...deepEntries(block.entries)].some((entry) => taken.has(entry.id))))
      const reread = shadowed || this.dirty.has(block.id)
      blocks.push(...(reread ? this.rereadBlock(block, taken, blocks, here) : [block]))
      if (!reread && block.type === 'graph') for (const entry of deepEntries(block.entries)) taken.add(entry.id)
    }
    return assemble(this.front, front, withGaps(blocks, this.end), this.catalogue)
  }

  private rereadBlock(block: Block, taken: Set<string>, above: readonly Block[], kinds: KindLookup): Block[] {
    const text = textOf(block, this.kinds, this.end)
    const frame = readFrame(text)
    const fault = frame.problems[0]
    if (fault) throw new OperationRefused(fault.message, fault.hint)
    const [first, ...rest] = frame.segments
    if (block.type === 'prose' && rest.length === 0 && (!first || first.language === null)) return [{ ...block, text, line: 1 }]
    const last = frame.segments.length - 1
    return frame.segments.map((segment, at) => {
      const { gap: own, ...read } = readBlock(segment, at === 0 ? block.id : this.freshId(above, at), kinds, taken)
      const gap = at === last ? block.gap : own
      return (gap === undefined ? read : { ...read, gap }) as Block
    })
  }
  private freshId(above: readonly Block[], at: number): string {
    const numbers = [...this.blocks, ...above].map((block) => Number(/^b(\d+)$/.exec(block.id)?.[1] ?? 0))
    return `b${Math.max(0, ...numbers) + at}`
  }
}
