/* A table: typed by hand, pasted, or from files. Conversations in known formats become one column of messages. */
import { breathing } from '../../engine/retrieval'
import { FORMATS, isParquet, readChats, readParquet, readTable, type Grid, type ReadOptions } from '../../engine/tables'
import { defineNode, type Context } from '../../graph/define-node'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { plural, TablePort, Tensor, Text } from '../../values'
import { show } from '../../viz/show'
import { problemPanels } from '../documents'
import { stacked, tableFrom } from './columns'
import { tensorFrom } from './numbers'

const file = z.union([
  z.string(),
  z.strictObject({ name: z.string(), text: z.string() }),
  z.strictObject({ name: z.string(), base64: z.string() }),
])
type File = z.output<typeof file>

/** Rows beyond these are left out, and it is said. */
const MOST_ROWS = 100_000

export const table = defineNode({
  kind: 'table',
  version: 1,
  title: 'Table',
  summary: 'Rows and columns, typed, pasted or from a file.',
  icon: 'table',
  group: 'Input and control',
  tags: ['csv', 'tsv', 'json', 'jsonl', 'parquet', 'spreadsheet', 'rows', 'matrix', 'data set', 'sharegpt', 'alpaca'],
  sources: ['RFC 4180', 'RFC 8259', 'https://jsonlines.org', 'https://parquet.apache.org/docs/file-format'],
  inputs: {},
  outputs: {
    table: TablePort.output('the rows; a column holds numbers, texts, yes/no or data'),
    tensor: Tensor.output('the same [N,C], where every cell is a number').optional(),
    problems: Text.output('what could not be read, a sentence a line').optional(),
  },
  params: z.object({
    text: z
      .string()
      .default('')
      .meta({ description: 'Rows as CSV, TSV, JSON or JSON lines; the first row of CSV names the columns.', control: 'table' }),
    files: z.array(file).default([]).meta({
      description:
        'Files (.csv, .tsv, .json, .jsonl, .parquet), or paths beside the notebook where it lies in a folder. Rows of several follow each other.',
      control: 'files',
    }),
    format: z.enum(FORMATS).default('recognised').meta({ description: 'Of the text.' }),
    header: z
      .enum(['recognised', 'yes', 'no'])
      .default('recognised')
      .meta({ description: 'Whether the first row of CSV names the columns. Recognised: unless it is all numbers.' }),
    chats: z
      .boolean()
      .default(true)
      .meta({ title: 'Conversations', description: 'Those of OpenAI, ShareGPT and Alpaca become one column: messages.' }),
  }),
  needs: ['files'],
  size: { width: 320, body: 208 },
  example: 'animals: table@1\n  text: |-\n    who,legs,flies\n    fox,4,no\n    hen,2,yes\n    ant,6,no\n',
  exampleNode: 'animals',
  async compute(_, { text, files, format, header, chats }, ctx) {
    if (text.trim() === '' && files.length === 0) throw new NodeFailure('empty', 'needs rows', { port: 'text' })
    const read = (given: string, options: ReadOptions): Promise<Grid> => breathing(readTable(given, options), ctx.breathe)
    const grids = text.trim() === '' ? [] : [await read(text, { name: 'The text', format, header })]
    for (const given of files) grids.push(await gridOfFile(given, header, read, ctx))
    const names = ['The text', ...files.map(nameOf)].slice(text.trim() === '' ? 1 : 0)
    const made = grids.map((grid, at) => tableFrom(chats ? readChats(grid, names[at]!).grid : grid))
    const { table: whole, problems } = stacked(made, MOST_ROWS)
    const tensor = tensorFrom(whole)
    return { table: whole, ...(tensor ? { tensor } : {}), ...(problems.length > 0 ? { problems: problems.join('\n') } : {}) }
  },
  view: ({ out: { table: made, problems } }) =>
    made ? [...(made.columns.length > 0 ? [show.table(made)] : []), ...problemPanels(problems?.split('\n') ?? [])] : [],
  foot: ({ out: { table: made, problems } }) =>
    made
      ? {
          left: `${plural(made.rows.length, 'row')}, ${plural(made.columns.length, 'column')}`,
          ...(problems ? { right: `${problems.split('\n').length} told` } : {}),
        }
      : {},
  empty: 'Rows and columns. Type them, paste CSV or JSON, or drop a file.',
})

const nameOf = (given: File): string => (typeof given === 'string' ? given : given.name)

async function gridOfFile(
  given: File,
  header: ReadOptions['header'],
  read: (text: string, options: ReadOptions) => Promise<Grid>,
  ctx: Context<'files'>,
): Promise<Grid> {
  const options = { name: nameOf(given), format: 'recognised', header } as const
  if (typeof given !== 'string' && 'text' in given) return read(given.text, options)
  const bytes = typeof given === 'string' ? await opened(given, ctx) : bytesOf(given.base64)
  if (typeof bytes === 'string') return { names: [], rows: [], problems: [bytes] }
  if (isParquet(bytes)) return readParquet(bytes, options.name, MOST_ROWS)
  try {
    return await read(new TextDecoder('utf-8', { fatal: true }).decode(bytes), options)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { names: [], rows: [], problems: [`${options.name} holds binary bytes, neither text in UTF-8 nor Parquet; it was left out.`] }
  }
}

/** The bytes of a file beside the notebook, or a sentence saying why there are none. */
async function opened(path: string, ctx: Context<'files'>): Promise<Uint8Array | string> {
  try {
    return await ctx.services.files.read(path)
  } catch (error) {
    if (!(error instanceof NodeFailure)) throw error
    return `${error.message}${error.options.hint ? ` ${error.options.hint}` : ''}`
  }
}

function bytesOf(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}
