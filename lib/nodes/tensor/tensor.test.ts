import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { farthest, passOver } from '../../../tests/model-service'
import golden from './tensor.golden.json'
import { tensor } from './tensor'

describe('tensor', async () => {
  const { model, run } = await passOver(golden.text)
  const read = async (params: Parameters<typeof runNode<any, any, typeof tensor.params, never>>[1]['params']) =>
    (await runNode(tensor, { inputs: { run }, params: params as object })).tensor

  it('reads a part of a hook; one index drops its axis', async () => {
    const query = await read({ hook: 'q', layer: 2, heads: 7, dims: [0, 1, 2, 3] })
    expect(query).toMatchObject({ shape: [12, 4], dims: ['T', 'D'], origin: { tensor: 'blocks.2.attn.hook_q', slice: [null, 7, null] } })
    expect(farthest(query.data, golden.query)).toBeLessThan(1e-4)
    const key = await read({ hook: 'blocks.2.attn.hook_rot_k', heads: [3], dims: [0, 1, 2, 3] })
    expect(key.shape).toEqual([12, 1, 4])
    expect(farthest(key.data, golden.key)).toBeLessThan(1e-4)
  })
  it('reads one number', async () => {
    const cell = await read({ hook: 'mlp_out', layer: 3, positions: 11, dims: 100 })
    expect(cell.shape).toEqual([])
    expect(cell.data[0]).toBeCloseTo(golden.cell, 4)
  })
  it('reads weights by their file names', async () => {
    const weight = 'model.layers.0.self_attn.q_proj.weight'
    const made = await runNode(tensor, { inputs: { model }, params: { weight } })
    expect(farthest(made.tensor.data.slice(3 * 256, 3 * 256 + 6), golden.weight)).toBeLessThan(1e-6)
  })
  it.each([
    [{ hook: 'zz' }, 'No hook is named "zz".'],
    [{ hook: 'z', layer: 9 }, 'primer-6m has no hook named blocks.9.attn.hook_z.'],
    [{ hook: 'resid_post', heads: 1 }, 'it has no heads'],
    [{ hook: 'z', heads: 8 }, 'heads run from 0 to 7, got 8.'],
    [{ weight: 'model.embed' }, 'primer-6m has no weight named model.embed.'],
  ])('%o is refused in words', async (params, words) => {
    await expect(read(params)).rejects.toThrow(words)
  })
  it('needs a run or a model', async () => {
    await expect(runNode(tensor, { inputs: {}, params: {} })).rejects.toThrow('A hook is read from a run')
    await expect(runNode(tensor, { inputs: {}, params: { weight: 'x' } })).rejects.toThrow('A weight is read from a model')
  })
})
