/* Tokens put behind each other, in the order of the wires. Ids are never cut anew. */
import { defineNode } from '../../graph/define-node'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { plural, Tokens, type TokensValue } from '../../values'
import { show } from '../../viz/show'
import { cut } from '../example'
import { joinAll, slicedTokens } from './join'

const MOST_TOKENS = 1_000_000

export const joinTokens = defineNode({
  kind: 'join-tokens',
  version: 1,
  title: 'Append',
  summary: 'Puts tokens behind each other, without cutting the text anew.',
  icon: 'list-end',
  group: 'Tokenizer',
  tags: ['append', 'concatenate', 'join', 'repeat', 'truncate', 'generate by hand'],
  inputs: { parts: Tokens.input('ids [T] each, in order').many() },
  outputs: { tokens: Tokens.output('all ids, one behind the other [T]') },
  params: z.object({
    repeat: z.int().min(1).max(1000).default(1).meta({ description: 'How often the whole stands there.' }),
    cutAt: z
      .int()
      .min(-100_000)
      .max(100_000)
      .default(0)
      .meta({ title: 'Cut at', description: 'Keeps so many tokens from the beginning; below 0, so many from the end; 0 keeps all.' }),
  }),
  size: { width: 192, body: 96 },
  example: `${cut('Tom has a')}more: text@1\n  value: " fox"\nadded: tokenizer@1\n  text: more.text\n  tokenizer: primer.model\n  special: none\nall: join-tokens@1\n  parts: [tokens.tokens, added.tokens]\n`,
  exampleNode: 'all',
  compute({ parts }, { repeat, cutAt }) {
    const [first] = parts
    if (!first) throw new NodeFailure('empty', 'needs parts', { port: 'parts' })
    requireOneTokenizer(first, parts)
    const count = repeat * parts.reduce((sum, { ids }) => sum + ids.length, 0)
    if (count > MOST_TOKENS)
      throw new NodeFailure('too-many', `There would be ${count} tokens; ${MOST_TOKENS} is the most.`, {
        port: 'parts',
        hint: 'Repeat less.',
      })
    const whole = joinAll(Array.from({ length: repeat }, () => parts).flat())
    return { tokens: slicedTokens(whole, cutAt) }
  },
  view: ({ out: { tokens } }) => (tokens ? [show.tokens(tokens)] : []),
  foot: ({ out: { tokens }, params: { repeat } }) =>
    tokens ? { left: plural(tokens.ids.length, 'token'), right: repeat > 1 ? `${repeat} times` : '' } : {},
  empty: 'Puts tokens behind each other. Wire them in order.',
})

function requireOneTokenizer(first: TokensValue, parts: readonly TokensValue[]): void {
  const other = parts.find(({ tokenizer }) => tokenizer.digest !== first.tokenizer.digest)
  if (!other) return
  throw new NodeFailure(
    'other-tokenizer',
    `Some tokens were cut by the tokenizer of ${first.tokenizer.name}, others by that of ${other.tokenizer.name}; the same id is another piece there.`,
    { port: 'parts', hint: 'Wire the same tokenizer into all of them.' },
  )
}
