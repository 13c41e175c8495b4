import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { primer } from '../../../tests/model-service'
import golden from './tokenizer.golden.json'
import { tokenizer } from './tokenizer'

describe('tokenizer', async () => {
  const model = await primer()
  const cut = async (text: string, special?: 'none' | 'begin only') =>
    (await runNode(tokenizer, { inputs: { text, tokenizer: model.tokenizer }, params: special ? { special } : {} })).tokens

  it.each(golden.cases)('cuts $text', async ({ text, ids, tokens }) => {
    const made = await cut(text)
    expect(made.ids).toEqual(ids)
    expect(made.pieces).toEqual(tokens)
    expect(made.offsets.filter((_, place) => !made.special[place]).map(([from, to]) => text.slice(from, to))).toEqual(
      made.pieces.filter((_, place) => !made.special[place]),
    )
  })
  it('puts a begin token there once, never twice', async () => {
    const begin = model.tokenizer.engine.bosTokenId
    expect((await cut('Once')).ids[0]).toBe(begin)
    expect((await cut('Once', 'none')).ids).not.toContain(begin)
    expect((await cut('Once', 'begin only')).ids).toEqual((await cut('Once')).ids)
    for (const special of [undefined, 'begin only'] as const)
      expect((await cut('<|endoftext|>Once', special)).ids.filter((id) => id === begin)).toEqual([begin])
  })
  it('takes a model for its tokenizer', async () => {
    const { Model } = await import('../../values')
    const { tokens } = await runNode(tokenizer, { inputs: { text: 'Once', tokenizer: { type: Model, value: model } }, params: {} })
    expect(tokens.tokenizer.digest).toBe(model.tokenizer.digest)
  })
  it('counts what the text makes, put-in tokens aside', async () => {
    const count = async (text: string, measure: 'tokens' | 'tokens a character' | 'tokens a byte') =>
      (await runNode(tokenizer, { inputs: { text, tokenizer: model.tokenizer }, params: { measure } })).number
    const { ids, text } = golden.cases[0]!
    expect(await count(text, 'tokens')).toEqual({ value: ids.length - 1, unit: 'tokens' })
    expect((await count(text, 'tokens a character'))!.value).toBeCloseTo((ids.length - 1) / text.length, 12)
    expect(await count('', 'tokens a byte')).toBeUndefined()
  })
})
