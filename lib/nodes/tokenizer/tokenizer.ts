/* Cuts a text into the pieces of a vocabulary. */
import { defineNode } from '../../graph/define-node'
import { z } from '../../graph/zod'
import { plural, NumberPort, Text, Tokenizer, Tokens, type NumberValue, type TokensValue } from '../../values'
import { show } from '../../viz/show'
import { cutText, SPECIAL } from '../cut-text'
import { cut } from '../example'

const MEASURES = ['tokens', 'tokens a character', 'tokens a byte'] as const
const encoder = new TextEncoder()

export const tokenizer = defineNode({
  kind: 'tokenizer',
  version: 1,
  title: 'Tokenizer',
  summary: 'Cuts a text into pieces of the vocabulary.',
  icon: 'columns-3',
  group: 'Tokenizer',
  tags: ['tokens', 'bpe', 'pieces', 'encode', 'ids', 'subword'],
  sources: ['arXiv:1508.07909'],
  inputs: { text: Text.input('the text to cut'), tokenizer: Tokenizer.input('the vocabulary; a model brings its own') },
  outputs: {
    tokens: Tokens.output('ids [T], their pieces, and their ranges in the text'),
    number: NumberPort.output('how many tokens the text makes, put-in ones aside; nothing for an empty text').optional(),
  },
  params: z.object({
    special: z
      .enum(SPECIAL)
      .default('as the file says')
      .meta({ description: 'Tokens that the text does not hold, such as the begin token.' }),
    measure: z
      .enum(MEASURES)
      .default('tokens')
      .meta({ description: 'What the number counts: tokens, or tokens for each character or byte of the text.' }),
  }),
  size: { width: 152, body: 192 },
  example: cut('Once upon a time'),
  exampleNode: 'tokens',
  compute: ({ text, tokenizer: vocabulary }, { special, measure }) => {
    const tokens = cutText(vocabulary, text, special)
    return { tokens, ...(text === '' ? {} : { number: measured(tokens, measure) }) }
  },
  view: ({ out }) => (out.tokens ? [show.tokens(out.tokens, { ids: true })] : []),
  foot: ({ out }) => (out.tokens ? { left: plural(out.tokens.ids.length, 'token') } : {}),
  empty: 'Shows the pieces that a model reads instead of letters. Wire a text, and a model for its vocabulary.',
})

function measured({ text, offsets }: TokensValue, measure: (typeof MEASURES)[number]): NumberValue {
  const count = offsets.filter(([from, to]) => to > from).length
  const size = measure === 'tokens' ? 1 : measure === 'tokens a byte' ? encoder.encode(text).length : [...text].length
  return { value: count / size, unit: measure }
}
