/* Asks a model: the prompt goes in as it is, the answer comes out token by token. Opened, it is Tokenizer, Sampler and Generate. */
import { defineNode } from '../../graph/define-node'
import { counterRandom, deriveSeed } from '../../graph/random'
import { z } from '../../graph/zod'
import {
  JsonPort,
  Messages,
  Model,
  plural,
  Sampling,
  samplingText,
  TablePort,
  Text,
  tokensOf,
  type ModelValue,
  type SamplingValue,
  type TableValue,
  type TokensValue,
} from '../../values'
import { show } from '../../viz/show'
import { engineCall, requireFits } from '../failures'
import { plainRule } from '../rule'
import { idsOf, oddsOf, tailOf, write } from '../writing'
import { Asked, questionOf } from './asked'

const params = z.object({
  temperature: z
    .number()
    .min(0)
    .max(4)
    .default(0)
    .meta({ description: '0 takes the best each time; 1 draws as the model has it.', step: 0.05 }),
  most: z.int().min(1).max(4096).default(48).meta({ description: 'Tokens at most.' }),
  stop: z.array(z.string()).default([]).meta({ description: 'Texts that end the answer; they are left out.' }),
  seed: z.int().min(0).default(0).meta({ description: 'The same seed, the same draws. 0 is a seed of the node’s own.' }),
})

export const ask = defineNode({
  kind: 'ask',
  version: 1,
  title: 'Ask a model',
  summary: 'Gives a model a prompt and shows what it answers.',
  icon: 'message-circle-question-mark',
  group: 'Models over the wire',
  tags: ['answer', 'prompt', 'completion', 'complete', 'chat', 'llm', 'question'],
  sources: ['arXiv:2005.14165'],
  inputs: {
    model: Model.with('text').input('the model that answers'),
    prompt: Asked.input('what it is asked: a text, of which nothing is added or trimmed, or the turns of a conversation'),
    sampling: Sampling.input('the rule of every draw, in place of temperature').optional(),
  },
  outputs: {
    text: Text.output('the answer, up to a stop').stream(),
    messages: Messages.output('the conversation with the answer as its last turn').optional(),
    json: JsonPort.output('the request and what came back, as a service would give it').optional(),
    table: TablePort.output('one row a token: piece, odds, rank, entropy, candidates kept').stream(),
  },
  params,
  random: true,
  size: { width: 192, body: 112 },
  example:
    'primer: model@1\nsheet: text@1\n  value: The opposite of hot is\nsaid: ask@1\n  model: primer.model\n  prompt: sheet.text\n  stop: [.]\n',
  exampleNode: 'said',
  async compute({ model, prompt, sampling }, settings, ctx) {
    const asked = questionOf(prompt, model)
    const { tokens } = asked
    requireFits(tokens, model, 'prompt')
    const rule = sampling ?? ruleOf(settings.temperature)
    const decoder = await engineCall(() => model.engine.decoder())
    try {
      const { most, stop, seed } = settings
      const random = seed === 0 ? () => ctx.random() : counterRandom(deriveSeed('ask', seed))
      const writing = { decoder, model, prompt: tokens, rule, most, stop, random, ends: asked.ends }
      const { text, table, reason } = await write(writing, ctx, (partial) => ctx.emit({ text: partial.text, table: partial.table }))
      const request = { model: model.name, prompt: asked.json, rule: samplingText(rule), most, stop: [...stop], seed }
      const used = { prompt_tokens: tokens.ids.length, answer_tokens: table.rows.length }
      const turns = asked.history ?? { turns: [{ role: 'user', text: tokens.text }] }
      const messages = { turns: [...turns.turns, { role: 'assistant', text }] }
      return { text, messages, table, json: { request, response: { text, ids: [...idsOf(table)], stop_reason: reason, ...used } } }
    } finally {
      decoder.dispose()
    }
  },
  view: ({ in: { model, prompt }, out: { text, table, json } }) => {
    if (text === undefined || !table) return []
    const { tokens } = questionOf(prompt, model)
    return [show.written(tailOf(tokens), answered(model, table), oddsOf(table), { writing: json === undefined, first: tokens.ids.length })]
  },
  foot: ({ out: { table, json } }) => (table && json !== undefined ? { right: plural(table.rows.length, 'token') } : {}),
  empty: 'Asks a model. Wire the model, and a Prompt or a Text for what it is asked.',
})

function ruleOf(temperature: number): SamplingValue {
  if (temperature === 1) return plainRule
  return { stages: [{ temperature }], greedy: temperature === 0 }
}

/** The answer's tokens for the panel, which reads pieces and no text. */
function answered(model: ModelValue, table: TableValue): TokensValue {
  const special = new Set(model.tokenizer.engine.specialTokens.values())
  const ids = idsOf(table)
  return tokensOf(model.tokenizer, '', {
    ids,
    tokens: [],
    offsets: ids.map(() => [0, 0] as const),
    special: ids.map((id) => special.has(id)),
  })
}
