/* Tokens: ids [T] with their pieces and their UTF-16 ranges in the text they came from. */
import { structured } from './encoding'
import type { Json } from '../graph/json'
import type { Encoding } from '../engine/types'
import { definePort } from '../graph/port-type'
import { describe, isRecord, plural, textBytes } from './describe'
import { isTokenizer } from './tokenizer'
import type { TokenizerValue, TokensValue } from './types'

export const Tokens = definePort<TokensValue>({
  name: 'tokens',
  title: 'Tokens',
  check,
  parts: (value) => [
    value.tokenizer.digest,
    Int32Array.from(value.ids),
    value.text,
    Int32Array.from(value.offsets.flat()),
    Uint8Array.from(value.special, Number),
    ...(value.mask ? [Uint8Array.from(value.mask, Number)] : []),
  ],
  bytes: (value) => value.ids.length * 32 + value.pieces.reduce((sum, piece) => sum + textBytes(piece), 0) + textBytes(value.text),
  toJson: (value) => ({ ids: value.ids, pieces: value.pieces, offsets: value.offsets, ...(value.mask ? { mask: value.mask } : {}) }),
  encoding: structured(),
  growth: { delta: grown, apply: grow },
  handles: ({ tokenizer }) => [[tokenizer.digest, tokenizer]],
  summary: (value) => plural(value.ids.length, 'token'),
})

function check(value: unknown): string | null {
  if (!isRecord(value) || !Array.isArray(value.ids) || !Array.isArray(value.pieces)) return `expected tokens, got ${describe(value)}`
  if (!isTokenizer(value.tokenizer)) return 'expected tokens with the tokenizer that cut them, got none'
  const size = value.tokenizer.engine.size
  const bad = value.ids.find((id) => !Number.isInteger(id) || id < 0 || id >= size)
  if (bad !== undefined) return `expected ids from 0 to ${size - 1}, got ${describe(bad)}`
  for (const list of [value.pieces, value.offsets, value.special, ...(value.mask === undefined ? [] : [value.mask])])
    if (!Array.isArray(list) || list.length !== value.ids.length)
      return `expected one piece and one range for each of ${value.ids.length} ids`
  return null
}

/** What was added at the end; undefined where earlier tokens changed, as when a character became whole. */
function grown(before: TokensValue | undefined, after: TokensValue): Json | undefined {
  if (!before || after.ids.length < before.ids.length || !after.text.startsWith(before.text)) return undefined
  for (const [place, id] of before.ids.entries()) {
    const [a, b] = [before.offsets[place]!, after.offsets[place]!]
    if (after.ids[place] !== id || a[0] !== b[0] || a[1] !== b[1]) return undefined
  }
  const from = before.ids.length
  return {
    ids: after.ids.slice(from),
    pieces: after.pieces.slice(from),
    offsets: after.offsets.slice(from),
    special: after.special.slice(from),
    text: after.text.slice(before.text.length),
  }
}

function grow(before: TokensValue | undefined, delta: Json): TokensValue {
  if (!before) throw new TypeError('Tokens grow from tokens.')
  const { ids, pieces, offsets, special, text } = delta as unknown as TokensValue
  return {
    ids: [...before.ids, ...ids],
    pieces: [...before.pieces, ...pieces],
    offsets: [...before.offsets, ...offsets],
    special: [...before.special, ...special],
    text: before.text + text,
    tokenizer: before.tokenizer,
  }
}

/** What a tokenizer made of a text. */
export const tokensOf = (tokenizer: TokenizerValue, text: string, encoding: Encoding): TokensValue => ({
  ids: encoding.ids,
  pieces: encoding.ids.map((id) => tokenizer.engine.piece(id)),
  offsets: encoding.offsets,
  special: encoding.special,
  text,
  tokenizer,
})

/** Tokens that no text came before: their text is what they decode to, special ones left out. */
export function tokensFromIds(tokenizer: TokenizerValue, ids: readonly number[]): TokensValue {
  const builder = new TokenBuilder(tokenizer)
  for (const id of ids) builder.push(id)
  return builder.value()
}

/** Two lists of tokens as one. The ranges of the second are moved behind the first text. */
export function joinTokens(first: TokensValue, second: TokensValue): TokensValue {
  const shift = first.text.length
  return {
    ids: [...first.ids, ...second.ids],
    pieces: [...first.pieces, ...second.pieces],
    offsets: [...first.offsets, ...second.offsets.map(([from, to]) => [from + shift, to + shift] as const)],
    special: [...first.special, ...second.special],
    text: first.text + second.text,
    tokenizer: first.tokenizer,
  }
}

/**
 * Grows tokens one id at a time. A token that ends inside a character has the range of that character, as have the tokens
 * that complete it; a text that ends inside one ends in U+FFFD.
 */
export class TokenBuilder {
  private readonly ids: number[] = []
  private readonly pieces: string[] = []
  private readonly special: boolean[] = []
  /** Length of the text before each token, up to the last whole character. */
  private readonly starts: number[] = []
  private text = ''
  private readonly specialIds: ReadonlySet<number>

  constructor(private readonly tokenizer: TokenizerValue) {
    this.specialIds = new Set(tokenizer.engine.specialTokens.values())
  }

  push(id: number): void {
    this.starts.push(wholeLength(this.text))
    this.ids.push(id)
    this.pieces.push(this.tokenizer.engine.piece(id))
    this.special.push(this.specialIds.has(id))
    this.text = this.tokenizer.engine.decode(this.ids, { skipSpecialTokens: true })
  }

  value(): TokensValue {
    const whole = wholeLength(this.text)
    const ends = this.starts.map((start, place) => {
      if (this.special[place]) return start
      for (let next = place + 1; next < this.starts.length; next++) if (this.starts[next]! > start) return this.starts[next]!
      return whole > start ? whole : this.text.length
    })
    return {
      ids: [...this.ids],
      pieces: [...this.pieces],
      offsets: this.starts.map((start, place) => [start, ends[place]!] as const),
      special: [...this.special],
      text: this.text,
      tokenizer: this.tokenizer,
    }
  }
}

function wholeLength(text: string): number {
  let length = text.length
  while (length > 0 && text[length - 1] === '\uFFFD') length--
  return length
}
