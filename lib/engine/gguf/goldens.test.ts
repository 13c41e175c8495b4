/* Goldens written as GGUF files, in llama.cpp's names and order of rows, give the logits that PyTorch gave for the model folder. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { oracle } from '../../../tests/oracle-folder'
import { folderToGguf } from '../../../tests/to-gguf'
import { memorySource } from '../files/memory'
import { openModel } from '../open-model'
import { readSafetensors } from '../safetensors'

const roots = ['tests/oracles/goldens', 'tests/oracles/architectures', oracle('goldens')].filter((root) => root !== undefined)
const names = [
  'llama-gqa', 'llama-mqa-bias', 'llama-rope-linear-oldkeys', 'llama-rope-llama3-oldkeys', 'llama-f16', 'mistral-window-oldkeys', 'qwen2-bias-oldkeys',
  'qwen3-qknorm-oldkeys', 'gemma2-softcap-oldkeys', 'gemma3-localglobal-oldkeys', 'gemma3-rope-linear-oldkeys', 'phi3-fused-oldkeys', 'gpt2-plain',
  'gpt_neox-parallel', 'olmo2-plain', 'smollm3-interval', 'phi3-longrope-long', 'phi3-longrope-short', 'phi3-longrope-oldkeys', 'llama-yarn',
] // prettier-ignore
const places = names.map((name) => [name, roots.map((root) => path.join(root, name)).find(existsSync)] as const)

async function logitsOf(file: Uint8Array, folder: string): Promise<Float32Array> {
  const { inputs } = JSON.parse(readFileSync(path.join(folder, 'case.json'), 'utf8')) as { inputs: { input_ids: number[] } }
  const model = await openModel({ ...memorySource('golden', { 'x.gguf': file }), only: 'x.gguf' }, { backend: 'reference' })
  return (await model.forward({ ids: inputs.input_ids })).tensors.get('logits')!.data
}

function farthest(got: Float32Array, wanted: Float32Array): number {
  const scale = wanted.reduce((most, x) => Math.max(most, Math.abs(x)), 1)
  return wanted.reduce((most, x, i) => Math.max(most, Math.abs(x - got[i]!) / scale), got.length === wanted.length ? 0 : Infinity)
}

describe('logits of goldens from GGUF files', () => {
  for (const [name, folder] of places) {
    test.skipIf(folder === undefined)(name, async () => {
      const golden = readSafetensors(readFileSync(path.join(folder!, 'golden.safetensors'))).get('logits')!.data
      expect(farthest(await logitsOf(folderToGguf(folder!), folder!), golden)).toBeLessThan(3e-5)
    })
  }
  const gqa = places[0]![1]
  test.skipIf(gqa === undefined).each([['F16', 2e-3] as const, ['Q8_0', 3e-2] as const])('%s stays near', async (type, bound) => {
    const golden = readSafetensors(readFileSync(path.join(gqa!, 'golden.safetensors'))).get('logits')!.data
    expect(farthest(await logitsOf(folderToGguf(gqa!, type), gqa!), golden)).toBeLessThan(bound)
  })
})

test('more layers than tensors are refused before anything is made for them', async () => {
  const file = folderToGguf('tests/oracles/goldens/llama-gqa', 'F32')
  const place = Buffer.from(file).indexOf('llama.block_count') + 'llama.block_count'.length + 4
  new DataView(file.buffer).setUint32(place, 62_209, true)
  await expect(logitsOf(file, 'tests/oracles/goldens/llama-gqa')).rejects.toThrow(
    'num_hidden_layers in config.json is 62209, and the model file has 29 tensors.',
  )
})
