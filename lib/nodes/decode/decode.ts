/* Ids back to text. */
import { defineNode } from '../../graph/define-node'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { plural, Text, Tokenizer, Tokens } from '../../values'
import { show } from '../../viz/show'
import { cut } from '../example'

export const decode = defineNode({
  kind: 'decode',
  version: 1,
  title: 'Decode',
  summary: 'Puts tokens back together as text.',
  icon: 'text-quote',
  group: 'Tokenizer',
  tags: ['detokenize', 'ids to text', 'pieces'],
  inputs: { tokens: Tokens.input('ids [T]'), tokenizer: Tokenizer.input('the vocabulary the ids are of') },
  outputs: { text: Text.output('what the ids stand for; a character cut in two is shown as �') },
  params: z.object({
    skipSpecial: z.boolean().default(true).meta({ title: 'Skip special', description: 'Leave out tokens such as the begin token.' }),
  }),
  size: { width: 192, body: 128 },
  example: cut('Straße 東') + 'back: decode@1\n  tokens: tokens.tokens\n  tokenizer: primer.model\n',
  exampleNode: 'back',
  compute({ tokens, tokenizer }, { skipSpecial }) {
    if (tokens.tokenizer.digest !== tokenizer.digest)
      throw new NodeFailure(
        'other-tokenizer',
        `The tokens were cut by the tokenizer of ${tokens.tokenizer.name}; ${tokenizer.name} has another vocabulary.`,
        {
          port: 'tokenizer',
          hint: 'Wire the same tokenizer into both nodes.',
        },
      )
    return { text: tokenizer.engine.decode(tokens.ids, { skipSpecialTokens: skipSpecial }) }
  },
  view: ({ in: { tokens }, out }) => (out.text === undefined ? [] : [show.text(out.text), show.tokens(tokens, { ids: false })]),
  foot: ({ out }) => ({ left: plural((out.text ?? '').length, 'character') }),
})
