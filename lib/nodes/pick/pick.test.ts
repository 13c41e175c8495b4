import { describe, expect, it } from 'vitest'
import type { Boxed } from '../../graph/port-type'
import { runNode } from '../../graph/run-node'
import { JsonPort, listOf, ListPort, NumberPort, numberOf, TablePort, tableOf, Text, type ColumnSpec, type JsonValue } from '../../values'
import golden from './pick.golden.json'
import { pick } from './pick'

const table: Boxed = {
  type: TablePort,
  value: tableOf(golden.table.columns as unknown as ColumnSpec[], golden.table.rows as JsonValue[][]),
}
const tree: Boxed = { type: JsonPort, value: golden.tree }
const list: Boxed = {
  type: ListPort,
  value: listOf([
    { type: NumberPort, value: numberOf(7) },
    { type: Text, value: 'x' },
  ]),
}
const run = async (from: Boxed, params: object) => {
  const { value } = await runNode(pick, { inputs: { from }, params })
  return { type: value.type.name, value: value.value }
}

describe('pick', () => {
  it.each(golden.ofTable)('of a table $params gives $value', async ({ params, type, value }) => {
    expect(await run(table, params)).toEqual({ type, value })
  })
  it.each(golden.ofTree)('of data $params gives $value', async ({ params, type, value }) => {
    expect(await run(tree, params)).toEqual({ type, value })
  })
  it.each(golden.ofList)('of a list $params gives $value', async ({ params, type, value }) => {
    expect(await run(list, params)).toEqual({ type, value })
  })
  it('of data that is a list gives the item', async () => {
    expect(await run({ type: JsonPort, value: [1, [2]] }, { place: -1 })).toEqual({ type: 'json', value: [2] })
  })
  it.each(golden.refused)('refuses $params: $message', async ({ params, message, hint }) => {
    const failure = (await run(table, params).catch((error: unknown) => error)) as { message: string; options: { hint?: string } }
    expect(failure.message).toContain(message)
    if (hint !== undefined) expect(failure.options.hint).toContain(hint)
  })
  it('lights the cell among the rows around it', async () => {
    const rows = Array.from({ length: 100 }, (_, at) => [at])
    const from: Boxed = { type: TablePort, value: tableOf([['n', 'number']], rows) }
    const params = pick.params.parse({ place: 50, column: 'n' })
    const out = await runNode(pick, { inputs: { from }, params })
    const [panel] = pick.view!({ in: { from }, out, params, node: 'one' })
    expect(panel).toMatchObject({ panel: 'table', first: 47, total: 100, lit: [3, 0], rows: [[47], [48], [49], [50], [51], [52], [53]] })
  })
})
