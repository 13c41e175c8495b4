import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { farthest, passOver } from '../../../tests/model-service'
import { tableOf } from '../../values'
import golden from './attention.golden.json'
import { attention } from './attention'
import type { Stage } from './stages'

describe('attention', async () => {
  const { run } = await passOver(golden.text)
  const place = { layer: golden.layer, head: golden.head }
  const map = async (params: { stage?: Stage; heads?: 'one' | 'mean' | 'max' | 'all' }) =>
    (await runNode(attention, { inputs: { run }, params: { ...place, ...params } })).attention

  it.each([
    ['raw', golden.raw, 1e-3],
    ['scaled', golden.scaled, 2e-4],
    ['weights', golden.weights, 1e-5],
    ['value-weighted', golden.value_weighted, 1e-4],
  ] as const)('%s', async (stage, expected, tolerance) => {
    const made = await map({ stage })
    expect(made).toMatchObject({ shape: [1, 12, 12], stage, layer: 2 })
    expect(farthest(made.data, expected)).toBeLessThan(tolerance)
  })
  it('masked: the last row reads all, the first only itself', async () => {
    const { data } = await map({ stage: 'masked' })
    expect(farthest(data.slice(11 * 12), golden.masked_last)).toBeLessThan(2e-4)
    expect(Array.from(data.slice(1, 12)).every((score) => score === -Infinity)).toBe(true)
  })
  it('mean and max over the heads', async () => {
    expect(farthest((await map({ heads: 'mean' })).data, golden.mean)).toBeLessThan(1e-5)
    expect(farthest((await map({ heads: 'max' })).data, golden.max)).toBeLessThan(1e-5)
    expect((await map({ heads: 'all' })).shape).toEqual([8, 12, 12])
  })
  it('describes each head in a row', async () => {
    const { table } = await runNode(attention, { inputs: { run }, params: place })
    for (const [head, expected] of golden.table.entries())
      expect(farthest(table.rows[head]!.slice(1) as number[], expected)).toBeLessThan(1e-4)
  })
  it('sorts the heads by scores from elsewhere', async () => {
    const scores = tableOf(
      [
        ['layer', 'number'],
        ['head', 'number'],
        ['drop', 'number'],
      ],
      [
        [2, 3, 0.9],
        [2, 5, 0.7],
      ],
    )
    const { table } = await runNode(attention, { inputs: { run, scores }, params: { ...place, sort: 'scores' } })
    expect(table.rows.slice(0, 2).map((row) => row[1])).toEqual([3, 5])
  })
  it('shows the map with its strip, the scores for the formula, and the place of the head', async () => {
    const params = attention.params.parse(place)
    const out = await runNode(attention, { inputs: { run }, params })
    const [panel] = attention.view!({ in: { run }, out, params, node: 'reads' }) as {
      panel: string
      heads: { count: number }
      scores: Float32Array
      values: Float32Array
    }[]
    expect(panel).toMatchObject({
      panel: 'attention',
      head: 7,
      heads: { count: 8 },
      headParam: 'head',
      layers: 6,
      source: { tensor: 'blocks.2.attn.hook_pattern', slice: [7, null, null] },
    })
    expect(panel!.values[1]).toBeNaN()
    expect(panel!.scores).toHaveLength(144)
  })
  it('says which layers and heads there are', async () => {
    await expect(runNode(attention, { inputs: { run }, params: { layer: 6 } })).rejects.toThrow(
      'There is no layer 6: primer-6m has 6, numbered 0 to 5.',
    )
    await expect(runNode(attention, { inputs: { run }, params: { head: 8 } })).rejects.toThrow('There is no head 8')
  })
})
