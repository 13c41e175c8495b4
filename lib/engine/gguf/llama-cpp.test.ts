/* GGUF files that we write, read by llama.cpp and by us: the same ids, and the same odds as far as its arithmetic goes. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { primerGguf } from '../../../tests/primer-gguf'
import { memorySource } from '../files/memory'
import { loadModel } from '../load-model'
import { softmax } from '../sampling'

type Type = 'F32' | 'F16' | 'Q8_0' | 'Q4_0'
interface Case {
  readonly type: Type
  readonly text: string
  readonly ids: readonly number[]
  readonly top: readonly (readonly [id: number, odds: number])[]
}
const { cases } = JSON.parse(readFileSync('tests/oracles/llama.cpp/odds.json', 'utf8')) as { cases: readonly Case[] }
/** llama.cpp rounds keys and values to 16 bits, with F16 and packed weights activations too, to 16 and 8 bits. */
const bounds: Readonly<Record<Type, number>> = { F32: 2e-3, F16: 5e-3, Q8_0: 3e-2, Q4_0: 5e-2 }

test.each(Object.keys(bounds) as Type[])('%s', async (type) => {
  const file = primerGguf(type)
  const { model, tokenizer } = await loadModel({ ...memorySource('primer', { 'x.gguf': file }), only: 'x.gguf' }, { backend: 'reference' })
  for (const { text, ids, top } of cases.filter((each) => each.type === type)) {
    expect(tokenizer.encode(text).ids).toEqual(ids)
    const logits = (await model.forward({ ids })).tensors.get('logits')!.data
    const odds = softmax(logits.slice(-model.spec.vocabulary))
    const far = top.map(([id, wanted]) => Math.abs(odds[id]! - wanted))
    expect(Math.max(...far), text).toBeLessThan(bounds[type])
  }
})
