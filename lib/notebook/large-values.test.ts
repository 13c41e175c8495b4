/* Values near the bounds of a notebook: what is written is read again, and what could not be read again is not written. */
import { expect, test } from 'vitest'
import { OperationRefused } from './draft'
import { graphOf } from './graph-of'
import { LIMITS } from './limits'
import { applyOperation } from './operations'
import { parseNotebook } from './parse'
import { testKinds } from './testing'
import type { Operation } from './types'

const start = parseNotebook('---\nvitrine: 1\ntitle: Long\n---\n```graph sheet\npage: text@1\n  value: Short\n```\n', testKinds)
const written = (value: string): Operation => ({ op: 'set-param', id: 'page', param: 'value', value })

test.each([
  ['many lines', 'A line.\n'.repeat(LIMITS.text / 4)],
  ['one line', 'a'.repeat(3_000_000)],
  ['as many letters as a block of lines may have', `${'a'.repeat(LIMITS.text - 2)}\nb`],
])('%s are read as they were written', (_, value) => {
  const { notebook } = applyOperation(start, written(value), testKinds)
  const again = parseNotebook(notebook.source, testKinds)
  expect(again.problems).toEqual([])
  expect(graphOf(again).get('page')?.params['value'] === value).toBe(true)
})

test('a text that would make the file larger than can be read is refused, and nothing changes', () => {
  expect(() => applyOperation(start, written('a'.repeat(LIMITS.file)), testKinds)).toThrow(OperationRefused)
  expect(() => applyOperation(start, written('a'.repeat(LIMITS.file)), testKinds)).toThrow(
    /would have 8388\d+ characters; it has at most 8388608/,
  )
})
