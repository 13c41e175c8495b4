/* Messages: the turns of a conversation, in order. What a model reads of them is its chat template's affair. */
import { contentText, notText } from '../engine/chat/content'
import type { ChatMessage } from '../engine/types'
import { definePort } from '../graph/port-type'
import { describe, isRecord, plural, textBytes } from './describe'
import { plain } from './encoding'
import { isJson } from './json'
import type { MessagesValue, Turn } from './types'

export const Messages = definePort<MessagesValue>({
  name: 'messages',
  title: 'Messages',
  check,
  parts: (value) => value.turns.flatMap(({ role, text, more }) => [role, text, JSON.stringify(more ?? {})]),
  bytes: (value) => value.turns.reduce((sum, { role, text }) => sum + 32 + textBytes(role) + textBytes(text), 0),
  toJson: (value) => value.turns.map(({ role, text, more }) => ({ role, content: text, ...more })),
  fromJson: (json) => ({ turns: Array.isArray(json) ? json.map(turnOf) : json }),
  encoding: plain(),
  summary: (value) => plural(value.turns.length, 'turn'),
})

function check(value: unknown): string | null {
  if (!isRecord(value) || !Array.isArray(value.turns)) return `expected messages, got ${describe(value)}`
  for (const [place, turn] of (value.turns as unknown[]).entries()) {
    const wrong = wrongTurn(turn, `turn ${place + 1}`)
    if (wrong !== null) return wrong
  }
  return null
}

/** What is no text is named: a conversation without it would ask something else. */
function wrongTurn(turn: unknown, title: string): string | null {
  if (!isRecord(turn) || typeof turn.role !== 'string') return `expected turns with a role and a text, got ${describe(turn)} as ${title}`
  const more = isRecord(turn.more) ? turn.more : {}
  const strange = notText(turn.text, more)
  if (strange !== null)
    return `${title}, of the ${turn.role.slice(0, 40)}, holds ${strange}; turns hold text alone, no model here reads more`
  if (typeof turn.text !== 'string') return `expected turns with a role and a text, got ${describe(turn.text)} in ${title}`
  return turn.more === undefined || isJson(turn.more as Turn['more'])
    ? null
    : `expected turns of plain data, got ${describe(turn.more)} in ${title}`
}

/** `{role, content}` as chats are written, parts of text joined; what is no turn of text stays as it is, for `check` to refuse. */
function turnOf(json: unknown): unknown {
  if (!isRecord(json)) return json
  const { role, content, ...more } = json
  return { role, text: contentText(content) ?? content, ...(Object.keys(more).length > 0 ? { more } : {}) }
}

/** As chat templates read them. */
export const chatMessages = ({ turns }: MessagesValue): ChatMessage[] =>
  turns.map(({ role, text, more }) => ({ role, content: text, ...more }))
