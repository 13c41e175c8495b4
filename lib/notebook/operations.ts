/*
 * Every change to a notebook, as an operation on its text. The inverse puts the blocks back exactly as they were, so that a
 * sequence fully undone is the identical file (3-runtime, rule 15). What cannot be done is refused with a sentence.
 */
import { BLOCK_OPERATIONS } from './block-operations'
import { Draft, OperationRefused } from './draft'
import { readFrontMatter, withFrontMatter } from './front-matter'
import type { Handlers } from './handlers'
import { NODE_OPERATIONS } from './node-operations'
import { assemble } from './parse'
import type { KindLookup, Notebook, Operation } from './types'

export interface Applied {
  readonly notebook: Notebook
  /** Undoes it, whatever it was. */
  readonly inverse: Operation
  /** Does it again, without asking the handlers. */
  readonly again: Operation
}
type Drafted = Exclude<Operation['op'], 'restore'>

const HANDLERS: Handlers<Drafted> = {
  ...NODE_OPERATIONS,
  ...BLOCK_OPERATIONS,
  'set-title': (draft, { title }) => {
    if (title.trim() === '') throw new OperationRefused('A notebook needs a title.')
    draft.front = withFrontMatter(draft.front, 'title', title)
  },
  'set-seed': (draft, { seed }) => {
    if (!Number.isSafeInteger(seed) || seed < 0) throw new OperationRefused(`A seed is a whole number from 0; ${seed} is not.`)
    draft.front = withFrontMatter(draft.front, 'seed', seed)
  },
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
  const draft = new Draft(notebook, kinds)
  const handle = HANDLERS[operation.op] as (draft: Draft, operation: Operation) => void
  handle(draft, operation)
  const after = draft.finish()
  return { notebook: after, inverse, again: restoreOf(after) }
}

/** Several as one: all of them or none. */
export function applyOperations(notebook: Notebook, operations: readonly Operation[], kinds: KindLookup): Applied {
  let current = notebook
  for (const operation of operations) current = applyOperation(current, operation, kinds).notebook
  return { notebook: current, inverse: restoreOf(notebook), again: restoreOf(current) }
}
