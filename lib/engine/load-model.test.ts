/* Model folders that are not what they should be: one sentence each. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { memorySource } from './files/memory'
import { loadModel } from './load-model'
import { writeSafetensors, readSafetensors } from './safetensors'

const read = (file: string) => new Uint8Array(readFileSync(`public/models/primer-6m/${file}`))
const names = ['config.json', 'generation_config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json']
const files = Object.fromEntries(names.map((name) => [name, read(name)]))
const config = JSON.parse(readFileSync('public/models/primer-6m/config.json', 'utf8')) as Record<string, unknown>
const withConfig = (change: Record<string, unknown>) => ({ ...files, 'config.json': JSON.stringify({ ...config, ...change }) })
const without = (name: string) => Object.fromEntries(Object.entries(files).filter(([file]) => file !== name))

function withWeights(change: (tensors: ReturnType<typeof readSafetensors>) => void) {
  const tensors = readSafetensors(files['model.safetensors']!)
  change(tensors)
  return { ...files, 'model.safetensors': writeSafetensors(tensors) }
}

const open = (content: Record<string, Uint8Array | string>) => loadModel(memorySource('primer', content), { backend: 'reference' })

test('the folder as it is', async () => {
  const shares: number[] = []
  const { model, tokenizer } = await loadModel(memorySource('primer', files), {
    backend: 'reference',
    progress: (share) => shares.push(share),
  })
  expect(tokenizer.size).toBe(4096)
  expect(model.spec.eosTokenIds).toEqual([0])
  expect(shares.at(-1)).toBe(1)
})

test.each([
  ['no config', without('config.json'), 'primer has no file config.json.'],
  ['no weights', without('model.safetensors'), 'primer has no file model.safetensors.'],
  ['no tokenizer', without('tokenizer.json'), 'primer has no file tokenizer.json.'],
  [
    'half the weights',
    { ...files, 'model.safetensors': files['model.safetensors']!.subarray(0, 9.1e6) },
    'The model file ends after 9.1 of 11.5 MB.',
  ],
  ['a config cut short', { ...files, 'config.json': '{"model_type":' }, 'config.json is not valid JSON: '],
  [
    'another architecture',
    withConfig({ model_type: 'mamba', architectures: ['MambaForCausalLM'] }),
    'config.json names the architecture mamba (MambaForCausalLM); expected llama, gpt2, gpt_neox, mistral,',
  ],
  [
    'a setting of the wrong kind',
    withConfig({ num_hidden_layers: 'six' }),
    'num_hidden_layers in config.json is "six", expected a number.',
  ],
  ['a setting too few', withConfig({ intermediate_size: null }), 'intermediate_size in config.json is missing.'],
  ['an unknown activation', withConfig({ hidden_act: 'mish' }), 'hidden_act in config.json is "mish"; known are gelu,'],
  [
    'an unknown scaling',
    withConfig({ rope_scaling: { type: 'mrope', factor: 2 } }),
    'rope scaling in config.json is mrope; known are default, linear, dynamic, llama3, yarn, longrope',
  ],
  [
    'another shape',
    withConfig({ intermediate_size: 700 }),
    'Weight model.layers.0.mlp.gate_proj.weight has the shape [768, 256]; config.json leads to [700, 256].',
  ],
  [
    'another layer',
    withConfig({ num_hidden_layers: 7 }),
    'The model file lacks model.layers.6.input_layernorm.weight [256] and 8 more: expected 65 tensors of a llama with 7 layers, found 56 of them among 56.',
  ],
  ['another vocabulary', { ...files, 'tokenizer.json': tokenizerOf(6000) }, 'The tokenizer of primer knows 6,000 tokens, the model 4,096.'],
])('%s', async (_, content, sentence) => {
  await expect(open(content)).rejects.toThrow(sentence)
})

test('a NaN is found and named', async () => {
  const damaged = withWeights((tensors) => (tensors.get('model.layers.2.mlp.up_proj.weight')!.data[3 * 256 + 17] = NaN))
  await expect(open(damaged)).rejects.toThrow('Weight model.layers.2.mlp.up_proj.weight holds NaN at [3, 17].')
})

test('a tensor too few is named', async () => {
  const damaged = withWeights((tensors) => tensors.delete('model.layers.1.self_attn.k_proj.weight'))
  await expect(open(damaged)).rejects.toThrow(
    'The model file lacks model.layers.1.self_attn.k_proj.weight [128, 256]: expected 56 tensors of a llama with 6 layers, found 55 of them among 55.',
  )
})

test('the digest tells config and weights apart', async () => {
  const digests = await Promise.all(
    [files, withConfig({ rms_norm_eps: 2e-5 }), withWeights((tensors) => (tensors.get('model.norm.weight')!.data[0] = 0.5))].map(
      async (content) => (await open(content)).model.digest,
    ),
  )
  expect(new Set(digests).size).toBe(3)
})

/** The same file with more entries in its vocabulary. */
function tokenizerOf(size: number): string {
  const json = JSON.parse(new TextDecoder().decode(files['tokenizer.json']))
  for (let id = 4096; id < size; id++) json.model.vocab[`extra${id}`] = id
  return JSON.stringify(json)
}
