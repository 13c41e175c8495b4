/* Documents made ready for searching: by their words (BM25), or by their vectors, every one of them compared (flat). */
import { defineNode } from '../../graph/define-node'
import { bestPlaces, bm25Of, breathing, countTerms, having, idfOf, termBytes, type Bm25 } from '../../engine/retrieval'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { Documents, Embeddings, Index, plural, tableOf, type DocumentsValue, type EmbeddingsValue } from '../../values'
import { number, whole } from '../../viz/numbers'
import { show } from '../../viz/show'
import { label, nothingIn } from '../documents'

export const index = defineNode({
  kind: 'index',
  version: 1,
  title: 'Index',
  summary: 'Makes documents ready for searching, by words or by vectors.',
  icon: 'library',
  group: 'Documents and retrieval',
  tags: ['bm25', 'flat', 'vector index', 'inverted index', 'lexical', 'dense', 'retrieval', 'rag'],
  sources: ['doi:10.1561/1500000019', 'arXiv:1702.08734'],
  inputs: {
    documents: Documents.input('what is to be found'),
    embeddings: Embeddings.input('a vector for each document; flat search needs them').optional(),
  },
  outputs: { index: Index.output('the documents, ready for searching') },
  params: z.object({
    method: z
      .enum(['bm25', 'flat'])
      .default('bm25')
      .meta({ description: 'bm25: by the words they hold. flat: by their vectors, each compared.' }),
    variant: z
      .enum(['lucene', 'okapi'])
      .default('lucene')
      .meta({ description: 'How BM25 is written; okapi has the factor k1 + 1 and a floor for common words.' }),
    k1: z
      .number()
      .min(0)
      .max(10)
      .default(1.2)
      .meta({ description: 'BM25: how soon more of the same word stops counting. 0: at once.', step: 0.1 }),
    b: z.number().min(0).max(1).default(0.75).meta({ description: 'BM25: how much long documents are held back.', step: 0.05 }),
  }),
  size: { width: 192, body: 168 },
  example:
    'page: text@1\n  value: Tom has a pet fox. Mia has a pet cat. Sam likes to eat honey.\nchunks: split@1\n  from: page.text\nshelf: index@1\n  documents: chunks.documents\n',
  exampleNode: 'shelf',
  async compute({ documents, embeddings }, { method, variant, k1, b }, ctx) {
    if (documents.items.length === 0)
      throw new NodeFailure('no-documents', nothingIn(documents), { port: 'documents', hint: 'Type or load a text.' })
    if (method === 'flat') return { index: { documents, by: { method, embeddings: fitting(documents, embeddings) } } }
    const terms = await breathing(countTerms(documents.items.map(({ text }) => text)), ctx.breathe)
    const bm25 = await breathing(bm25Of(terms, { variant, k1, b }), ctx.breathe)
    return { index: { documents, by: { method, bm25 } } }
  },
  view: ({ in: inputs, out: { index: made } }) => {
    if (!made) return []
    if (made.by.method === 'flat') return [flatCard(made.by.embeddings)]
    const unused = inputs.embeddings ? 'BM25 reads words; the embeddings wired here are not used.' : undefined
    return [termTable(made.by.bm25, unused)]
  },
  foot: ({ out: { index: made } }) => {
    if (!made) return {}
    const bytes = made.by.method === 'bm25' ? termBytes(made.by.bm25.terms) : made.by.embeddings.data.byteLength
    return {
      left: plural(made.documents.items.length, 'document'),
      right: bytes < 1e6 ? `${number(bytes / 1e3)} kB` : `${number(bytes / 1e6)} MB`,
    }
  },
  empty: 'Makes documents ready for searching. Wire documents from Split or Load.',
})

function fitting(documents: DocumentsValue, embeddings: EmbeddingsValue | undefined): EmbeddingsValue {
  if (!embeddings) throw new NodeFailure('empty', 'needs embeddings', { port: 'embeddings' })
  const rows = embeddings.shape[0]!
  if (rows === documents.items.length) return embeddings
  throw new NodeFailure('other-rows', `There are ${rows} vectors for ${plural(documents.items.length, 'document')}.`, {
    port: 'embeddings',
    hint: 'Embed the same documents that are wired here.',
  })
}

/** The words in most documents come first: they decide least. */
const SHOWN = 100
function termTable(bm25: Bm25, caption: string | undefined) {
  const { terms } = bm25
  const holding = Float64Array.from(terms.words.values(), (number) => having(terms, number))
  const words = [...terms.words.keys()]
  const rows = bestPlaces(holding, SHOWN, 0).map((number) => [label(words[number]!, 40), holding[number]!, idfOf(bm25, words[number]!)])
  const table = tableOf(
    [
      ['word', 'text'],
      ['documents', 'number'],
      ['idf', 'number'],
    ],
    rows,
  )
  return { ...show.table(table, caption === undefined ? {} : { caption }), total: terms.words.size }
}

const flatCard = ({ shape, encoder }: EmbeddingsValue) =>
  show.card({
    heading: 'flat',
    rows: [
      { name: 'Vectors', value: whole(shape[0]!) },
      { name: 'Width', value: whole(shape[1]!) },
      { name: 'Made by', value: encoder },
      { name: 'Near is', value: 'a large cosine' },
      { name: 'Work', value: `${whole(shape[0]!)} distances a query` },
    ],
  })
