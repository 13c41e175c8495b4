/* A conversation as the one strip of tokens that a model reads, and who owns each of them. */
import { defineNode } from '../../graph/define-node'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { JsonPort, Messages, plural, TablePort, tableOf, Text, Tokenizer, Tokens } from '../../values'
import { show } from '../../viz/show'
import { chatTokens } from '../chat-tokens'

export const chatTemplate = defineNode({
  kind: 'chat-template',
  version: 1,
  title: 'Chat template',
  summary: 'Lays a conversation out as the tokens that a model reads.',
  icon: 'panels-top-left',
  group: 'Text and prompts',
  tags: ['jinja', 'chatml', 'roles', 'conversation', 'loss mask', 'special tokens', 'format'],
  sources: ['https://huggingface.co/docs/transformers/chat_templating'],
  inputs: {
    messages: Messages.input('the turns'),
    tokenizer: Tokenizer.input('the vocabulary with its chat template; a model brings its own'),
    tools: JsonPort.input('tools that the template tells the model of: a list').optional(),
  },
  outputs: {
    text: Text.output('the conversation as the model reads it'),
    tokens: Tokens.output('ids [T]; the mask [T] marks what the assistant says'),
    table: TablePort.output('one row a token: piece, id, whose, whether it teaches'),
  },
  params: z.object({
    open: z.boolean().default(true).meta({ title: 'Open a reply', description: 'The mark that begins an answer stands at the end.' }),
  }),
  size: { width: 256, body: 168 },
  example:
    'asked: text@1\n  value: What pet does Tom have?\nanswered: text@1\n  value: A fox.\ntalk: messages@1\n  user: asked.text\n  answers: answered.text\nprimer: model@1\nstrip: chat-template@1\n  messages: talk.messages\n  tokenizer: primer.model\n',
  exampleNode: 'strip',
  compute({ messages, tokenizer, tools }, { open }) {
    if (tools !== undefined && !Array.isArray(tools)) throw new NodeFailure('bad-tools', 'The tools should be a list.', { port: 'tools' })
    const { text, tokens, owners } = chatTokens(tokenizer, messages, open, tools ?? [])
    const rows = tokens.ids.map((id, place) => [tokens.pieces[place]!, id, owners[place]!, tokens.mask![place]!])
    return { text, tokens, table: tableOf(COLUMNS, rows) }
  },
  view: ({ out: { tokens, table } }) =>
    tokens && table
      ? [
          show.tokens(tokens, { ids: false, title: 'As the model reads it' }),
          show.text(
            ownerParts(
              tokens.pieces,
              table.rows.map((row) => String(row[2])),
              tokens.special,
            ),
            { title: 'Whose words' },
          ),
        ]
      : [],
  foot: ({ out: { tokens } }) =>
    tokens ? { left: plural(tokens.ids.length, 'token'), right: `${tokens.mask!.filter(Boolean).length} teach` } : {},
  empty: 'Lays a conversation out for a model. Wire messages, and a model for its template.',
})

const COLUMNS = [
  ['piece', 'text'],
  ['id', 'number'],
  ['owner', 'text'],
  ['teaches', 'yes/no'],
] as const

/** The assistant's words are written, the user's given, special tokens plates, the frame quiet. */
function ownerParts(pieces: readonly string[], owners: readonly string[], special: readonly boolean[]) {
  const tone = (place: number) =>
    special[place]
      ? ('special' as const)
      : owners[place] === 'assistant'
        ? ('written' as const)
        : owners[place] === 'template'
          ? ('quiet' as const)
          : ('given' as const)
  return pieces.map((text, place) => ({ text, tone: tone(place), token: place }))
}
