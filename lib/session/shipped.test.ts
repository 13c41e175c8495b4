import { expect, test } from 'vitest'
import { parseNotebook, writeNotebook } from '../notebook'
import { applyOperations } from '../notebook/operations'
import { kindLookup } from '../nodes/lookup'
import { shipped } from '../nodes/shipped'
import type { Operation } from '../notebook/types'
import { withShipped } from './shipped'

const SOURCE = '---\nvitrine: 1\ntitle: One\n---\n\n```graph main\na: text@1\n  value: x\nuse: subgraph@1\n```\n'
const notebook = parseNotebook(SOURCE, kindLookup)
const added: Operation = {
  op: 'add-node',
  sheet: 'main',
  node: { id: 'story', kind: 'subgraph', version: 1, params: { of: 'generate-by-hand' }, paramWires: {}, inputs: {} },
}

test('the first use brings the definition, the second does not, and undo takes it away', () => {
  const asked = withShipped(notebook, [added])
  const once = applyOperations(notebook, asked, kindLookup)
  const text = writeNotebook(once.notebook)
  expect(text).toContain(shipped[0]!.definition.trimEnd())
  expect(parseNotebook(text, kindLookup).problems).toEqual(once.notebook.problems)
  const again = { ...added, node: { ...added.node, id: 'other' } } as Operation
  expect(withShipped(once.notebook, [again])).toEqual([again])
  expect(writeNotebook(applyOperations(once.notebook, [once.inverse], kindLookup).notebook)).toBe(SOURCE)
})
test('a name that is typed brings it too; other words and other nodes bring nothing', () => {
  const typed = (id: string, value: string): Operation => ({ op: 'set-param', id, param: 'of', value })
  expect(withShipped(notebook, [typed('use', 'generate-by-hand')])).toHaveLength(2)
  expect(withShipped(notebook, [typed('use', 'elsewhere')])).toHaveLength(1)
  expect(withShipped(notebook, [{ op: 'set-param', id: 'a', param: 'value', value: 'generate-by-hand' }])).toHaveLength(1)
})
