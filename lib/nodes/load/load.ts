/* Files as documents: their text lies in the notebook, or beside it where there is a folder. */
import { defineNode, type Context } from '../../graph/define-node'
import { breathing, readFile, type NamedText } from '../../engine/retrieval'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { Documents, plural, tableOf, textDocuments, type DocumentItem, type DocumentsValue } from '../../values'
import { show } from '../../viz/show'
import { label, problemPanels } from '../documents'

const file = z.union([z.string(), z.strictObject({ name: z.string(), text: z.string() })])
type File = z.output<typeof file>

export const load = defineNode({
  kind: 'load',
  version: 1,
  title: 'Load documents',
  summary: 'Files become documents; what cannot be read is told, and the rest goes on.',
  icon: 'files',
  group: 'Documents and retrieval',
  tags: ['file', 'open', 'import', 'txt', 'markdown', 'json', 'jsonl', 'csv', 'corpus', 'paste'],
  sources: ['RFC 4180', 'RFC 8259', 'https://jsonlines.org'],
  inputs: {},
  outputs: { documents: Documents.output('N documents; a record of a table or list is one, a text file is one').stream() },
  params: z.object({
    files: z.array(file).default([]).meta({
      description: 'Texts with their names (.txt, .md, .json, .jsonl, .csv), or paths beside the notebook where it lies in a folder.',
      control: 'files',
    }),
    text: z.string().default('text').meta({ description: 'Field or column that holds the text.' }),
    id: z.string().default('').meta({ description: 'Field or column that names a document. Empty: they are numbered.' }),
  }),
  needs: ['files'],
  inline: ['files'],
  size: { width: 256, body: 240 },
  example:
    'pets: load@1\n  files:\n    - {name: pets.csv, text: "who,text\\nTom,Tom has a pet fox.\\nMia,Mia lives in a castle."}\n  id: who\n',
  exampleNode: 'pets',
  async compute(_, { files, text, id }, ctx) {
    if (files.length === 0) throw new NodeFailure('empty', 'needs a file', { port: 'files' })
    const items: Named[] = []
    const problems: string[] = []
    for (const [at, given] of files.entries()) {
      const opened = await openFile(given, ctx)
      if (typeof opened === 'string') problems.push(opened)
      else {
        const read = await breathing(readFile(opened, { text, id }), ctx.breathe)
        items.push(...read.documents.map((document) => ({ ...document, file: opened.name })))
        problems.push(...read.problems)
      }
      ctx.progress((at + 1) / files.length, `${at + 1} of ${files.length}`)
      if (at + 1 < files.length) ctx.emit({ documents: numbered(items, problems) })
    }
    return { documents: numbered(items, problems) }
  },
  view: ({ out: { documents } }) => (documents ? [...pictureOf(documents), ...problemPanels(documents.problems)] : []),
  foot: ({ out: { documents } }) =>
    documents
      ? {
          left: plural(documents.items.length, 'document'),
          ...(documents.problems.length > 0 ? { right: `${documents.problems.length} not read` } : {}),
        }
      : {},
  empty: 'Opens files as documents. Drop .txt, .md, .json, .jsonl or .csv here, or choose them.',
})

interface Named {
  readonly text: string
  readonly metadata: DocumentItem['metadata']
  readonly id?: string
  readonly file: string
}

/** The file's text, or a sentence saying why there is none. */
async function openFile(given: File, ctx: Context<'files'>): Promise<NamedText | string> {
  if (typeof given !== 'string') return given
  try {
    const bytes = await ctx.services.files.read(given)
    return { name: given, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch (error) {
    if (error instanceof NodeFailure) return `${error.message}${error.options.hint ? ` ${error.options.hint}` : ''}`
    if (error instanceof TypeError) return `${given} holds binary bytes, not text in UTF-8.`
    throw error
  }
}

/** Ids are the files' own where they have one, else numbers; one that comes again is told apart. */
function numbered(items: readonly Named[], problems: readonly string[]): DocumentsValue {
  const taken = new Set<string>()
  const texts = items.map(({ text, metadata, id, file: name }, place) => {
    const wanted = id ?? String(place)
    let own = wanted
    for (let again = 2; taken.has(own); again++) own = `${wanted} (${again})`
    taken.add(own)
    return { id: own, text, metadata, name }
  })
  return textDocuments(texts, problems)
}

function pictureOf(documents: DocumentsValue) {
  if (documents.items.length <= 1) return documents.items.length === 1 ? [show.ribbons(documents)] : []
  const rows = documents.items
    .slice(0, 200)
    .map((item) => [item.id, label(item.text, 40), item.text.length, documents.sources[item.source]!.name])
  const table = tableOf(
    [
      ['id', 'text'],
      ['text', 'text'],
      ['characters', 'number'],
      ['file', 'text'],
    ],
    rows,
  )
  return [{ ...show.table(table), total: documents.items.length }]
}
