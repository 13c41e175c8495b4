import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { passOver } from '../../../tests/model-service'
import { lastRow } from '../../values'
import golden from './sampler.golden.json'
import { sampler } from './sampler'

describe('sampler', async () => {
  const { logits } = await passOver(golden.text)

  it.each(golden.cases)('$params', async ({ params, kept, top }) => {
    const made = await runNode(sampler, { inputs: { logits }, params: params as object })
    const odds = made.odds!
    expect(odds.stages!.at(-1)!.kept).toBe(kept)
    for (const { id, p } of top) expect(lastRow(odds)[id]).toBeCloseTo(p, 4)
  })
  it('temperature 0 takes the best, whatever the seed', async () => {
    for (const seed of [1, 2, 3]) {
      const made = await runNode(sampler, { inputs: { logits }, params: { temperature: 0 }, seed })
      expect(made.token!.ids).toEqual([golden.greedy])
      expect(made.sampling).toEqual({ stages: [{ temperature: 0 }], greedy: true })
    }
  })
  it('draws as often as the odds say', async () => {
    const counts = new Map<number, number>()
    for (let seed = 0; seed < 150; seed++) {
      const { token } = await runNode(sampler, { inputs: { logits }, params: { topK: 2 }, seed })
      counts.set(token!.ids[0]!, (counts.get(token!.ids[0]!) ?? 0) + 1)
    }
    const { odds } = await runNode(sampler, { inputs: { logits }, params: { topK: 2 } })
    for (const [id, count] of counts) expect(Math.abs(count / 150 - lastRow(odds!)[id]!)).toBeLessThan(0.12)
  })
  it('the same seed draws the same', async () => {
    const draw = async (seed: number) => (await runNode(sampler, { inputs: { logits }, params: {}, seed })).token!.ids
    expect(await draw(11)).toEqual(await draw(11))
  })
  it('order is part of the rule: temperature before the filter keeps more', async () => {
    const kept = async (order: ('temperature' | 'topP')[]) =>
      (await runNode(sampler, { inputs: { logits }, params: { temperature: 2, topP: 0.9, order } })).odds!.stages!.at(-1)!.kept
    expect(await kept(['temperature', 'topP'])).toBeGreaterThan(await kept(['topP', 'temperature']))
  })
  it('without logits it is just the rule', async () => {
    const made = await runNode(sampler, { inputs: {}, params: { temperature: 0.8, topK: 20 } })
    expect(made).toEqual({ sampling: { stages: [{ temperature: 0.8 }, { topK: 20 }], greedy: false } })
    expect(sampler.view!({ in: {}, out: made, params: sampler.params.parse({}), node: 'rule' })).toMatchObject([{ panel: 'card' }])
  })
})
