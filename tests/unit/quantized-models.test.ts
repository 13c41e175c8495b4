/* A model in fewer bits is a model: wired into the kinds that take one. */
import { expect, it } from 'vitest'
import { runNode } from '../../lib/graph/run-node'
import { attention } from '../../lib/nodes/attention/attention'
import { embedding } from '../../lib/nodes/embedding/embedding'
import { forward } from '../../lib/nodes/forward/forward'
import { generate } from '../../lib/nodes/generate/generate'
import { quantize } from '../../lib/nodes/quantize/quantize'
import { tensor } from '../../lib/nodes/tensor/tensor'
import { tokenizer } from '../../lib/nodes/tokenizer/tokenizer'
import { Model } from '../../lib/values'
import { passOver, primer } from '../model-service'

const WEIGHT = 'model.layers.0.self_attn.q_proj.weight'

it('can be wired wherever a model can', async () => {
  const model = await primer()
  const params = { bits: 3, per: 'group', group: 64 } as const
  const of = (await runNode(quantize, { inputs: { of: { type: Model, value: model } }, params })).value
  const { tokens } = await runNode(tokenizer, { inputs: { text: 'Once upon a', tokenizer: of }, params: {} })
  const { run, logits } = await runNode(forward, { inputs: { model: of, tokens, edits: [] }, params: {} })
  const plain = await passOver('Once upon a')
  expect(logits!.shape).toEqual(plain.logits.shape)
  expect(logits!.data).not.toEqual(plain.logits.data)
  expect(run.digest).not.toBe(plain.run.digest)
  expect((await runNode(attention, { inputs: { run }, params: { layer: 1 } })).attention.shape).toEqual([1, 4, 4])
  expect((await runNode(generate, { inputs: { model: of, tokens, edits: [] }, params: { most: 3 } })).tokens.ids).toHaveLength(3)
  const read = await runNode(tensor, { inputs: { model: of }, params: { weight: WEIGHT } })
  expect(new Set(read.tensor.data.slice(0, 64)).size).toBeLessThanOrEqual(7)
  expect((await runNode(embedding, { inputs: { model: of }, params: {} })).embeddings.shape[1]).toBe(256)
})
