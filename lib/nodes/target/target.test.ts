import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { passOver } from '../../../tests/model-service'
import golden from './target.golden.json'
import { target } from './target'

describe('target', async () => {
  const { logits } = await passOver(golden.text)
  const { answer, other } = golden
  const measure = async (params: object) => (await runNode(target, { inputs: { logits }, params: { answer, ...params } })).number

  it('probability, logit, difference and rank', async () => {
    expect((await measure({})).value).toBeCloseTo(golden.probability, 5)
    expect((await measure({ measure: 'logit' })).value).toBeCloseTo(golden.logit, 3)
    expect((await measure({ other, measure: 'logit difference' })).value).toBeCloseTo(golden.difference, 3)
    expect((await measure({ answer: other, measure: 'rank' })).value).toBe(golden.rank)
  })
  it('at another position, and for another sentence', async () => {
    expect((await measure({ position: 5 })).value).toBeCloseTo(golden.position_5, 6)
    expect((await measure({ position: -7 })).value).toBeCloseTo(golden.position_5, 6)
    const boy = await passOver(golden.boy)
    expect((await runNode(target, { inputs: { logits: boy.logits }, params: { answer } })).number.value).toBeCloseTo(
      golden.boy_probability,
      6,
    )
  })
  it.each([
    [{ answer: '' }, 'needs an answer'],
    [{ answer: ' Lilyanna' }, 'is 2 tokens|is 3 tokens|is 4 tokens'],
    [{ measure: 'logit difference' }, 'other is empty'],
    [{ position: 12 }, 'There is no position 12'],
  ])('%o is refused in words', async (params, words) => {
    await expect(measure(params)).rejects.toThrow(new RegExp(words))
  })
})
