/* An encoder gives its own vector for a text: the sentence embedding of a golden made with PyTorch. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openModel, readSafetensors, type Encoding } from '../../engine'
import { folderSource } from '../../engine/files/folder'
import { runNode } from '../../graph/run-node'
import { Text } from '../../values'
import { farthest, primer } from '../../../tests/model-service'
import { embed } from './embed'

const FOLDER = 'tests/oracles/goldens/distilbert-plain'

async function opened() {
  const { inputs } = JSON.parse(readFileSync(`${FOLDER}/case.json`, 'utf8')) as { inputs: { input_ids: number[] } }
  const ids = inputs.input_ids
  const encoding: Encoding = { ids, tokens: ids.map(String), offsets: ids.map(() => [0, 0] as const), special: ids.map(() => false) }
  const usual = await primer()
  const engine = await openModel(folderSource(FOLDER), { backend: 'reference' })
  const tokenizer = { ...usual.tokenizer, engine: { ...usual.tokenizer.engine, encode: () => encoding } }
  return { ...usual, name: engine.name, digest: engine.digest, engine, tokenizer }
}

const texts = { type: Text, value: 'A text.' }

it('an encoder is asked for its own vector', async () => {
  const { embeddings } = await runNode(embed, { inputs: { texts, model: await opened() }, params: {} })
  const golden = readSafetensors(readFileSync(`${FOLDER}/golden.safetensors`)).get('sentence_embedding')!
  expect(embeddings.shape).toEqual([1, 40])
  expect(embeddings.encoder).toBe('distilbert-plain')
  expect(farthest(embeddings.data, [...golden.data])).toBeLessThan(1e-5)
})

it('rows are pooled as is wished', async () => {
  const model = await opened()
  const rows = readSafetensors(readFileSync(`${FOLDER}/golden.safetensors`)).get('blocks.1.hook_normalized_resid_post')!
  const { embeddings } = await runNode(embed, { inputs: { texts, model }, params: { pool: 'last', norm: 'none' } })
  expect(farthest(embeddings.data, [...rows.data.subarray(rows.data.length - 40)])).toBeLessThan(1e-4)
  const unit = (await runNode(embed, { inputs: { texts, model }, params: { pool: 'last', norm: 'unit' } })).embeddings
  expect(Math.hypot(...unit.data)).toBeCloseTo(1, 5)
})

it('what is at length one by itself cannot be asked for another', async () => {
  const model = await opened()
  const own = { ...model, engine: { ...model.engine, spec: { ...model.engine.spec, ownEmbedding: true as const } } }
  await expect(runNode(embed, { inputs: { texts, model: own }, params: { norm: 'none' } })).rejects.toThrow('vectors of length one')
})
