import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { passOver } from '../../../tests/model-service'
import { tokensOf, type LogitsValue, type TokensValue } from '../../values'
import golden from './loss.golden.json'
import { loss } from './loss'
import type { Unit } from './surprise'

describe('loss', async () => {
  const pass = await passOver(golden.text)
  const { tokenizer } = pass.model
  const over = (logits: LogitsValue, tokens: TokensValue, unit: Unit = 'nats') =>
    runNode(loss, { inputs: { logits, tokens }, params: { unit } })

  it('is surprised token by token as transformers says', async () => {
    const { table } = await over(pass.logits, pass.tokens)
    expect(table.rows).toHaveLength(golden.tokens)
    for (const [i, row] of table.rows.entries()) {
      expect(row[3]).toBeCloseTo(golden.nats[i]!, 4)
      expect(row[2]).toBeCloseTo(Math.exp(-golden.nats[i]!), 4)
    }
  })
  it.each([
    ['nats', golden.mean_nats],
    ['bits a token', golden.mean_bits],
    ['perplexity', golden.perplexity],
    ['bits a byte', golden.bits_a_byte],
  ] as const)('%s', async (unit, value) => {
    const { number } = await over(pass.logits, pass.tokens, unit)
    expect(number.value).toBeCloseTo(value, 4)
    expect(number.unit).toBe(unit === 'perplexity' ? undefined : unit)
  })
  it('says over how many tokens, and tints them on one scale', async () => {
    const out = await over(pass.logits, pass.tokens, 'bits a token')
    const panels = loss.view!({ in: { logits: pass.logits, tokens: pass.tokens }, out, params: { unit: 'bits a token' }, node: 'l' })
    expect(panels[0]).toMatchObject({ panel: 'number', label: 'mean over 11 tokens' })
    expect(panels[1]).toMatchObject({ panel: 'tokens', values: { name: 'surprise, bits', high: 12 } })
  })
  it('without a begin token the first piece is not counted, nor are its bytes', async () => {
    const { model } = pass
    const tokens = tokensOf(tokenizer, golden.text, tokenizer.engine.encode(golden.text, { addSpecialTokens: false }))
    const { tensors } = await model.engine.forward({ ids: tokens.ids })
    const { data, shape, dims } = tensors.get('logits')!
    const logits = { ...pass.logits, data, shape, dims, tokens }
    const nats = await over(logits, tokens)
    expect(nats.table.rows[0]!.slice(0, 2)).toEqual([1, ' upon'])
    const total = nats.number.value * nats.table.rows.length
    const bytes = new TextEncoder().encode(golden.text).length - 'Once'.length
    expect((await over(logits, tokens, 'bits a byte')).number.value).toBeCloseTo(total / Math.LN2 / bytes, 9)
  })
  it('refuses what does not belong together', async () => {
    const other = await passOver('Once upon a time, there was a little boy named')
    await expect(over(pass.logits, other.tokens)).rejects.toThrow('At position 10 the pass read “ girl”, tokens has “ boy”.')
    const longer = await passOver(`${golden.text} Lily`)
    await expect(over(pass.logits, longer.tokens)).rejects.toThrow('logits are of 12 tokens, tokens has 13.')
    const one = await passOver('')
    await expect(over(one.logits, one.tokens)).rejects.toThrow('No row is about the first token')
    const data = pass.logits.data.slice()
    data[5 * 4096 + pass.tokens.ids[6]!] = -Infinity
    await expect(over({ ...pass.logits, data }, pass.tokens)).rejects.toThrow('“ there” at position 6 has no odds at all')
  })
})
