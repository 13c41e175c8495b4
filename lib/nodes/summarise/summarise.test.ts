import { describe, expect, it } from 'vitest'
import type { Json } from '../../graph/json'
import { runNode } from '../../graph/run-node'
import { tableOf, type ColumnType } from '../../values'
import { summarise } from './summarise'
import golden from './summarise.golden.json'

const run = (columns: readonly (readonly [string, ColumnType])[], rows: readonly (readonly Json[])[], params: object, seed = 1) =>
  runNode(summarise, { inputs: { table: tableOf(columns, rows) }, params, seed })
const ofNumbers = (values: readonly number[], params: object, seed?: number) =>
  run([['x', 'number']], values.map((value) => [value]), params, seed) // prettier-ignore

describe('summarise', () => {
  it.each(golden.wilson)('$yes of $count: $low to $high', async ({ yes, count, low, high }) => {
    const rows = Array.from({ length: count }, (_, at) => [Number(at < yes)])
    const { table: summary, number } = await run([['right', 'yes/no']], rows, { show: ['mean', 'count'] })
    expect(summary.columns.map(({ name }) => name)).toEqual(['mean', 'low', 'high', 'count'])
    const [mean, from, to, n] = summary.rows[0] as number[]
    expect([mean, n]).toEqual([yes / count, count])
    expect(from).toBeCloseTo(low, 12)
    expect(to).toBeCloseTo(high, 12)
    expect(number).toEqual({ value: yes / count, unit: '%' })
  })
  it.each(golden.means)('mean $mean', async ({ values, mean, quantiles }) => {
    const { table: summary, number } = await ofNumbers(values, { show: ['mean', 'quantiles'] })
    expect(number.value).toBeCloseTo(mean, 12)
    ;(summary.rows[0]!.slice(3) as number[]).forEach((value, at) => expect(value).toBeCloseTo(quantiles[at]!, 12))
    if (values.length === 1) expect(summary.rows[0]!.slice(1, 3)).toEqual([null, null])
  })
  it.each(golden.bootstrap)('the bootstrap of $values.length values', async ({ values, interval, tolerance }) => {
    for (const seed of [1, 2, 3]) {
      const { table: summary } = await ofNumbers(values, {}, seed)
      const [, low, high] = summary.rows[0] as number[]
      expect(Math.abs(low! - interval[0]!)).toBeLessThan(tolerance)
      expect(Math.abs(high! - interval[1]!)).toBeLessThan(tolerance)
    }
  })
  it('the same seed gives the same interval, whoever gave it', async () => {
    const { values } = golden.bootstrap[1]!
    expect((await ofNumbers(values, { seed: 5 }, 1)).table).toEqual((await ofNumbers(values, { seed: 5 }, 2)).table)
    expect((await ofNumbers(values, {}, 1)).table).toEqual((await ofNumbers(values, {}, 1)).table)
    expect((await ofNumbers(values, {}, 1)).table).not.toEqual((await ofNumbers(values, {}, 2)).table)
  })
  it('kappa is agreement beyond chance', async () => {
    const { a, b, kappa } = golden.kappa
    const rows = a.map((cell, at) => [cell, b[at]!])
    const params = { of: 'a', and: 'b', show: ['kappa'] }
    const { table: summary, number } = await run([['a', 'text'], ['b', 'text']], rows, params) // prettier-ignore
    expect(number.value).toBeCloseTo(kappa, 12)
    const [, low, high] = summary.rows[0] as number[]
    expect(low).toBeLessThan(kappa)
    expect(high).toBeGreaterThan(kappa)
  })
  it('groups stand in the order of the rows, and number is of all rows', async () => {
    const rows = [['b', 1, 'x'], ['a', 0, 'y'], ['b', null, 'x'], ['b', 0, 'x'], ['a', 0, 'x']] // prettier-ignore
    const columns = [['way', 'text'], ['right', 'yes/no'], ['said', 'text']] as const // prettier-ignore
    const { table: summary, number } = await run(columns, rows, { by: ['way'], show: ['mean', 'count'] })
    expect(summary.rows.map((row) => [row[0], row[1], row[4]])).toEqual([['b', 0.5, 2], ['a', 0, 2]]) // prettier-ignore
    expect(number).toEqual({ value: 0.25, unit: '%' })
    const common = await run(columns, rows, { by: ['way'], of: 'said', show: ['most common'] })
    expect(common.table.rows).toEqual([['b', 'x', 1], ['a', 'y', 0.5]]) // prettier-ignore
  })
  it.each([
    [{ of: 'y' }, 'There is no column y.'],
    [{ of: 'said' }, 'holds no numbers'],
    [{ show: ['kappa'] }, 'needs and'],
  ])('%j: %s', async (params, message) => {
    await expect(run([['x', 'number'], ['said', 'text']], [[1, 'a'], [2, 'b']], params)).rejects.toThrow(message) // prettier-ignore
  })
  it('draws a bar for each mean, its interval beside it', async () => {
    const table = tableOf([['k', 'number'], ['right', 'yes/no']], [[0, 0], [1, 1]]) // prettier-ignore
    const params = summarise.params.parse({ by: ['k'] })
    const out = await runNode(summarise, { inputs: { table }, params })
    const [bars] = summarise.view!({ in: { table }, out, params, node: 'curve' })
    expect(bars).toMatchObject({ panel: 'bars', unit: '%', high: 1, bars: [{ label: '0', value: 0 }, { label: '1', value: 1 }] }) // prettier-ignore
  })
})
