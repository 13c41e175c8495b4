/* A text cut by a vocabulary, with the special tokens that the viewer wants around it. */
import { tokensOf, type TokenizerValue, type TokensValue } from '../values'

/** Which tokens are put in that the text does not hold. */
export const SPECIAL = ['as the file says', 'none', 'begin only'] as const
export type Special = (typeof SPECIAL)[number]

/** A text that already begins with the begin token gets no second one. */
export function cutText(vocabulary: TokenizerValue, text: string, special: Special = 'as the file says'): TokensValue {
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
