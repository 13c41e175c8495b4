/* Cuts a text into the pieces of a vocabulary. */
import { defineNode } from '../../graph/define-node'
import { z } from '../../graph/zod'
import { plural, Text, Tokenizer, Tokens, tokensOf, type TokenizerValue, type TokensValue } from '../../values'
import { show } from '../../viz/show'
import { cut } from '../example'

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
  outputs: { tokens: Tokens.output('ids [T], their pieces, and their ranges in the text') },
  params: z.object({
    special: z
      .enum(['as the file says', 'none', 'begin only'])
      .default('as the file says')
      .meta({ description: 'Tokens that the text does not hold, such as the begin token.' }),
  }),
  size: { width: 152, body: 192 },
  example: cut('Once upon a time'),
  exampleNode: 'tokens',
  compute: ({ text, tokenizer: vocabulary }, { special }) => ({ tokens: encode(vocabulary, text, special) }),
  view: ({ out }) => (out.tokens ? [show.tokens(out.tokens, { ids: true })] : []),
  foot: ({ out }) => (out.tokens ? { left: plural(out.tokens.ids.length, 'token') } : {}),
  empty: 'Shows the pieces that a model reads instead of letters. Wire a text, and a model for its vocabulary.',
})

type Special = 'as the file says' | 'none' | 'begin only'

/** A text that already begins with the begin token gets no second one. */
function encode(vocabulary: TokenizerValue, text: string, special: Special): TokensValue {
  const { engine } = vocabulary
  const plain = engine.encode(text, { addSpecialTokens: false })
  const begin = engine.bosTokenId
  const begun = begin !== null && plain.ids[0] === begin
  if (special === 'none') return tokensOf(vocabulary, text, plain)
  if (special === 'begin only') {
    if (begin === null || begun) return tokensOf(vocabulary, text, plain)
    return tokensOf(vocabulary, text, {
      ids: [begin, ...plain.ids],
      tokens: plain.tokens,
      offsets: [[0, 0], ...plain.offsets],
      special: [true, ...plain.special],
    })
  }
  const full = engine.encode(text, { addSpecialTokens: true })
  const doubled = begun && full.ids[0] === begin && full.ids[1] === begin
  if (!doubled) return tokensOf(vocabulary, text, full)
  return tokensOf(vocabulary, text, {
    ids: full.ids.slice(1),
    tokens: full.tokens.slice(1),
    offsets: full.offsets.slice(1),
    special: full.special.slice(1),
  })
}
