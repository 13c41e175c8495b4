import { describe, expect, it } from 'vitest'
import { primer } from '../../../tests/model-service'
import { runNode } from '../../graph/run-node'
import golden from './chat-template.golden.json'
import { chatTemplate } from './chat-template'

describe('chat-template', async () => {
  const { tokenizer } = await primer()
  const laidOut = (turns: { role: string; content: string }[], open: boolean, engine = tokenizer.engine) =>
    runNode(chatTemplate, {
      inputs: { messages: { turns: turns.map(({ role, content }) => ({ role, text: content })) }, tokenizer: { ...tokenizer, engine } },
      params: { open },
    })

  it.each(golden.cases)('lays out $text', async ({ messages, open, text, ids }) => {
    const made = await laidOut(messages, open)
    expect(made.text).toBe(text)
    expect(made.tokens.ids).toEqual(ids)
  })
  it('the assistant’s words and the mark that ends them teach, and nothing else', async () => {
    const { tokens, table } = await laidOut(golden.cases[0]!.messages, true)
    expect(tokens.pieces.filter((_, place) => tokens.mask![place]).join('')).toBe('A fox.<|end|>')
    expect(table.rows.map((row) => row[2])).toEqual(expect.arrayContaining(['user', 'assistant', 'template']))
    expect(table.rows.at(-1)!.slice(0, 3)).toEqual(['<|assistant|>', 3, 'template'])
  })
  it('the same words are told apart by who says them', async () => {
    const { tokens } = await laidOut(golden.cases[2]!.messages, false)
    expect(tokens.mask!.filter(Boolean)).toHaveLength(2)
  })
  it('a refusal is a sentence at its port', async () => {
    await expect(laidOut([], true)).rejects.toThrow('The conversation has no message.')
  })
})
