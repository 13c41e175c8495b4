/*
 * How a piece of text is made visible: spaces as a raised dot, line ends and tabs as arrows, never dropped. `name` is for
 * sentences, `axis` for the narrow places beside a map.
 */
import type { TokenMark } from './panels'

export interface Visible {
  readonly text: string
  /** A sign standing for something unseen; drawn faint. */
  readonly sign?: boolean
}

const SIGNS: Readonly<Record<string, string>> = { ' ': '·', '\n': '↵', '\t': '⇥', '\r': '␍', '\u00a0': '⍽' }

/** Runs of signs and of letters, in order. */
export function visible(piece: string): Visible[] {
  const out: Visible[] = []
  for (const letter of piece) {
    const sign = SIGNS[letter]
    const last = out.at(-1)
    if (last && Boolean(last.sign) === (sign !== undefined)) out[out.length - 1] = { ...last, text: last.text + (sign ?? letter) }
    else out.push(sign === undefined ? { text: letter } : { text: sign, sign: true })
  }
  return out
}

export const visibleText = (piece: string): string =>
  visible(piece)
    .map((part) => part.text)
    .join('')

/** As a sentence names it: `named`, `‘ ’` where nothing would be left. */
export const plainName = (piece: string): string => piece.trim() || (piece === '' ? 'nothing' : visibleText(piece))

export interface AxisName {
  readonly text: string
  /** A special token: its bare name in the voice of the house, since it is no text. */
  readonly special: boolean
}

export function axisName(token: Pick<TokenMark, 'text' | 'special' | 'bytes'>, most: number): AxisName {
  const special = token.special === true
  const whole = special ? bareSpecial(token.text) : (token.bytes ?? token.text)
  const letters = [...whole]
  return { text: letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : whole, special }
}

/** `<|endoftext|>` is `endoftext`, `[CLS]` is `CLS`. */
export const bareSpecial = (text: string): string => text.replace(/^(<\||<|\[)+|(\|>|>|\])+$/g, '') || text
