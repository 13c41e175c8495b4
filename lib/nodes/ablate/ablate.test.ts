import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { passOver } from '../../../tests/model-service'
import { softmaxRows } from '../../tensor'
import golden from './ablate.golden.json'
import { ablate } from './ablate'

describe('ablate', async () => {
  const { run } = await passOver(golden.text)
  const topAfter = async (params: object) => {
    const { edits } = await runNode(ablate, { inputs: { run }, params })
    const { logits } = await passOver(golden.text, [edits])
    return softmaxRows(logits.data.subarray(11 * 4096), 4096)
  }

  it.each([
    ['a head set to zero', { layer: 2, heads: 7 }, golden.zero],
    ['a layer of neurons set to its mean', { hook: 'mlp_out', layer: 3, how: 'mean' }, golden.mean],
    ['one head at one position set to its mean', { layer: 2, heads: [7], positions: [11], how: 'mean' }, golden.mean_one],
  ])('%s', async (_, params, expected) => {
    const odds = await topAfter(params)
    for (const { id, p } of expected) expect(odds[id]).toBeCloseTo(p, 5)
    expect(Math.abs(odds[435]! - golden.untouched[0]!.p)).toBeGreaterThan(1e-3)
  })
  it('says what it does', async () => {
    const { edits } = await runNode(ablate, { inputs: {}, params: { layer: 2, heads: 7 } })
    expect(edits).toEqual([{ at: 'blocks.2.attn.hook_z', heads: [7], op: 'zero', purpose: 'zero blocks.2.attn.hook_z, head 7' }])
  })
  it('a mean is taken over a run', async () => {
    await expect(runNode(ablate, { inputs: {}, params: { how: 'mean' } })).rejects.toThrow('A mean is taken over a run')
    await expect(runNode(ablate, { inputs: { run }, params: { hook: 'pattern', how: 'mean' } })).rejects.toThrow('has no meaning there')
  })
})
