/* Panels of words: text, written text with the odds under each token, token strips, differences of two texts. */
import type { TextValue, TokensValue } from '../../values/types'
import type { DiffPanel, Source, TextPanel, TextPart, TokenMark, TokensPanel } from '../panels'
import { diffParts } from './difference'
import type { About } from './about'

/** A text, or its parts where pieces of it mean something (slots, given and written). */
export function text(
  value: TextValue | readonly TextPart[],
  options: About & { readonly markdown?: boolean; readonly writing?: boolean } = {},
): TextPanel {
  return { panel: 'text', parts: typeof value === 'string' ? [{ text: value }] : value, ...options }
}

/**
 * What a model wrote after what it was given. `odds` has one probability per written token; `first` is the position of the
 * first written token among the notebook's tokens, for brushing.
 */
export function written(
  given: TextValue,
  tokens: TokensValue,
  odds: ArrayLike<number>,
  options: About & { readonly writing?: boolean; readonly first?: number } = {},
): TextPanel {
  const { first, ...about } = options
  const parts: TextPart[] = tokens.pieces.map((piece, place) => ({
    text: piece,
    tone: tokens.special[place] ? 'special' : 'written',
    ...(odds[place] === undefined ? {} : { p: odds[place] }),
    id: tokens.ids[place],
    ...(first === undefined ? {} : { token: first + place }),
  }))
  return { panel: 'text', parts: given ? [{ text: given, tone: 'given' }, ...parts] : parts, ...about }
}

export function tokens(
  value: TokensValue,
  options: About & {
    readonly ids?: boolean
    readonly values?: { readonly name: string; readonly data: readonly number[]; readonly high: number; readonly source?: Source }
  } = {},
): TokensPanel {
  const { ids, values, ...about } = options
  return { panel: 'tokens', tokens: tokenMarks(value), showIds: ids ?? true, ...(values ? { values } : {}), ...about }
}

export function diff(
  a: TextValue,
  b: TextValue,
  options: About & { readonly names?: readonly [string, string]; readonly by?: 'words' | 'characters' } = {},
): DiffPanel {
  const { by, ...about } = options
  return { panel: 'diff', parts: diffParts(a, b, by ?? 'words'), ...about }
}

/** The marks of a token strip; pieces that are no whole character carry their bytes. */
export function tokenMarks(value: TokensValue): TokenMark[] {
  return value.ids.map((id, place) => {
    const [start, end] = value.offsets[place] ?? [0, 0]
    const piece = value.pieces[place] ?? ''
    const mark: TokenMark = { id, text: piece, start, end }
    if (value.special[place]) return { ...mark, special: true }
    return piece.includes('\uFFFD') ? { ...mark, bytes: hex(value.tokenizer.engine.pieceBytes(id)) } : mark
  })
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ')
