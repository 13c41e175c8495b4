/* Panels of a conversation, and of boxes over the characters of a word. */
import type { MessagesValue } from '../../values/types'
import type { ConversationPanel, LatticeLane, LatticePanel, Scrub } from '../panels'
import type { About } from './about'

export function conversation(value: MessagesValue, options: About = {}): ConversationPanel {
  return { panel: 'conversation', turns: value.turns.map(({ role, text }) => ({ role, text })), ...options }
}

/** `characters` is what the boxes lie over; their ranges count it. */
export function lattice(
  characters: readonly string[],
  lanes: readonly LatticeLane[],
  options: About & { readonly scrubs?: readonly Scrub[] } = {},
): LatticePanel {
  return { panel: 'lattice', characters, lanes, ...options }
}
