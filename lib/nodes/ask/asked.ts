/* What a model is asked: a text as it stands, or a conversation through the model's chat template with a reply opened. */
import { oneOf } from '../../graph/one-of'
import type { Boxed } from '../../graph/port-type'
import { NodeFailure } from '../../graph/states'
import { Messages, Text, type JsonValue, type MessagesValue, type ModelValue, type TokensValue } from '../../values'
import { chatTokens } from '../chat-tokens'
import { cutText } from '../cut-text'

export const Asked = oneOf(Text, Messages)

export interface Question {
  readonly tokens: TokensValue
  /** As the request says it. */
  readonly json: JsonValue
  /** Tokens that end an answer besides the model's own end tokens: the mark behind a turn. */
  readonly ends: readonly number[]
  readonly history: MessagesValue | null
}

/** No vocabulary has longer pieces; what cannot fit is not cut first. */
const LONGEST_PIECE = 200

function requireCanFit(length: number, { name, engine }: ModelValue): void {
  const { context } = engine.spec
  if (length > context * LONGEST_PIECE)
    throw new NodeFailure('too-long', `The prompt has ${length} characters; ${name} reads at most ${context} tokens.`, {
      port: 'prompt',
      hint: 'Shorten it, or search it for what matters.',
    })
}

export function questionOf({ type, value }: Boxed, model: ModelValue): Question {
  if (type !== Messages) {
    const text = value as string
    requireCanFit(text.length, model)
    return { tokens: cutText(model.tokenizer, text), json: text, ends: [], history: null }
  }
  const messages = value as MessagesValue
  requireChat(model)
  requireCanFit(
    messages.turns.reduce((sum, { text }) => sum + text.length, 0),
    model,
  )
  const { tokens } = chatTokens(model.tokenizer, messages, true)
  return { tokens, json: Messages.spec.toJson(messages), ends: endsOf(model), history: messages }
}

function requireChat({ abilities, name }: ModelValue): void {
  if (abilities.includes('chat')) return
  throw new NodeFailure('no-chat', `${name} has no chat template, so it cannot read a conversation.`, {
    port: 'prompt',
    hint: 'Write the conversation as one text with Prompt.',
  })
}

/** The special token behind an answer, found by laying one out. */
function endsOf({ tokenizer }: ModelValue): number[] {
  const turns = [
    { role: 'user', text: 'a' },
    { role: 'assistant', text: 'b' },
  ]
  try {
    const { tokens } = chatTokens(tokenizer, { turns }, false)
    return tokens.ids.filter((_, place) => tokens.mask![place]! && tokens.special[place]!)
  } catch (error) {
    if (error instanceof NodeFailure) return []
    throw error
  }
}
