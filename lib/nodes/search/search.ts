/* The documents that answer a query best, with every score's parts and what it cost to find them. */
import { defineNode, type Context } from '../../graph/define-node'
import { bestPlaces, bm25Parts, bm25Scores, breathing, flatScores, lengthOf, VECTOR_DECIMALS, type Bm25 } from '../../engine/retrieval'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import {
  Embeddings,
  Hits,
  Index,
  plural,
  tableOf,
  TablePort,
  Text,
  type EmbeddingsValue,
  type Hit,
  type HitsValue,
  type TableValue,
} from '../../values'
import { number, whole } from '../../viz/numbers'
import { show } from '../../viz/show'
import { litSource, rankedBars } from '../hits'

export const search = defineNode({
  kind: 'search',
  version: 1,
  title: 'Search',
  summary: 'Finds the documents nearest to a query and shows what each score is made of.',
  icon: 'search',
  group: 'Documents and retrieval',
  tags: ['find', 'retrieve', 'top k', 'nearest', 'query', 'rank', 'rag'],
  sources: ['doi:10.1561/1500000019'],
  inputs: {
    index: Index.input('where to look'),
    query: Text.input('what is asked'),
    vector: Embeddings.input('the query as a vector [1,C]; without one the index makes it of the query').optional(),
  },
  outputs: {
    hits: Hits.output('the best documents first, each with its score'),
    table: TablePort.output('work done: documents, those compared, entries or numbers read'),
  },
  params: z.object({ k: z.int().min(0).max(1000).default(5).meta({ description: 'How many are found at most.', look: 'field' }) }),
  inline: ['k'],
  size: { width: 256, body: 280 },
  example:
    'page: text@1\n  value: Tom has a pet fox. Mia has a pet cat. Sam likes to eat honey.\nasked: text@1\n  value: What pet does Tom have?\nchunks: split@1\n  from: page.text\nshelf: index@1\n  documents: chunks.documents\nfound: search@1\n  index: shelf.index\n  query: asked.text\n  k: 2\n',
  exampleNode: 'found',
  async compute({ index, query, vector }, { k }, ctx) {
    const { documents, by } = index
    const found = by.method === 'bm25' ? byWords(by.bm25, query, k) : await byVectors(by.embeddings, query, vector, k, ctx)
    return { hits: { hits: found.hits, documents, query, ranker: by.method }, table: workTable(documents.items.length, found) }
  },
  view: ({ out: { hits, table } }) => {
    if (!hits || !table) return []
    if (hits.hits.length === 0) return [show.text([{ text: 'Nothing found: no document shares anything with the query.', tone: 'quiet' }])]
    return [rankedBars(hits), litSource(hits), partsTable(hits), show.table(table, { title: 'Work done' })]
  },
  foot: ({ out: { hits, table } }) =>
    hits && table
      ? {
          left: plural(hits.hits.length, 'hit'),
          right: `${whole(table.rows[1]![1] as number)} of ${whole(table.rows[0]![1] as number)} compared`,
        }
      : {},
  empty: 'Finds what answers a query. Wire an index, and a text that asks.',
})

interface Found {
  readonly hits: readonly Hit[]
  /** Documents whose score was reckoned. */
  readonly compared: number
  readonly read: number
  readonly readWhat: string
}

function byWords(bm25: Bm25, query: string, k: number): Found {
  const { scores, scored, read } = bm25Scores(bm25, query)
  const hits = bestPlaces(scores, k).map((place) => ({
    place,
    score: scores[place]!,
    parts: bm25Parts(bm25, query, place).map(({ word, idf, count, score }) => ({
      name: word,
      score,
      how: `idf ${number(idf)} × ${number(score / idf)}, ${count} in it`,
    })),
  }))
  return { hits, compared: scored, read, readWhat: 'entries of word lists read' }
}

async function byVectors(
  embeddings: EmbeddingsValue,
  query: string,
  vector: EmbeddingsValue | undefined,
  k: number,
  ctx: Context,
): Promise<Found> {
  const asked = vector ? rowOf(vector, embeddings) : await encoded(embeddings, query, ctx)
  const width = asked.length
  const scores = await breathing(flatScores(embeddings.data, asked), ctx.breathe)
  const length = lengthOf(asked, 0, width)
  const hits = bestPlaces(scores, k, VECTOR_DECIMALS).map((place) => {
    const own = lengthOf(embeddings.data, place * width, width)
    const score = scores[place]!
    return {
      place,
      score,
      parts: [{ name: 'cosine', score, how: `${number(score * own * length)} / (${number(length)} × ${number(own)})` }],
    }
  })
  return { hits, compared: scores.length, read: scores.length * width, readWhat: 'numbers multiplied' }
}

async function encoded(embeddings: EmbeddingsValue, query: string, ctx: Context): Promise<Float32Array> {
  if (!embeddings.texts)
    throw new NodeFailure('no-encoder', `The vectors of this index are ${embeddings.encoder}; a text cannot be made one of them.`, {
      port: 'index',
      hint: 'Make them with Embed, or wire a vector.',
    })
  return embeddings.texts.encode(query, ctx.signal)
}

/** Only vectors of the same encoder can be compared. */
function rowOf(vector: EmbeddingsValue, embeddings: EmbeddingsValue): Float32Array {
  const width = vector.shape[1]!
  if (vector.shape[0] === 0) throw new NodeFailure('no-vector', 'The vector has no rows.', { port: 'vector', hint: 'Embed the query.' })
  if (width !== embeddings.shape[1] || vector.texts?.digest !== embeddings.texts?.digest)
    throw new NodeFailure(
      'other-encoder',
      `The index was made by ${embeddings.encoder}, the vector by another: ${vector.encoder}, [${vector.shape.join(', ')}].`,
      {
        port: 'vector',
        hint: 'Leave the vector out: the index makes it of the query itself.',
      },
    )
  return vector.data.subarray(0, width)
}

const workTable = (documents: number, { compared, read, readWhat }: Found): TableValue =>
  tableOf(
    [
      ['what', 'text'],
      ['count', 'number'],
    ],
    [
      ['documents', documents],
      ['documents compared', compared],
      [readWhat, read],
    ],
  )

/** By rank: the bars above name the documents in the same order. */
function partsTable({ hits }: HitsValue) {
  const rows = hits.flatMap(({ parts }, rank) => parts.map(({ name, score, how }) => [rank + 1, name, score, how ?? '']))
  return show.table(
    tableOf(
      [
        ['rank', 'number'],
        ['part', 'text'],
        ['adds', 'number'],
        ['from', 'text'],
      ],
      rows,
    ),
    { title: 'What each score is made of' },
  )
}
