/* A conversation as the tokens that a model reads: rendered by the chat template, cut, and every token with its owner. */
import type { ChatSpan } from '../engine/types'
import { chatMessages, tokensOf, type MessagesValue, type TokenizerValue, type TokensValue } from '../values'
import { NodeFailure } from '../graph/states'
import { EngineFailure } from '../engine/types'

export interface ChatTokens {
  readonly text: string
  readonly tokens: TokensValue
  /** Who owns each token: `user`, `assistant` …, or `template`. */
  readonly owners: readonly string[]
}

/** What renders is cut without further special tokens: the template put in all there are. */
export function chatTokens(tokenizer: TokenizerValue, messages: MessagesValue, open: boolean, tools: readonly unknown[] = []): ChatTokens {
  const { text, spans } = rendered(tokenizer, messages, open, tools)
  const cut = tokensOf(tokenizer, text, tokenizer.engine.encode(text, { addSpecialTokens: false }))
  const owning = cut.offsets.map(([from, to]) => spans.find((span) => span.to > from || (span.to === from && from === to)))
  const owners = owning.map((span) => messages.turns[span?.message ?? -1]?.role ?? 'template')
  return { text, tokens: { ...cut, mask: maskOf(cut, owning, owners) }, owners }
}

/** What the assistant says, and the mark that ends it: the model has to learn to stop. */
function maskOf({ special }: TokensValue, owning: readonly (ChatSpan | undefined)[], owners: readonly string[]): boolean[] {
  let said = false
  return owning.map((span, place) => {
    if (owners[place] !== 'assistant') return (said = false)
    if (span?.part === 'content') return (said = true)
    const ends = said && special[place]!
    said = false
    return ends
  })
}

function rendered(tokenizer: TokenizerValue, messages: MessagesValue, open: boolean, tools: readonly unknown[]) {
  try {
    return tokenizer.engine.chatSpans(chatMessages(messages), open, tools.length > 0 ? { tools } : {})
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error
    throw new NodeFailure(error.code, error.message, {
      port: error.code === 'no-chat-template' ? 'tokenizer' : 'messages',
      hint: error.hint,
    })
  }
}
