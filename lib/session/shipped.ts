/* A definition that ships comes into the notebook with its first use, as a block of its own: the file needs nothing beside it. */
import { parseNotebook } from '../notebook'
import type { DefinitionBlock, Notebook, Operation } from '../notebook/types'
import { kindLookup } from '../nodes/lookup'
import { shippedByName } from '../nodes/shipped'

/** The same operations, with the definitions that they use and the notebook lacks in front. */
export function withShipped(notebook: Notebook, operations: readonly Operation[]): readonly Operation[] {
  const known = new Set(notebook.blocks.flatMap((block) => (block.type === 'define' || block.type === 'graph' ? [block.name] : [])))
  const wanted = new Set(operations.flatMap((operation) => usedIn(notebook, operation)).filter((name) => !known.has(name)))
  const blocks = [...wanted].flatMap(blockOf)
  return [...blocks.map((block, at): Operation => ({ op: 'add-block', block, index: notebook.blocks.length + at })), ...operations]
}

function usedIn(notebook: Notebook, operation: Operation): string[] {
  if (operation.op === 'add-node') {
    const param = kindLookup.kind(operation.node.kind)?.definition
    const name = param === undefined ? undefined : operation.node.params[param]
    return typeof name === 'string' ? [name] : []
  }
  if (operation.op !== 'set-param' || typeof operation.value !== 'string' || !shippedByName(operation.value)) return []
  const uses = notebook.blocks.some(
    (block) =>
      'entries' in block &&
      block.entries.some(({ id, node }) => id === operation.id && node && kindLookup.kind(node.kind)?.definition === operation.param),
  )
  return uses ? [operation.value] : []
}

function blockOf(name: string): DefinitionBlock[] {
  const definition = shippedByName(name)?.definition
  if (definition === undefined) return []
  const { blocks } = parseNotebook(`---\nvitrine: 1\ntitle: Shipped\n---\n\n${definition}`, kindLookup)
  const found = blocks.find((block): block is DefinitionBlock => block.type === 'define')
  if (!found) return []
  const { gap: _, ...block } = found
  return [{ ...block, id: `shipped-${name}` }]
}
