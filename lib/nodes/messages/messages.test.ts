import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { chatMessages, Messages } from '../../values'
import golden from './messages.golden.json'
import { messages } from './messages'

describe('messages', () => {
  it('takes turns in the order of the wires', async () => {
    const inputs = { user: ['Hi', 'Hi'], answers: ['Hi'], system: 'Answer in one word.' }
    const made = await runNode(messages, { inputs, params: {} })
    expect(chatMessages(made.messages)).toEqual(golden.turns)
    expect(Messages.spec.toJson(made.messages)).toEqual(golden.turns)
    expect(Messages.spec.fromJson!(golden.turns)).toEqual(made.messages)
  })
  it('puts a history before, and the assistant first where asked', async () => {
    const history = { turns: [{ role: 'user', text: 'Before' }] }
    const made = await runNode(messages, { inputs: { user: ['b'], answers: ['a', 'c'], history }, params: { first: 'assistant' } })
    expect(made.messages.turns.map(({ text }) => text)).toEqual(['Before', 'a', 'b', 'c'])
  })
  it('nothing said is a sentence', async () => {
    await expect(runNode(messages, { inputs: { user: [], answers: [] }, params: {} })).rejects.toThrow('something said')
  })
})
