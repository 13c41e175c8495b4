import { describe, expect, it } from 'vitest'
import type { Json } from '../../graph/json'
import type { Boxed } from '../../graph/port-type'
import { runNode } from '../../graph/run-node'
import {
  JsonPort,
  listOf,
  ListPort,
  NumberPort,
  numberOf,
  TablePort,
  tableOf,
  Tensor,
  textDocuments,
  Documents,
  type TableValue,
} from '../../values'
import { arrange } from './arrange'
import golden from './arrange.golden.json'

const tableFrom = ({ columns, rows }: { columns: string[]; rows: unknown[][] }): TableValue =>
  tableOf(
    columns.map((name, at) => [name, typeof rows[0]![at] === 'number' ? 'number' : 'text'] as const),
    rows as Json[][],
  )
const animals: Boxed = { type: TablePort, value: tableFrom(golden.animals) }
const run = async (from: Boxed, params: object, other?: TableValue, seed = 0) =>
  (await runNode(arrange, { inputs: { from, ...(other ? { with: other } : {}) }, params, seed })).table

describe('arrange', () => {
  it.each(golden.cases)('$params', async ({ params, join, columns, rows }) => {
    const table = await run(animals, params, join ? tableFrom(golden.kinds) : undefined)
    expect(table.columns.map(({ name }) => name)).toEqual(columns)
    expect(table.rows).toEqual(rows)
  })
  it('spreads two settings side by side', async () => {
    const rows = [
      ['a', 'x', 1],
      ['a', 'y', 0],
      ['b', 'y', 1],
    ]
    const from: Boxed = { type: TablePort, value: tableOf([['item', 'text'], ['setting', 'text'], ['right', 'yes/no']], rows) } // prettier-ignore
    const table = await run(from, { spread: 'setting', value: 'right' })
    expect(table.columns).toEqual([
      { name: 'item', type: 'text' },
      { name: 'x', type: 'yes/no' },
      { name: 'y', type: 'yes/no' },
    ])
    expect(table.rows).toEqual([
      ['a', 1, 0],
      ['b', null, 1],
    ])
    await expect(run(from, { columns: ['setting', 'right'], spread: 'setting', value: 'right' })).rejects.toThrow('only one value fits')
    await expect(run(from, { spread: 'setting' })).rejects.toThrow('is not said')
  })
  it('draws with the seed, each row at most once, all equally often', async () => {
    const from: Boxed = {
      type: TablePort,
      value: tableOf(
        [['n', 'number']],
        Array.from({ length: 10 }, (_, at) => [at]),
      ),
    }
    const counts = Array.from({ length: 10 }, () => 0)
    for (let seed = 0; seed < 400; seed++) {
      const { rows } = await run(from, { sample: 3 }, undefined, seed)
      expect(new Set(rows.map(([n]) => n)).size).toBe(3)
      expect(rows.map(([n]) => n)).toEqual(rows.map(([n]) => n as number).toSorted((a, b) => a - b))
      for (const [n] of rows) counts[n as number]!++
    }
    // 120 each; four deviations of a binomial
    for (const count of counts) expect(Math.abs(count - 120)).toBeLessThan(4 * Math.sqrt(400 * 0.3 * 0.7))
    expect(await run(from, { sample: 3 }, undefined, 5)).toEqual(await run(from, { sample: 3 }, undefined, 5))
  })
  it('takes anything with rows', async () => {
    const list: Boxed = { type: ListPort, value: listOf([{ type: NumberPort, value: numberOf(3) }], ['k 0']) }
    expect((await run(list, {})).rows).toEqual([['k 0', 3]])
    const documents: Boxed = { type: Documents, value: textDocuments([{ id: 'a', text: 'x', metadata: { page: 2 } }]) }
    expect((await run(documents, { where: 'page = 2' })).rows).toEqual([['a', 'x', 'a', 2]])
    expect((await run({ type: JsonPort, value: [{ a: 1 }, { a: true }, 5] }, {})).rows).toEqual([[1, null], [1, null], [null, 5]]) // prettier-ignore
    const tensor = { data: Float32Array.of(1, 2, 3, NaN), shape: [2, 2], dims: ['T', 'C'], origin: { tensor: 'x', slice: [null, null] } }
    expect((await run({ type: Tensor, value: tensor }, {})).rows).toEqual([[0, 1, 2], [1, 3, null]]) // prettier-ignore
  })
  it.each([
    [{ where: 'leg > 2' }, 'There is no column leg.'],
    [{ sort: ['-age'] }, 'There is no column age.'],
    [{ where: 'who > 2 +' }, 'at column 10'],
    [{ add: { x: 'who + 1' } }, 'is the text “fox”'],
    [{ key: 'kind' }, 'needs with'],
  ])('%j: %s', async (params, message) => {
    await expect(run(animals, params)).rejects.toThrow(message)
  })
  it('a join needs a key', async () => {
    await expect(run(animals, {}, tableFrom(golden.kinds))).rejects.toMatchObject({ options: { hint: 'Both have kind.' } })
  })
})
