/* Asks a model: the prompt goes in as it is, the answer comes out token by token. Opened, it is Tokenizer, Sampler and Generate. */
import { defineNode } from '../../graph/define-node'
import { counterRandom, deriveSeed } from '../../graph/random'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import {
  JsonPort,
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
import { cutText } from '../cut-text'
import { engineCall, requireFits } from '../failures'
import { plainRule } from '../rule'
import { idsOf, oddsOf, tailOf, write } from '../writing'

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
    prompt: Text.input('what it is asked; nothing is added or trimmed'),
    sampling: Sampling.input('the rule of every draw, in place of temperature').optional(),
  },
  outputs: {
    text: Text.output('the answer, up to a stop').stream(),
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
    requireCanFit(prompt, model)
    const tokens = cutText(model.tokenizer, prompt)
    requireFits(tokens, model, 'prompt')
    const rule = sampling ?? ruleOf(settings.temperature)
    const decoder = await engineCall(() => model.engine.decoder())
    try {
      const { most, stop, seed } = settings
      const random = seed === 0 ? () => ctx.random() : counterRandom(deriveSeed('ask', seed))
      const writing = { decoder, model, prompt: tokens, rule, most, stop, random }
      const { text, table, reason } = await write(writing, ctx, (partial) => ctx.emit({ text: partial.text, table: partial.table }))
      const request = { model: model.name, prompt, rule: samplingText(rule), most, stop: [...stop], seed }
      const used = { prompt_tokens: tokens.ids.length, answer_tokens: table.rows.length }
      return { text, table, json: { request, response: { text, ids: [...idsOf(table)], stop_reason: reason, ...used } } }
    } finally {
      decoder.dispose()
    }
  },
  view: ({ in: { model, prompt }, out: { text, table, json } }) => {
    if (text === undefined || !table) return []
    const tokens = cutText(model.tokenizer, prompt)
    return [show.written(tailOf(tokens), answered(model, table), oddsOf(table), { writing: json === undefined, first: tokens.ids.length })]
  },
  foot: ({ out: { table, json } }) => (table && json !== undefined ? { right: plural(table.rows.length, 'token') } : {}),
  empty: 'Asks a model. Wire the model, and a Prompt or a Text for what it is asked.',
})

/** No vocabulary has longer pieces; what cannot fit is not cut first. */
const LONGEST_PIECE = 200

function requireCanFit({ length }: string, { name, engine }: ModelValue): void {
  const { context } = engine.spec
  if (length > context * LONGEST_PIECE)
    throw new NodeFailure('too-long', `The prompt has ${length} characters; ${name} reads at most ${context} tokens.`, {
      port: 'prompt',
      hint: 'Shorten it, or search it for what matters.',
    })
}

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
