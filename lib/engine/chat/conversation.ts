/* What transformers does to a conversation around its template: empty fields out, reasoning under both of its names, a last message left open. */
import { EngineFailure } from '../types'
import { stripped } from './python-values'

export interface ChatMessage {
  readonly role: string
  readonly content?: unknown
  readonly [more: string]: unknown
}

/** Fields that are null go; `reasoning_content` and `thinking` stand for one another. */
export function prepared(messages: readonly ChatMessage[]): ChatMessage[] {
  return messages.map((message) => {
    const entries = Object.entries(message).filter(([, value]) => value !== null && value !== undefined)
    const made: Record<string, unknown> & { role: string } = { ...Object.fromEntries(entries), role: message.role }
    if ('reasoning_content' in made && !('thinking' in made)) made['thinking'] = made['reasoning_content']
    else if ('thinking' in made && !('reasoning_content' in made)) made['reasoning_content'] = made['thinking']
    return made
  })
}

/** Put behind the last message before rendering; where it comes out, the text ends. */
const OPEN_END = 'CONTINUE_FINAL_MESSAGE_TAG '

const isText = (part: unknown): part is { text: string } =>
  typeof part === 'object' && part !== null && typeof (part as { text?: unknown }).text === 'string'

/** The conversation with its last text marked, and that text. */
export function withOpenEnd(messages: readonly ChatMessage[]): { messages: ChatMessage[]; last: string } {
  const message = messages[messages.length - 1]!
  const before = messages.slice(0, -1)
  const { content } = message
  if (typeof content === 'string') return { messages: [...before, { ...message, content: content + OPEN_END }], last: content }
  const parts: unknown[] = Array.isArray(content) ? content : []
  const at = parts.findLastIndex(isText)
  const part = parts[at]
  if (!isText(part)) throw new EngineFailure('chat-refused', 'The last message has no text that could be continued.')
  const marked = parts.with(at, { ...part, text: part.text + OPEN_END })
  return { messages: [...before, { ...message, content: marked }], last: part.text }
}

/** Everything up to the mark. */
export function upToOpenEnd(rendered: string, last: string): string {
  const at = rendered.lastIndexOf(OPEN_END.trim())
  if (at < 0 || !rendered.includes(stripped(last, 'strip')))
    throw new EngineFailure('chat-refused', 'The last message cannot be continued: the chat template leaves it out, or changes it.')
  return rendered.startsWith(OPEN_END, at) ? rendered.slice(0, at) : stripped(rendered.slice(0, at), 'rstrip')
}

/** Sentences for what no template is asked to do. */
export function checkConversation(messages: readonly ChatMessage[], open: boolean, continued: boolean): void {
  if (messages.length === 0) throw new EngineFailure('chat-refused', 'The conversation has no message.', 'Give at least one turn.')
  if (open && continued)
    throw new EngineFailure(
      'chat-refused',
      'A reply cannot be opened and the last message continued at once.',
      'Continue the last message, or open a reply behind it.',
    )
}
