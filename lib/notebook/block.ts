/* One segment of the file as a block. Lines inside count from the block's first line; `moveBlock` puts it at its line in the file. */
import type { Segment } from './frame'
import { readFrame } from './frame'
import { readDefinition } from './definition'
import { withDefinitionsIn } from './definitions'
import { readEntry } from './entry'
import { shiftEntry } from './entry-tree'
import { readLayout } from './layout-block'
import { LIMITS } from './limits'
import { countLines, indentOf, isBlank, splitLines } from './lines'
import { isSheetName } from './names'
import { readScene, readView } from './scene'
import { readSheet } from './sheet'
import { readNodes } from './sheet-nodes'
import type { Block, GraphBlock, KindLookup, NodeEntry, Problem } from './types'

/** Reads one segment. `taken` are ids used further above; ids found here are added. */
export function readBlock(segment: Segment, id: string, kinds: KindLookup, taken: Set<string>): Block {
  const { text, gap, language } = segment
  if (language === null) return { type: 'prose', id, text, line: 1, gap }
  if (language === 'layout') return { ...readLayout(id, text), gap }
  const words = segment.info.split(/[ \t]+/).filter((word) => word !== '')
  if (language === 'view') return { ...readView(id, text), gap }
  if (language === 'scene' && words.length <= 1) return { ...readScene(id, text, words[0] ?? ''), gap }
  if (language === 'graph' && words.length === 2 && words[1] === 'define')
    return { ...readDefinition(id, text, words[0] ?? '', kinds), gap }
  if (language === 'graph' && words.length <= 1) return { ...readGraph(id, text, words[0] ?? '', kinds, taken), gap }
  const problems = language === 'graph' ? [notRead(words)] : []
  return { type: 'opaque', id, language, source: text, line: 1, gap, ...(problems.length > 0 ? { problems } : {}) }
}
const notRead = (words: readonly string[]): Problem => ({
  line: 1,
  column: 1,
  code: 'bad-line',
  message: `The line \`graph ${words.join(' ').slice(0, 60)}\` has more than a name.`,
  hint: 'A sheet opens with three backticks, `graph` and one name; a subgraph has the word `define` behind its name.',
})

function readGraph(id: string, text: string, name: string, kinds: KindLookup, taken: Set<string>): GraphBlock {
  const lines = splitLines(text)
  const close = lines.at(-1) ?? ''
  const sheet = readSheet(lines.slice(1, -1))
  const problems: Problem[] = [...sheet.problems]
  if (name === '')
    problems.push({
      line: 1,
      column: 1,
      code: 'bad-id',
      message: 'The sheet has no name.',
      hint: 'Write a name behind `graph`.',
      severity: 'warning',
    })
  else if (!isSheetName(name))
    problems.push({
      line: 1,
      column: 1,
      code: 'bad-id',
      message: `\`${name.slice(0, 60)}\` is not a name for a sheet: letters, digits, \`-\` and \`_\`.`,
      severity: 'warning',
    })
  const { entries, problems: own } = readNodes(sheet.nodes, { kinds, taken, depth: 0 })
  problems.push(...own)
  return {
    type: 'graph',
    id,
    name,
    entries,
    source: text,
    line: 1,
    open: lines[0] ?? '',
    tail: sheet.tail,
    close,
    ...(problems.length > 0 ? { problems } : {}),
  }
}

/** The text of one node, in whatever column, as an entry with its head at `line`; null where it is not exactly one understood node. */
export function readLoneEntry(source: string, line: number, kinds: KindLookup): NodeEntry | null {
  const lines = splitLines(source)
  const head = lines.find((text) => !isBlank(text) && !text.trimStart().startsWith('#'))
  const { nodes, tail, problems } = readSheet(lines, { margin: indentOf(head ?? ''), line: 2 })
  const [raw, more] = nodes
  if (!raw || more || tail !== '' || problems.length > 0) return null
  const { entry, problems: own } = readEntry(raw, { kinds, taken: new Set(), depth: 0 })
  return own.length > 0 ? null : shiftEntry(entry, line + countLines(entry.lead ?? '') - entry.line)
}

/** The text that a block stands for in the file. */
export const blockText = (block: Block): string => {
  if (block.type === 'prose') return block.text
  if (block.source === null) throw new Error('A block without source must be written first.')
  return block.source
}

/** The same block with its first line at `line`. */
export function moveBlock<B extends Block>(block: B, line: number): B {
  if (block.line === line) return block
  if (block.type !== 'graph' && block.type !== 'define') return { ...block, line }
  const shift = line - block.line
  return { ...block, line, entries: block.entries.map((entry) => shiftEntry(entry, shift)) }
}

/** A block's own problems at their lines in the file. */
export const problemsOf = (block: Block): readonly Problem[] =>
  (block.problems ?? []).map((problem) => ({ ...problem, line: problem.line + block.line - 1 }))

/** Text as blocks; unclosed fences come back as problems. */
export function readBlocks(
  text: string,
  kinds: KindLookup,
  taken: Set<string>,
  newId: () => string,
): { blocks: Block[]; problems: readonly Problem[] } {
  const frame = readFrame(text)
  const here = withDefinitionsIn(kinds, frame.segments)
  return {
    blocks: frame.segments.slice(0, LIMITS.blocks).map((segment) => readBlock(segment, newId(), here, taken)),
    problems: frame.problems,
  }
}
