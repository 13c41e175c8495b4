/* One segment of the file as a block. Lines inside count from the block's first line; `moveBlock` puts it at its line in the file. */
import type { Segment } from './frame'
import { readFrame } from './frame'
import { readEntry } from './entry'
import { readLayout } from './layout-block'
import { LIMITS } from './limits'
import { countLines, splitLines } from './lines'
import { isSheetName } from './names'
import { readSheet } from './sheet'
import type { Block, GraphBlock, KindLookup, NodeEntry, Problem } from './types'

/** Reads one segment. `taken` are ids used further above; ids found here are added. */
export function readBlock(segment: Segment, id: string, kinds: KindLookup, taken: Set<string>): Block {
  const { text, gap, language } = segment
  if (language === null) return { type: 'prose', id, text, line: 1, gap }
  if (language === 'layout') return { ...readLayout(id, text), gap }
  const words = segment.info.split(/[ \t]+/).filter((word) => word !== '')
  if (language === 'graph' && words.length <= 1) return { ...readGraph(id, text, words[0] ?? '', kinds, taken), gap }
  const problems = language === 'graph' ? [notRead(words)] : []
  return { type: 'opaque', id, language, source: text, line: 1, gap, ...(problems.length > 0 ? { problems } : {}) }
}
const notRead = (words: readonly string[]): Problem =>
  words[1] === 'define'
    ? {
        line: 1,
        column: 1,
        code: 'not-understood',
        message: `The definition \`${words[0]}\` is not read by this version; the block keeps its text.`,
      }
    : {
        line: 1,
        column: 1,
        code: 'bad-line',
        message: `The line \`graph ${words.join(' ').slice(0, 60)}\` has more than a name.`,
        hint: 'A sheet opens with three backticks, `graph` and one name.',
      }

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
  const entries: NodeEntry[] = []
  for (const raw of sheet.nodes) {
    if (taken.size >= LIMITS.nodes) {
      problems.push({ line: raw.line, column: 1, code: 'too-large', message: `The notebook has more than ${LIMITS.nodes} nodes.` })
      break
    }
    const { entry, problems: own } = readEntry(raw, kinds, taken)
    if (raw.id !== '') taken.add(raw.id)
    entries.push(entry)
    problems.push(...own)
  }
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

/** The text of one node as an entry with its head at `line`, or null where it is not exactly one understood node. */
export function readLoneEntry(source: string, line: number, kinds: KindLookup): NodeEntry | null {
  const { nodes, tail, problems } = readSheet(splitLines(source))
  const [raw, more] = nodes
  if (!raw || more || tail !== '' || problems.length > 0) return null
  const { entry, problems: own } = readEntry(raw, kinds, new Set())
  return own.length > 0 ? null : { ...entry, line: line + countLines(entry.lead ?? '') }
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
  if (block.type !== 'graph') return { ...block, line }
  const shift = line - block.line
  return { ...block, line, entries: block.entries.map((entry) => ({ ...entry, line: entry.line + shift })) }
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
  return {
    blocks: frame.segments.slice(0, LIMITS.blocks).map((segment) => readBlock(segment, newId(), kinds, taken)),
    problems: frame.problems,
  }
}
