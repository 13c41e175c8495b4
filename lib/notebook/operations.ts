/*
 * Every change to a notebook, as an operation on its text. The inverse puts the blocks back exactly as they were, so that a
 * sequence fully undone is the identical file (3-runtime, rule 15). What cannot be done is refused with a sentence.
 */
import { BLOCK_OPERATIONS } from './block-operations'
import { Draft, OperationRefused } from './draft'
import { ENTRY_OPERATIONS } from './entry-operations'
import { readFrontMatter, withFrontMatter } from './front-matter'
import type { Handlers } from './handlers'
import { LIMITS } from './limits'
import { NODE_OPERATIONS } from './node-operations'
import { assemble, parseNotebook } from './parse'
import { paste } from './paste'
import { REGION_OPERATIONS } from './region-operations'
import { SUBGRAPH_OPERATIONS } from './subgraph-operations'
import type { KindLookup, Notebook, Operation } from './types'

export interface Applied {
  readonly notebook: Notebook
  /** Undoes it, whatever it was. */
  readonly inverse: Operation
  /** Does it again, without asking the handlers. */
  readonly again: Operation
}
type Drafted = Exclude<Operation['op'], 'restore' | 'set-source'>

const HANDLERS: Handlers<Drafted> = {
  ...NODE_OPERATIONS,
  ...ENTRY_OPERATIONS,
  ...REGION_OPERATIONS,
  ...SUBGRAPH_OPERATIONS,
  ...BLOCK_OPERATIONS,
  paste,
  'set-title': (draft, { title }) => {
    if (title.trim() === '') throw new OperationRefused('A notebook needs a title.')
    draft.front = withFrontMatter(draft.front, 'title', title)
  },
  'set-seed': (draft, { seed }) => {
    if (!Number.isSafeInteger(seed) || seed < 0) throw new OperationRefused(`A seed is a whole number from 0; ${seed} is not.`)
    draft.front = withFrontMatter(draft.front, 'seed', seed)
  },
}

/** Operations that move nodes across walls: what they leave must be no worse than what was there. */
const STRUCTURAL: ReadonlySet<Operation['op']> = new Set([
  'wrap',
  'unwrap',
  'move-into',
  'move-out',
  'make-subgraph',
  'detach',
  'rename-definition',
  'set-output',
  'rename-entry',
  'rename-port',
  'paste',
])
function refuseWorse(before: Notebook, after: Notebook): void {
  const errors = (notebook: Notebook) => notebook.problems.filter((problem) => problem.severity !== 'warning')
  const known = new Set(errors(before).map((problem) => `${problem.code} ${problem.message}`))
  const fresh = errors(after)
  if (fresh.length <= known.size) return
  const worse = fresh.find((problem) => !known.has(`${problem.code} ${problem.message}`))
  if (worse) throw new OperationRefused(worse.message, worse.hint)
}

/** A larger file could be written, and would not be read again. */
function refuseLarger(before: Notebook, after: Notebook): void {
  const { length } = after.source
  if (length <= LIMITS.file || length <= before.source.length) return
  throw new OperationRefused(
    `With this the notebook would have ${length} characters; it has at most ${LIMITS.file}.`,
    'Keep so much text in a file of its own and load it.',
  )
}

export const restoreOf = (notebook: Notebook): Operation => ({
  op: 'restore',
  frontMatterSource: notebook.frontMatterSource,
  blocks: notebook.blocks,
})

/** One operation. Throws `OperationRefused` and changes nothing where it cannot be done. */
export function applyOperation(notebook: Notebook, operation: Operation, kinds: KindLookup): Applied {
  if (notebook.broken)
    throw new OperationRefused(
      'This file is open read-only, because its front matter or a fence does not parse.',
      'Save it under another name to change it.',
    )
  const inverse = restoreOf(notebook)
  if (operation.op === 'restore') {
    const front = readFrontMatter(operation.frontMatterSource)
    return { notebook: assemble(operation.frontMatterSource, front, operation.blocks, kinds), inverse, again: operation }
  }
  const after = operation.op === 'set-source' ? otherSource(operation.source, kinds) : drafted(notebook, operation, kinds)
  if (STRUCTURAL.has(operation.op)) refuseWorse(notebook, after)
  refuseLarger(notebook, after)
  return { notebook: after, inverse, again: restoreOf(after) }
}
function drafted(notebook: Notebook, operation: Exclude<Operation, { op: 'restore' | 'set-source' }>, kinds: KindLookup): Notebook {
  const draft = new Draft(notebook, kinds)
  const handle = HANDLERS[operation.op] as (draft: Draft, operation: Operation) => readonly Operation[] | void
  const next = handle(draft, operation) ?? []
  return next.reduce((current, each) => applyOperation(current, each, kinds).notebook, draft.finish())
}
function otherSource(source: string, kinds: KindLookup): Notebook {
  const read = parseNotebook(source, kinds)
  const [problem] = read.problems
  if (read.broken)
    throw new OperationRefused(problem ? `Line ${problem.line}: ${problem.message}` : 'This text is not a notebook.', problem?.hint)
  return read
}

/** Several as one: all of them or none. */
export function applyOperations(notebook: Notebook, operations: readonly Operation[], kinds: KindLookup): Applied {
  let current = notebook
  for (const operation of operations) current = applyOperation(current, operation, kinds).notebook
  return { notebook: current, inverse: restoreOf(notebook), again: restoreOf(current) }
}
