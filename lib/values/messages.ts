/* Messages: the turns of a conversation, in order. What a model reads of them is its chat template's affair. */
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
  const bad = value.turns.find((turn: unknown) => !isRecord(turn) || typeof turn.role !== 'string' || typeof turn.text !== 'string')
  if (bad !== undefined) return `expected turns with a role and a text, got ${describe(bad)}`
  return value.turns.every((turn: Turn) => turn.more === undefined || isJson(turn.more)) ? null : 'expected turns of plain data'
}

/** `{role, content}` as chats are written; what is no turn stays as it is, for `check` to refuse. */
function turnOf(json: unknown): unknown {
  if (!isRecord(json)) return json
  const { role, content, ...more } = json
  return { role, text: content ?? '', ...(Object.keys(more).length > 0 ? { more } : {}) }
}

/** As chat templates read them. */
export const chatMessages = ({ turns }: MessagesValue): ChatMessage[] =>
  turns.map(({ role, text, more }) => ({ role, content: text, ...more }))
