/* A notebook from its file. Strict and total: whatever the text, the answer is a notebook with its problems, and its bytes. */
import { blockText, moveBlock, problemsOf, readBlocks } from './block'
import { frontMatterLength, readFrontMatter, type FrontMatter } from './front-matter'
import { defaultGap } from './frame'
import { checkDefinitions } from './definition-check'
import { withDefinitions } from './definitions'
import { checkDirectives, checkLayout, checkScenes, checkSheets, checkWires } from './graph-check'
import { knownNodes } from './known'
import { LIMITS } from './limits'
import { countLines } from './lines'
import type { Block, KindLookup, Notebook, Problem } from './types'

export function parseNotebook(source: string, kinds: KindLookup): Notebook {
  if (source.length > LIMITS.file) return tooLarge(source)
  const length = frontMatterLength(source)
  const problems: Problem[] = []
  if (length < 0)
    problems.push({
      line: 1,
      column: 1,
      code: 'unclosed-front-matter',
      message: 'The front matter that opens with `---` is never closed.',
      hint: 'Put a line `---` below its last line.',
    })
  const frontSource = source.slice(0, Math.max(0, length))
  const front: FrontMatter =
    length < 0 ? { title: 'Untitled', seed: 0, data: {}, problems: [], broken: true } : readFrontMatter(frontSource)
  const lines = countLines(frontSource)
  let count = 0
  const { blocks, problems: frameProblems } = readBlocks(source.slice(frontSource.length), kinds, new Set(), () => `b${++count}`)
  problems.push(...frameProblems.map((problem) => ({ ...problem, line: problem.line + lines })))
  const broken = front.broken || problems.length > 0
  return assemble(frontSource, front, blocks, kinds, { broken, problems, source })
}

function tooLarge(source: string): Notebook {
  const message = `The file has ${source.length} characters; a notebook has at most ${LIMITS.file}.`
  return {
    title: 'Untitled',
    seed: 0,
    frontMatter: {},
    frontMatterSource: '',
    blocks: [],
    problems: [{ line: 1, column: 1, code: 'too-large', message }],
    broken: true,
    source,
  }
}

/** Gaps that keep blocks apart: at least a line end, a blank line between two texts, a line end at the end. */
export function withGaps(blocks: readonly Block[], like: string): Block[] {
  return blocks.map((block, at) => {
    const next = blocks[at + 1]
    const gap = block.gap ?? defaultGap(like, next === undefined)
    if (!next) return gap === block.gap ? block : { ...block, gap }
    const needed = block.type === 'prose' && next.type === 'prose' ? 2 : 1
    const good = countLines(gap) >= needed ? gap : defaultGap(like, false)
    return good === block.gap ? block : { ...block, gap: good }
  })
}

/** Blocks as a notebook: lines, source, and every problem. */
export function assemble(
  frontSource: string,
  front: FrontMatter,
  given: readonly Block[],
  kinds: KindLookup,
  frame: { readonly broken: boolean; readonly problems: readonly Problem[]; readonly source?: string } = { broken: false, problems: [] },
): Notebook {
  const pieces = [frontSource]
  let line = 1 + countLines(frontSource)
  const blocks = given.map((block) => {
    const text = blockText(block) + (block.gap ?? '')
    const moved = moveBlock(block, line)
    pieces.push(text)
    line += countLines(text)
    return moved
  })
  const known = knownNodes(blocks, withDefinitions(kinds, blocks))
  const problems = [
    ...front.problems,
    ...frame.problems,
    ...blocks.flatMap(problemsOf),
    ...checkSheets(blocks),
    ...checkWires(known),
    ...checkDefinitions(known, kinds),
    ...checkLayout(blocks, known),
    ...checkScenes(blocks, known),
    ...checkDirectives(blocks, known),
  ]
  return {
    title: front.title,
    seed: front.seed,
    frontMatter: front.data,
    frontMatterSource: frontSource,
    blocks,
    problems: problems.sort((a, b) => a.line - b.line || a.column - b.column),
    broken: frame.broken,
    source: frame.source ?? pieces.join(''),
  }
}

/** A notebook around one graph in the line grammar, without fences: a kind's example. */
export function notebookOfGraph(graph: string, kinds: KindLookup, title = 'Example'): Notebook {
  // an example with a definition closes its own sheet first
  const fenced = /^```graph /m.test(graph)
  const fence = fenced ? '```' : '`'.repeat(Math.max(3, ...[...graph.matchAll(/`+/g)].map((run) => run[0].length + 1)))
  return parseNotebook(`---\nvitrine: 1\ntitle: ${title}\n---\n\n${fence}graph example\n${graph.replace(/\n*$/, '\n')}${fence}\n`, kinds)
}
