import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { primer } from '../../../tests/model-service'
import { Messages, Text, type JsonValue } from '../../values'
import golden from './ask.golden.json'
import { ask } from './ask'

const boxed = (value: string) => ({ type: Text, value })
const talk = { type: Messages, value: { turns: [{ role: 'user', text: 'Hi' }] } }

describe('ask', async () => {
  const model = await primer()
  const answer = (prompt: string, params: object = {}, seed = 1) => runNode(ask, { inputs: { model, prompt: boxed(prompt) }, params, seed })

  it.each(golden.items)('$prompt', async ({ prompt, answer: wanted }) => {
    const { text } = await answer(prompt, { most: 60 })
    expect(text.startsWith(wanted)).toBe(true)
  })
  it('stops before a stop text, and says what was asked and used', async () => {
    const { text, answer: wanted, p } = golden.first
    const said = await answer(text, { stop: ['.'] })
    expect(said.text).toBe(wanted)
    expect(said.table.rows[0]![3]).toBeCloseTo(p, 4)
    expect(said.json).toEqual({
      request: { model: 'primer-6m', prompt: text, rule: 'temperature 0, then the best', most: 48, stop: ['.'], seed: 0 },
      response: { text: wanted, ids: said.table.rows.map((row) => row[2]), stop_reason: 'stop', prompt_tokens: 12, answer_tokens: 2 },
    })
  })
  it('streams, and shows the odds under each token', async () => {
    const parts: string[] = []
    const { prompt } = golden.items[0]!
    const request = { inputs: { model, prompt: boxed(prompt) }, params: { most: 3 } }
    const made = await runNode(ask, { ...request, onPartial: (partial: { text?: string }) => parts.push(partial.text!) })
    expect(parts).toHaveLength(3)
    expect(parts.at(-1)).toBe(made.text)
    const view = (out: Partial<typeof made>) =>
      ask.view!({ in: { model, prompt: boxed(prompt) }, out, params: ask.params.parse({}), node: 'said' })[0] as unknown as {
        parts: object[]
        writing: boolean
      }
    expect(view({ text: made.text, table: made.table })).toMatchObject({
      panel: 'text',
      writing: true,
      parts: [{ tone: 'given' }, {}, {}, {}],
    })
    expect(view(made).writing).toBe(false)
    expect(view(made).parts[1]).toMatchObject({ tone: 'written', p: made.table.rows[0]![3] })
  })
  it('draws by the node’s seed, or by its own', async () => {
    const { text } = golden.first
    const drawn = async (params: object, seed: number) => (await answer(text, { temperature: 1, most: 12, ...params }, seed)).text
    expect(await drawn({}, 5)).toBe(await drawn({}, 5))
    expect(await drawn({}, 5)).not.toBe(await drawn({}, 6))
    expect(await drawn({ seed: 3 }, 5)).toBe(await drawn({ seed: 3 }, 6))
    expect(await drawn({ seed: 3 }, 5)).not.toBe(await drawn({ seed: 4 }, 5))
  })
  it('follows a wired rule in place of the temperature', async () => {
    const { text } = golden.first
    const sampling = { stages: [{ topK: 1 }], greedy: false }
    const said = await runNode(ask, { inputs: { model, prompt: boxed(text), sampling }, params: { temperature: 4, most: 4 } })
    expect(said.text).toBe((await answer(text, { most: 4 })).text)
    expect((said.json as { request: { rule: JsonValue } }).request.rule).toBe('topK 1, then a draw')
  })
  it('an end token is no text and ends it', async () => {
    const { prompt, answer: wanted } = golden.items.find(({ family }) => family === 'json')!
    const said = await answer(prompt, { most: 60 })
    expect(said.text).toBe(`${wanted}\n`)
    expect(said.json).toMatchObject({ response: { stop_reason: 'end' } })
  })
  it('a prompt that is too long is a sentence at its port', async () => {
    await expect(answer('a fox '.repeat(600))).rejects.toThrow(/The prompt has \d+ tokens; primer-6m reads at most 512\./)
    await expect(answer('a'.repeat(10_000_000))).rejects.toThrow('The prompt has 10000000 characters; primer-6m reads at most 512 tokens.')
    await expect(answer('')).resolves.toMatchObject({ json: { response: { prompt_tokens: 1 } } })
  })
  it('a conversation goes through the chat template, and the answer is its last turn', async () => {
    const said = await runNode(ask, { inputs: { model, prompt: talk }, params: { most: 8 } })
    const { request, response } = said.json as { request: { prompt: JsonValue }; response: { prompt_tokens: number } }
    expect(request.prompt).toEqual([{ role: 'user', content: 'Hi' }])
    expect(response.prompt_tokens).toBe(
      model.tokenizer.engine.encode('<|user|>Hi<|end|><|assistant|>', { addSpecialTokens: false }).ids.length,
    )
    expect(said.messages!.turns).toEqual([...talk.value.turns, { role: 'assistant', text: said.text }])
    const plain = await answer('Hi', { most: 1 })
    expect(plain.messages!.turns[0]).toEqual({ role: 'user', text: 'Hi' })
  })
  it('a model without a chat template refuses a conversation in words', async () => {
    const bare = { ...model, abilities: ['text' as const] }
    await expect(runNode(ask, { inputs: { model: bare, prompt: talk }, params: {} })).rejects.toThrow('primer-6m has no chat template')
  })
})
