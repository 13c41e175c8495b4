/* Found texts packed into what a prompt has room for; what fell out is told. */
import { defineNode } from '../../graph/define-node'
import { packTexts } from '../../engine/retrieval'
import { z } from '../../graph/zod'
import { Hits, tableOf, Text, Tokenizer, type HitsValue, type TokenizerValue } from '../../values'
import { whole } from '../../viz/numbers'
import { show } from '../../viz/show'
import { label } from '../documents'

const ORDERS = ['best first', 'best last', 'as in the source'] as const
type Order = (typeof ORDERS)[number]

export const context = defineNode({
  kind: 'context',
  version: 1,
  title: 'Pack context',
  summary: 'Packs what was found into a budget of tokens and lists what fell out.',
  icon: 'package',
  group: 'Documents and retrieval',
  tags: ['budget', 'passages', 'prompt', 'rag', 'window', 'pack', 'stuffing'],
  sources: ['arXiv:2307.03172'],
  inputs: { hits: Hits.input('what was found, best first'), tokenizer: Tokenizer.input('counts the tokens; a model brings its own') },
  outputs: { text: Text.output('the texts that fit, a line each'), hits: Hits.output('those that were used, in the order of the text') },
  params: z.object({
    budget: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(120)
      .meta({ description: 'Tokens at most, line ends included.', look: 'field', unit: 'tokens' }),
    order: z.enum(ORDERS).default('best first').meta({ description: 'A model may read the ends of a long prompt better than its middle.' }),
  }),
  size: { width: 256, body: 208 },
  example:
    'primer: model@1\npage: text@1\n  value: Tom has a pet fox. Mia has a pet cat. Sam likes to eat honey.\nchunks: split@1\n  from: page.text\nshelf: index@1\n  documents: chunks.documents\nfound: search@1\n  index: shelf.index\n  query: page.text\nnotes: context@1\n  hits: found.hits\n  tokenizer: primer.model\n  budget: 15\n',
  exampleNode: 'notes',
  async compute({ hits, tokenizer }, { budget, order }, ctx) {
    const texts = hits.hits.map(({ place }) => hits.documents.items[place]!.text)
    const packed = await packTexts(texts, budget, (text) => countTokens(tokenizer, text), arranger(hits, order), ctx.breathe)
    return { text: packed.text, hits: { ...hits, hits: packed.taken.map((place) => hits.hits[place]!) } }
  },
  view: ({ in: { hits: found, tokenizer }, out: { text, hits }, params }) => {
    if (text === undefined || !hits) return []
    if (found.hits.length === 0) return [show.text([{ text: 'Nothing was found; the text is empty.', tone: 'quiet' }])]
    const used = new Set(hits.hits.map(({ place }) => place))
    const out = found.hits.filter(({ place }) => !used.has(place))
    return [
      usedBars(hits, tokenizer, params.budget),
      show.text(text),
      ...(out.length > 0 ? [fellOut({ ...found, hits: out }, tokenizer, params.budget)] : []),
    ]
  },
  foot: ({ in: { hits: found, tokenizer }, out: { text, hits }, params }) => {
    if (text === undefined || !hits) return {}
    const fell = found.hits.length - hits.hits.length
    const left = `${whole(countTokens(tokenizer, text))} of ${whole(params.budget)} tokens`
    return fell > 0 ? { left, right: `${fell} fell out` } : { left }
  },
  empty: 'Packs what was found into a budget. Wire hits, and a model or tokenizer that counts.',
})

const countTokens = (tokenizer: TokenizerValue, text: string): number =>
  tokenizer.engine.encode(text, { addSpecialTokens: false }).ids.length

/** From ranks to the order of the text. */
function arranger({ hits, documents }: HitsValue, order: Order): (places: readonly number[]) => readonly number[] {
  if (order === 'best first') return (places) => places
  if (order === 'best last') return (places) => [...places].reverse()
  const of = (place: number) => documents.items[hits[place]!.place]!
  return (places) => places.toSorted((a, b) => of(a).source - of(b).source || of(a).range[0] - of(b).range[0] || a - b)
}

const usedBars = ({ hits, documents }: HitsValue, tokenizer: TokenizerValue, budget: number) =>
  show.bars(
    hits.map(({ place }) => {
      const { id, text } = documents.items[place]!
      return { label: label(text, 24), value: countTokens(tokenizer, text.trim()), note: `document ${id}` }
    }),
    { unit: 'tokens', high: Math.max(1, budget) },
  )

function fellOut({ hits, documents }: HitsValue, tokenizer: TokenizerValue, budget: number) {
  const rows = hits.map(({ place }) => {
    const { id, text } = documents.items[place]!
    return [id, label(text, 24), countTokens(tokenizer, text.trim())]
  })
  const table = tableOf(
    [
      ['id', 'text'],
      ['document', 'text'],
      ['tokens', 'number'],
    ],
    rows,
  )
  return show.table(table, { title: `Fell out of ${whole(budget)} tokens` })
}
