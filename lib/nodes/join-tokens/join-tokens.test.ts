import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { primer } from '../../../tests/model-service'
import { tokensFromIds, tokensOf } from '../../values'
import golden from './join-tokens.golden.json'
import { joinTokens } from './join-tokens'

describe('join-tokens', async () => {
  const { tokenizer } = await primer()
  const cut = (text: string) => tokensOf(tokenizer, text, tokenizer.engine.encode(text, { addSpecialTokens: false }))

  it.each(golden.cases)('$parts, $repeat times, cut at $cutAt', async ({ parts, repeat, cutAt, ids }) => {
    const inputs = { parts: parts.map((part) => tokensFromIds(tokenizer, part)) }
    const { tokens } = await runNode(joinTokens, { inputs, params: { repeat, cutAt } })
    expect(tokens.ids).toEqual(ids)
    expect(tokens.text).toBe(tokenizer.engine.decode(ids, { skipSpecialTokens: true }))
    expect(tokens.offsets.map(([from, to]) => tokens.text.slice(from, to)).join('')).toBe(tokens.text)
  })
  it('does not cut the text anew', async () => {
    const inputs = { parts: [cut('Once upon a ti'), cut('me')] }
    const { tokens } = await runNode(joinTokens, { inputs, params: {} })
    expect(tokens.text).toBe('Once upon a time')
    expect(tokens.ids).not.toEqual(cut('Once upon a time').ids)
  })
  it('half characters become whole', async () => {
    const whole = cut('é東')
    const inputs = { parts: whole.ids.map((id) => tokensFromIds(tokenizer, [id])) }
    const { tokens } = await runNode(joinTokens, { inputs, params: {} })
    expect(tokens.text).toBe('é東')
    expect(tokens.offsets.every(([from, to]) => ['é', '東'].includes(tokens.text.slice(from, to)))).toBe(true)
  })
  it('refuses the ids of another vocabulary', async () => {
    const other = { ...tokensFromIds(tokenizer, [5]), tokenizer: { ...tokenizer, digest: 'other', name: 'gpt2' } }
    await expect(runNode(joinTokens, { inputs: { parts: [cut('a'), other] }, params: {} })).rejects.toThrow('another piece there')
  })
})
