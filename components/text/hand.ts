/* What goes from one place for a text to the other, when the text becomes large or small under the hands of its writer. */
import type { RefObject } from 'react'

export interface Handed {
  readonly anchor: number
  readonly head: number
  readonly focused: boolean
  /** The text before the change that made it large: its undo. */
  readonly before?: string
}

export type Hand = RefObject<Handed | null>

/** What was handed over, once. */
export function take(hand: Hand): Handed | null {
  const given = hand.current
  hand.current = null
  return given
}
