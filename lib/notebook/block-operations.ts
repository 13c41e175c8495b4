/* Operations on blocks: prose, sheets, their order. The layout block stays last. */
import { Draft, OperationRefused } from './draft'
import { withoutEnd } from './lines'
import { isSheetName } from './names'
import { removeNodes, setPlace } from './node-operations'
import type { Handlers } from './handlers'
import type { Block, Operation } from './types'

type BlockOperation = 'set-prose' | 'add-block' | 'remove-block' | 'move-block' | 'rename-sheet'

export const BLOCK_OPERATIONS: Handlers<BlockOperation> = {
  'set-prose': (draft, { block, text }) => {
    if (draft.block(block).type !== 'prose') throw new OperationRefused(`Block \`${block}\` is not prose.`)
    draft.setText(block, text)
  },
  'add-block': addBlock,
  'remove-block': (draft, { block: id }) => {
    const block = draft.block(id)
    if (block.type === 'graph' && block.entries.length > 0) removeNodes(draft, new Set(block.entries.map((entry) => entry.id)))
    if (block.type === 'define') forgetPlaces(draft, block.name)
    draft.arrange(draft.blocks.filter((other) => other.id !== id))
  },
  'move-block': (draft, { block: id, index }) => {
    const block = draft.block(id)
    if (block.type === 'layout') throw new OperationRefused('The layout stays at the end.')
    const others = draft.blocks.filter((other) => other.id !== id)
    draft.arrange(insertedAt(others, index, block))
  },
  'rename-sheet': (draft, { sheet, to }) => {
    const block = draft.sheet(sheet)
    if (block.type === 'define') throw new OperationRefused(`\`${sheet}\` is a definition: its uses have to be told.`)
    if (sheet === to) return
    freeSheetName(draft, to)
    const text = block.source ?? ''
    const open = block.open ?? withoutEnd(text.split('\n', 1)[0] ?? '')
    const renamed = open.replace(/^([`~]+)graph[^\r\n]*/, `$1graph ${to}`)
    draft.setText(block.id, renamed + text.slice(open.length))
  },
}

/** Places of a definition's nodes go with it. */
function forgetPlaces(draft: Draft, name: string): void {
  for (const id of Object.keys(draft.layout()?.places ?? {})) if (id.startsWith(`${name}/`)) setPlace(draft, id, null)
}

export function freeSheetName(draft: Draft, name: string): void {
  if (!isSheetName(name)) throw new OperationRefused(`\`${name}\` is not a name for a sheet: letters, digits, \`-\` and \`_\`.`)
  if (draft.blocks.some((block) => (block.type === 'graph' || block.type === 'define') && block.name === name))
    throw new OperationRefused(`There is already a sheet \`${name}\`.`)
}

function addBlock(draft: Draft, { block, index }: Extract<Operation, { op: 'add-block' }>): void {
  if (draft.blocks.some((other) => other.id === block.id)) throw new OperationRefused(`There is already a block \`${block.id}\`.`)
  if (block.type === 'graph' || block.type === 'define') freeSheetName(draft, block.name)
  if (block.type === 'layout' && draft.layout()) throw new OperationRefused('The notebook has a layout already.')
  draft.arrange(insertedAt(draft.blocks, index, block))
  draft.markNew(block.id)
}

function insertedAt(blocks: readonly Block[], index: number, block: Block): Block[] {
  const layoutAt = blocks.at(-1)?.type === 'layout' ? blocks.length - 1 : blocks.length
  const at = Math.min(Math.max(0, Math.trunc(index)), block.type === 'layout' ? blocks.length : layoutAt)
  return blocks.toSpliced(at, 0, block)
}
