/* A notebook being changed: blocks whose text changed are read again, the others are carried over as they are. */
import { readBlock, readLoneEntry } from './block'
import { readFrontMatter } from './front-matter'
import { readFrame } from './frame'
import { knownNodes, type Known } from './graph-check'
import { readLayout } from './layout-block'
import { countLines, lineEndOf } from './lines'
import { assemble, withGaps } from './parse'
import { graphText, textOf } from './write'
import { entriesOf } from './graph-of'
import type { Block, GraphBlock, KindLookup, LayoutBlock, NodeEntry, Notebook } from './types'

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

export class Draft {
  front: string
  blocks: Block[]
  readonly end: '\n' | '\r\n'
  readonly known: Known
  private readonly dirty = new Set<string>()

  constructor(
    private readonly before: Notebook,
    readonly kinds: KindLookup,
  ) {
    this.front = before.frontMatterSource
    this.blocks = [...before.blocks]
    this.end = lineEndOf(before.source)
    this.known = knownNodes(before.blocks, kinds)
  }

  block(id: string): Block {
    const found = this.blocks.find((block) => block.id === id)
    if (!found) throw new OperationRefused(`There is no block \`${id}\` in this notebook.`)
    return found
  }
  sheet(name: string): GraphBlock {
    const found = this.blocks.find((block): block is GraphBlock => block.type === 'graph' && block.name === name)
    if (!found) throw new OperationRefused(`There is no sheet \`${name}\` in this notebook.`)
    return found
  }
  /** The first node of that id, and its sheet. */
  entry(id: string): { block: GraphBlock; entry: NodeEntry } {
    for (const block of this.blocks) {
      if (block.type !== 'graph') continue
      const entry = block.entries.find((candidate) => candidate.id === id)
      if (entry) return { block, entry }
    }
    throw new OperationRefused(`There is no node \`${id}\` in this notebook.`)
  }
  hasNode(id: string): boolean {
    for (const entry of entriesOf(this)) if (entry.id === id) return true
    return false
  }
  /** A node that is understood, or a refusal. */
  understood(id: string) {
    const found = this.known.nodes.get(id)
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
      const [segment] = block.type === 'graph' ? readFrame(text).segments : []
      if (!segment) return { ...block, source: text }
      return { ...readBlock(segment, id, this.kinds, new Set()), ...(block.gap === undefined ? {} : { gap: block.gap }) } as Block
    })
  }
  /** Maps nodes of all sheets; the same text back means untouched. */
  mapEntries(map: (entry: NodeEntry) => string | null): void {
    for (const block of this.blocks) if (block.type === 'graph') this.mapSheet(block, map)
  }
  private mapSheet(block: GraphBlock, map: (entry: NodeEntry) => string | null): void {
    let touched = false
    const entries = block.entries.flatMap((entry): NodeEntry[] => {
      const source = map(entry)
      if (source === entry.source) return [entry]
      touched = true
      return source === null ? [] : [{ ...entry, source, node: null }]
    })
    if (!touched) return
    const text = graphText({ ...block, entries }, this.kinds, this.end)
    const kept = new Set(block.entries)
    const read = block.problems ? null : this.readChanged(entries, kept, block)
    if (read) this.put({ ...block, entries: read, source: text })
    else this.setText(block.id, text)
  }
  /** In a sheet without problems only what changed is read; null where that is not enough. */
  private readChanged(entries: readonly NodeEntry[], kept: ReadonlySet<NodeEntry>, block: GraphBlock): NodeEntry[] | null {
    let line = block.line + 1
    const read: NodeEntry[] = []
    for (const entry of entries) {
      const source = entry.source ?? ''
      const known = kept.has(entry) ? entry : readLoneEntry(source, line, this.kinds)
      if (!known) return null
      const at = line + countLines(known.lead ?? '')
      read.push(known.line === at ? known : { ...known, line: at })
      line += countLines(source)
    }
    return read
  }
  private put(block: Block): void {
    this.blocks = this.blocks.map((other) => (other.id === block.id ? block : other))
  }
  /** Edits one node that may have been edited before in this operation: it is read again first. */
  editEntry(id: string, edit: (entry: NodeEntry) => string): void {
    const { block, entry } = this.entry(id)
    this.mapSheet(block, (other) => (other === entry ? edit(entry) : other.source))
  }
  setLayout(layout: LayoutBlock, text: string): void {
    const read = readLayout(layout.id, text)
    this.blocks = this.blocks.map((block) =>
      block.id === layout.id ? { ...read, ...(layout.gap === undefined ? {} : { gap: layout.gap }) } : block,
    )
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
    const all = this.before.problems.some((problem) => problem.code === 'duplicate-id')
    const taken = new Set<string>()
    const blocks: Block[] = []
    for (const block of this.blocks) {
      const shadowed = block.type === 'graph' && (all || block.entries.some((entry) => taken.has(entry.id)))
      const reread = shadowed || this.dirty.has(block.id)
      blocks.push(...(reread ? this.reread(block, taken, blocks) : [block]))
      if (!reread && block.type === 'graph') for (const entry of block.entries) taken.add(entry.id)
    }
    return assemble(this.front, front, withGaps(blocks, this.end), this.kinds)
  }

  private reread(block: Block, taken: Set<string>, above: readonly Block[]): Block[] {
    const text = textOf(block, this.kinds, this.end)
    const frame = readFrame(text)
    const fault = frame.problems[0]
    if (fault) throw new OperationRefused(fault.message, fault.hint)
    const [first, ...rest] = frame.segments
    if (block.type === 'prose' && rest.length === 0 && (!first || first.language === null)) return [{ ...block, text, line: 1 }]
    const last = frame.segments.length - 1
    return frame.segments.map((segment, at) => {
      const { gap: own, ...read } = readBlock(segment, at === 0 ? block.id : this.freshId(above, at), this.kinds, taken)
      const gap = at === last ? block.gap : own
      return (gap === undefined ? read : { ...read, gap }) as Block
    })
  }
  private freshId(above: readonly Block[], at: number): string {
    const numbers = [...this.blocks, ...above].map((block) => Number(/^b(\d+)$/.exec(block.id)?.[1] ?? 0))
    return `b${Math.max(0, ...numbers) + at}`
  }
}
