import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { primer } from '../../../tests/model-service'
import { tokensFromIds, tokensOf } from '../../values'
import golden from './decode.golden.json'
import { decode } from './decode'

describe('decode', async () => {
  const { tokenizer } = await primer()

  it.each(golden.cases)('puts $ids.length tokens together', async ({ ids, text }) => {
    const made = await runNode(decode, { inputs: { tokens: tokensFromIds(tokenizer, ids), tokenizer }, params: { skipSpecial: false } })
    expect(made.text).toBe(text)
  })
  it('keeps special tokens when asked to', async () => {
    const tokens = tokensOf(tokenizer, 'Once', tokenizer.engine.encode('Once'))
    const text = async (skipSpecial: boolean) => (await runNode(decode, { inputs: { tokens, tokenizer }, params: { skipSpecial } })).text
    expect(await text(true)).toBe('Once')
    expect(await text(false)).toBe('<|endoftext|>Once')
  })
  it('gives half characters the range of the whole', () => {
    const text = 'é東'
    const { ids } = tokenizer.engine.encode(text, { addSpecialTokens: false })
    const tokens = tokensFromIds(tokenizer, ids)
    expect(tokens.text).toBe(text)
    expect(new Set(tokens.offsets.map(([from, to]) => text.slice(from, to)))).toEqual(new Set(['é', '東']))
  })
  it('refuses the ids of another vocabulary', async () => {
    const other = { ...tokenizer, digest: 'other', name: 'gpt2' }
    await expect(runNode(decode, { inputs: { tokens: tokensFromIds(tokenizer, [5]), tokenizer: other }, params: {} })).rejects.toThrow(
      'another vocabulary',
    )
  })
})
