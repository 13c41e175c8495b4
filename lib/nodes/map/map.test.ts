import { describe, expect, it } from 'vitest'
import { runExample } from '../../../tests/run-example'
import { runNode } from '../../graph/run-node'
import { JsonPort, TablePort, tableOf } from '../../values'
import { map } from './map'
import golden from './map.golden.json'

describe('map', () => {
  it.each(golden.cases)('over $over has a row for each', async ({ over, table }) => {
    const made = await runNode(map, { inputs: { over: { type: JsonPort, value: over } }, params: {} })
    expect(TablePort.spec.toJson(made.table)).toEqual(table)
  })
  it('opens the columns of a table', async () => {
    const { rows, table } = golden.rows
    const over = tableOf(
      [
        ['name', 'text'],
        ['legs', 'number'],
      ],
      rows,
    )
    const made = await runNode(map, { inputs: { over: { type: TablePort, value: over } }, params: {} })
    expect(TablePort.spec.toJson(made.table)).toEqual(table)
  })
  it('says what it cannot go over', async () => {
    await expect(runNode(map, { inputs: { over: { type: JsonPort, value: { a: 1 } } }, params: {} })).rejects.toMatchObject({
      code: 'no-items',
    })
  })
  it('gives every sentence to its body', async () => {
    const { views } = await runExample(map.example)
    expect(views.get('each')?.outputs['line']?.json).toEqual(['Q: Who? Tom has a fox. ', 'Q: Who? Mia has a cat.'])
    expect(views.get('line[1]')?.outputs['text']?.json).toBe('Q: Who? Mia has a cat.')
    expect(views.get('each')?.iterations).toEqual({ count: 2, chosen: 0 })
  })
})
