/* A vocabulary by itself, from a model on the shelf or a file: its pieces as a table, searched by what they hold. */
import { defineNode, type Context } from '../../graph/define-node'
import { tokenizerFromFile } from '../../engine'
import { EngineFailure } from '../../engine/types'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { TablePort, tableOf, Tokenizer, tokenizerOf, type TokenizerValue } from '../../values'
import { whole } from '../../viz/numbers'
import { show } from '../../viz/show'

export const vocabulary = defineNode({
  kind: 'vocabulary',
  version: 1,
  title: 'Vocabulary',
  summary: 'All pieces of a vocabulary, with their ids.',
  icon: 'book-a',
  group: 'Tokenizer',
  tags: ['tokens', 'pieces', 'tiktoken', 'sentencepiece', 'gguf', 'tokenizer.json', 'merges', 'ids'],
  sources: ['arXiv:1508.07909', 'arXiv:1808.06226'],
  inputs: {},
  outputs: {
    tokenizer: Tokenizer.output('the vocabulary, as a handle that cuts texts'),
    table: TablePort.output('one row a piece: id, piece, its spelling in the file, characters, score, special'),
  },
  params: z.object({
    source: z.string().default('primer-6m').meta({
      description: 'A model’s name, or a file beside the notebook: tokenizer.json, .tiktoken ranks, SentencePiece’s .model, .gguf.',
    }),
    find: z.string().default('').meta({ description: 'Only pieces that hold this text. Empty: all.' }),
  }),
  needs: ['files', 'models'],
  inline: ['source', 'find'],
  size: { width: 400, body: 240 },
  example: 'all: vocabulary@1\n  find: prince\n',
  exampleNode: 'all',
  async compute(_, { source, find }, ctx) {
    const tokenizer = await open(source.trim(), ctx)
    return { tokenizer, table: tableOf(COLUMNS, rowsOf(tokenizer, find)) }
  },
  view: ({ out: { table } }) => (table ? [show.table(table, { pieces: ['piece'] })] : []),
  foot: ({ out: { tokenizer, table } }) =>
    tokenizer && table ? { left: `${whole(table.rows.length)} of ${whole(tokenizer.engine.size)} pieces`, right: tokenizer.name } : {},
  empty: 'All pieces of a vocabulary. Name a model, or a file beside the notebook.',
})

const COLUMNS = [
  ['id', 'number'],
  ['piece', 'text'],
  ['spelling', 'text'],
  ['characters', 'number'],
  ['score', 'number'],
  ['special', 'yes/no'],
] as const

const FILE = /\.(json|tiktoken|model|gguf)$/i

async function open(source: string, ctx: Context<'files' | 'models'>): Promise<TokenizerValue> {
  if (!FILE.test(source)) {
    const { tokenizer } = await ctx.services.models.open({ source, backend: 'auto' }, { signal: ctx.signal, progress: ctx.progress })
    return tokenizer
  }
  const bytes = await ctx.services.files.read(source)
  try {
    return tokenizerOf(tokenizerFromFile(source, bytes), source.replace(/^.*\//, ''))
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error
    throw new NodeFailure(error.code, error.message, { port: 'source', hint: error.hint })
  }
}

function rowsOf({ engine }: TokenizerValue, find: string) {
  const special = new Set(engine.specialTokens.values())
  return Array.from({ length: engine.size }, (_, id) => id).flatMap((id) => {
    const spelling = engine.token(id)
    const piece = engine.piece(id)
    if (spelling === null || !piece.includes(find)) return []
    return [[id, piece, spelling, [...piece].length, engine.scoreOf(id), special.has(id)]]
  })
}
