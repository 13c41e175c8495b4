/* A language model inside a larger one gives what it gives alone: a golden's files, nested as published multimodal models are. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { memorySource } from '../files/memory'
import { openModel } from '../open-model'
import { readSafetensors, writeSafetensors } from '../safetensors'

const FOLDER = 'tests/oracles/goldens/gemma3-localglobal'
const config = JSON.parse(readFileSync(`${FOLDER}/config.json`, 'utf8')) as Record<string, unknown>
const weights = readSafetensors(readFileSync(`${FOLDER}/model.safetensors`))
const { inputs } = JSON.parse(readFileSync(`${FOLDER}/case.json`, 'utf8')) as { inputs: { input_ids: number[] } }
const golden = readSafetensors(readFileSync(`${FOLDER}/golden.safetensors`)).get('logits')!

test.each([
  ['as the first files have it', (name: string) => `language_model.${name}`],
  ['as newer files have it', (name: string) => name.replace(/^model\./, 'model.language_model.')],
])('weights named %s', async (_, rename) => {
  const nested = { model_type: 'gemma3', architectures: ['Gemma3ForConditionalGeneration'], text_config: config, vision_config: {} }
  const tower = { shape: [2], data: Float32Array.of(1, 2) }
  const named = [...weights].map(([name, tensor]) => [rename(name), tensor] as const)
  const source = memorySource('multimodal', {
    'config.json': JSON.stringify(nested),
    'model.safetensors': writeSafetensors([...named, ['vision_tower.bias', tower]]),
  })
  const model = await openModel(source, { backend: 'reference' })
  const logits = (await model.forward({ ids: inputs.input_ids })).tensors.get('logits')!
  const scale = golden.data.reduce((most, x) => Math.max(most, Math.abs(x)), 1)
  for (const [i, x] of golden.data.entries()) expect(Math.abs(x - logits.data[i]!)).toBeLessThan(3e-5 * scale)
})
