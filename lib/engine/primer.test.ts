/* The embedded model against transformers (tests/oracles/primer-6m), its facts, and what it says to wrong requests. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { folderSource } from './files/folder'
import { openModel } from './open-model'
import { readSafetensors } from './safetensors'
import type { Backend, Edit, LoadedModel } from './types'

const folder = 'public/models/primer-6m'
const reference = JSON.parse(readFileSync('tests/oracles/primer-6m/reference.json', 'utf8')) as {
  cases: { ids: number[]; greedy_ids: number[] }[]
}
const tensors = readSafetensors(readFileSync('tests/oracles/primer-6m/reference.safetensors'))

describe.each<Backend>(['reference', 'wasm', 'ort'])('on %s', (backend) => {
  let model: LoadedModel
  beforeAll(async () => {
    model = await openModel(folderSource(folder), { backend })
  })
  afterAll(() => model.dispose())

  // The last block's output is not in the file; its logits are.
  test.each(backend === 'reference' ? [0, 3] : [0, 1, 2, 3, 4, 5, 6, 7])('prompt %i: logits, residual streams, patterns', async (index) => {
    const { tensors: got } = await model.forward({
      ids: reference.cases[index]!.ids,
      want: ['*.hook_resid_pre', '*.hook_pattern', 'logits'],
    })
    const names = [...tensors.keys()].filter((name) => name.startsWith(`${index}.`))
    expect(names.length).toBe(13)
    for (const name of names) {
      const expected = tensors.get(name)!
      const tensor = got.get(name.slice(2))!
      expect(tensor.shape).toEqual(expected.shape)
      const scale = expected.data.reduce((most, x) => Math.max(most, Math.abs(x)), 1)
      const worst = expected.data.reduce((most, x, i) => Math.max(most, Math.abs(x - tensor.data[i]!)), 0)
      expect(worst / scale, name).toBeLessThan(3e-5)
    }
  })

  test('greedy continuation', async () => {
    const { ids, greedy_ids: expected } = reference.cases[0]!
    const decoder = await model.decoder()
    const got: number[] = []
    let logits = await decoder.step(ids)
    for (let i = 0; i < (backend === 'ort' ? 60 : 12); i++) {
      got.push(logits.indexOf(logits.reduce((a, b) => Math.max(a, b))))
      logits = await decoder.step(got.slice(-1))
    }
    decoder.dispose()
    expect(got).toEqual(expected.slice(0, got.length))
  })

  test('facts', () => {
    expect(model).toMatchObject({ name: 'primer-6m', backend, parameters: 5770496, weightBytes: 4 * 5770496, fileBytes: 11546984 })
    expect(model.spec).toMatchObject({
      architecture: 'llama',
      layers: 6,
      heads: 8,
      keyValueHeads: 4,
      headSize: 32,
      width: 256,
      mlpWidth: 768,
      context: 512,
    })
    expect(model.embedding()).toMatchObject({ shape: [4096, 256], dims: ['V', 'C'] })
    expect(model.weight('model.layers.5.mlp.down_proj.weight').shape).toEqual([256, 768])
    expect(model.digest).toMatch(/^[0-9a-f]{64}$/)
    expect(model.hooks.slice(0, 3)).toEqual(['hook_embed', 'blocks.0.hook_resid_pre', 'blocks.0.ln1.hook_scale'])
    expect(model.hooks.at(-1)).toBe('logits')
  })

  test('only what is wanted comes', async () => {
    const { tensors: got } = await model.forward({ ids: [0, 481], want: ['blocks.{1,3}.hook_resid_post'] })
    expect([...got.keys()]).toEqual(['blocks.1.hook_resid_post', 'blocks.3.hook_resid_post'])
  })

  test('the same request gives the same bits, whatever else is wanted', async () => {
    const ids = reference.cases[1]!.ids
    const alone = await model.forward({ ids })
    const among = await model.forward({ ids, want: ['*'] })
    expect(among.tensors.get('logits')!.data).toEqual(alone.tensors.get('logits')!.data)
  })

  const refused: [string, object, string][] = [
    ['no tokens', { ids: [] }, 'The prompt has no tokens; a forward pass needs at least one.'],
    ['a long prompt', { ids: Array(600).fill(1) }, 'The prompt has 600 tokens; primer-6m reads at most 512.'],
    ['a strange token', { ids: [0, 4096] }, 'Token 4096 is not in the vocabulary of primer-6m, whose ids run from 0 to 4,095.'],
    ['half a token', { ids: [0.5] }, 'Token 0.5 is not in the vocabulary'],
    [
      'an unknown hook',
      { ids: [0], want: ['blocks.0.attn.hook_patern'] },
      'A wish names the hook blocks.0.attn.hook_patern, which this model does not have.',
    ],
    [
      'an unknown edit',
      { ids: [0], edits: [{ at: 'blocks.9.hook_mlp_out', op: 'zero' }] },
      'The edit names the hook blocks.9.hook_mlp_out, which this model does not have.',
    ],
    [
      'a head too many',
      { ids: [0], edits: [{ at: 'blocks.0.attn.hook_k', heads: [4], op: 'zero' }] },
      'The edit at blocks.0.attn.hook_k names head 4; there are 4, from 0 to 3.',
    ],
    [
      'a late position',
      { ids: [0, 1], edits: [{ at: 'blocks.0.hook_mlp_out', positions: [2], op: 'zero' }] },
      'names position 2; there are 2, from 0 to 1.',
    ],
    [
      'heads of the stream',
      { ids: [0], edits: [{ at: 'blocks.0.hook_mlp_out', heads: [0], op: 'zero' }] },
      'selects heads, which that tensor does not have: its axes are T, C.',
    ],
    ['no value', { ids: [0], edits: [{ at: 'blocks.0.hook_mlp_out', op: 'set' }] }, 'has no value, which `set` needs.'],
    [
      'the wrong size',
      { ids: [0], edits: [{ at: 'blocks.0.hook_mlp_out', op: 'add', value: new Float32Array(255) }] },
      'brings 255 values; its region [1, 256] has 256.',
    ],
    ['an unknown op', { ids: [0], edits: [{ at: 'logits', op: 'halve' as Edit['op'], value: 1 }] }, 'has the unknown op halve'],
  ]
  test.each(refused)('%s', async (_, request, sentence) => {
    await expect(model.forward(request as { ids: number[] })).rejects.toThrow(sentence)
    await expect(model.forward({ ids: [0] })).resolves.toBeDefined()
  })

  test('an abort stops a pass and leaves a decoder as it was', async () => {
    const controller = new AbortController()
    const pass = model.forward({ ids: Array(200).fill(5), signal: controller.signal })
    controller.abort()
    await expect(pass).rejects.toThrow('aborted')
    const decoder = await model.decoder()
    await decoder.step([0, 481])
    await expect(decoder.step([499], AbortSignal.abort())).rejects.toThrow('aborted')
    expect(decoder.length).toBe(2)
    await expect(decoder.step(Array(511).fill(1))).rejects.toThrow('The prompt has 513 tokens')
  })
})
