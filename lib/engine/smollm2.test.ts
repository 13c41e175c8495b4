/* A real chat model from its GGUF file, held against transformers on the expanded weights. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { oracle } from '../../tests/oracle-folder'
import { fileSource } from './files/folder'
import { loadModel } from './load-model'
import { readSafetensors } from './safetensors'

const folder = oracle('../models/smollm2-135m-instruct')
const file = `${folder}/SmolLM2-135M-Instruct.Q4_1.gguf`

interface Case {
  readonly text?: string
  readonly messages?: readonly { readonly role: string; readonly content: string }[]
  readonly ids: readonly number[]
}

test.skipIf(folder === undefined)(
  'SmolLM2: ids, logits and bytes held',
  async () => {
    const { cases } = JSON.parse(readFileSync(`${folder}/reference.json`, 'utf8')) as { cases: readonly Case[] }
    const wanted = readSafetensors(readFileSync(`${folder}/reference.safetensors`))
    const { model, tokenizer } = await loadModel(fileSource(file), { backend: 'reference' })
    for (const { text, messages, ids } of cases) {
      const words = messages ? tokenizer.renderChat(messages, true) : text
      if (words !== undefined) expect(tokenizer.encode(words, { addSpecialTokens: false }).ids).toEqual(ids)
    }
    expect(model.parameters).toBe(134_515_008)
    expect(model.weightBytes).toBeLessThan(100e6)
    const shortest = cases.reduce((best, each, i) => (each.ids.length < cases[best]!.ids.length ? i : best), 0)
    const logits = (await model.forward({ ids: cases[shortest]!.ids })).tensors.get('logits')!.data.slice(-49_152)
    const golden = wanted.get(`${shortest}.logits_last`)!.data
    expect(golden.reduce((most, x, i) => Math.max(most, Math.abs(x - logits[i]!)), 0)).toBeLessThan(5e-3)
    model.dispose()
  },
  120_000,
)
