/* Several lists of tokens as one, and a stretch of one. Texts and ranges follow the ids. */
import { joinTokens, tokensFromIds, type TokensValue } from '../../values'

/**
 * The text of the whole is what its ids decode to behind the first text: a piece by itself may lose its space (SentencePiece)
 * or be half a character, which its neighbours make whole.
 */
export function joinAll(parts: readonly TokensValue[]): TokensValue {
  const [first, ...rest] = parts.filter(({ ids }) => ids.length > 0)
  if (!first) return parts[0]!
  if (rest.length === 0) return first
  const plain = rest.reduce(joinTokens, first)
  const decoded = tokensFromIds(first.tokenizer, plain.ids)
  return plain.text === decoded.text || faithful(plain) ? plain : decoded
}

/** Texts as they were written, special tokens included, say more than what is decoded, as long as no piece lost anything. */
const faithful = ({ text, pieces }: TokensValue): boolean => !text.includes('\ufffd') && pieces.join('') === text

/** From the beginning, or with a number below 0 from the end. */
export function slicedTokens(tokens: TokensValue, cutAt: number): TokensValue {
  const { length } = tokens.ids
  if (cutAt === 0 || Math.abs(cutAt) >= length) return tokens
  const [from, to] = cutAt > 0 ? [0, cutAt] : [length + cutAt, length]
  const ranges = tokens.offsets.slice(from, to)
  const start = from === 0 ? 0 : Math.min(...ranges.map(([begin]) => begin))
  const end = to === length ? tokens.text.length : Math.max(...ranges.map(([, stop]) => stop))
  return {
    ...tokens,
    ids: tokens.ids.slice(from, to),
    pieces: tokens.pieces.slice(from, to),
    special: tokens.special.slice(from, to),
    offsets: ranges.map(([begin, stop]) => [begin - start, stop - start] as const),
    text: tokens.text.slice(start, end),
    ...(tokens.mask ? { mask: tokens.mask.slice(from, to) } : {}),
  }
}
