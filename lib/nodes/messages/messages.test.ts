import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { chatMessages, Messages, type MessagesValue } from '../../values'
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
  it('parts of text are one text, and what is no text is named', () => {
    const read = (turn: Record<string, unknown>) =>
      Messages.spec.fromJson!([
        { role: 'user', content: 'Hi' },
        { role: 'user', ...turn },
      ])
    const wrong = (turn: Record<string, unknown>) => Messages.spec.check(read(turn))
    const text = { type: 'text', text: 'What is ' }
    const parts = read({ content: [text, { type: 'text', text: 'this?' }] })
    expect(Messages.spec.check(parts)).toBeNull()
    expect((parts as MessagesValue).turns[1]).toEqual({ role: 'user', text: 'What is this?' })
    expect(wrong({ content: [text, { type: 'image_url', image_url: { url: 'data:,' } }] })).toBe(
      'turn 2, of the user, holds a picture (image_url); turns hold text alone, no model here reads more',
    )
    expect(wrong({ content: [{ type: 'input_audio', input_audio: {} }] })).toContain('holds sound (input_audio)')
    expect(wrong({ content: [{ inline_data: { mime_type: 'image/png' } }] })).toContain('holds a part of the type inline_data')
    expect(wrong({ content: 'What is this?', images: ['aGk='] })).toContain('holds a picture (images)')
    expect(wrong({ content: { type: 'document' } })).toContain('holds a file (document)')
    expect(wrong({ content: 'Hi', images: [] })).toBeNull()
    expect(wrong({ content: null, tool_calls: [{ name: 'add' }] })).toBeNull()
    expect(wrong({ content: 7 })).toContain('holds something that is no text')
  })
})
