import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { textDocuments } from '../../values'
import { primer } from '../../../tests/model-service'
import { byVectors, byWords, sentencesOf } from '../../../tests/retrieval'
import golden from './search.golden.json'
import { search } from './search'

describe('search', async () => {
  const documents = await sentencesOf(golden.text)
  const scoresOf = (hits: { readonly hits: readonly { readonly place: number; readonly score: number }[] }): number[] => {
    const scores = golden.lucene.map(() => 0)
    for (const { place, score } of hits.hits) scores[place] = score
    return scores
  }
  it.each([
    ['lucene', {}, golden.lucene],
    ['okapi', { variant: 'okapi', k1: 1.5, b: 0.5 }, golden.okapi],
  ] as const)('scores words by %s, and a score is the sum of its parts', async (_, params, expected) => {
    const { hits, table } = await runNode(search, { inputs: { index: await byWords(documents, params), query: golden.query }, params: {} })
    expect(hits.hits.map(({ place }) => place)).toEqual(golden.order)
    scoresOf(hits).forEach((score, place) => expect(score).toBeCloseTo(expected[place]!, 7))
    for (const { score, parts } of hits.hits) expect(parts.reduce((sum, part) => sum + part.score, 0)).toBeCloseTo(score, 10)
    // A word twice in the query counts twice.
    expect(hits.hits[0]!.parts.map(({ name }) => name)).toEqual(['pet', 'tom', 'tom'])
    expect(table.rows).toEqual([
      ['documents', 3],
      ['documents compared', 2],
      ['entries of word lists read', 4],
    ])
  })
  it('compares every vector, and makes one of the query itself', async () => {
    const { index: shelf, embeddings } = await byVectors(documents, 'tf-idf')
    const { hits, table } = await runNode(search, { inputs: { index: shelf, query: golden.query }, params: {} })
    scoresOf(hits).forEach((score, place) => expect(score).toBeCloseTo(golden.tfidf[place]!, 6))
    expect(table.rows[1]).toEqual(['documents compared', 3])
    const vector = {
      ...embeddings,
      data: embeddings.data.slice(0, embeddings.shape[1]),
      shape: [1, embeddings.shape[1]!],
      names: ['first'],
    }
    const near = await runNode(search, { inputs: { index: shelf, query: '', vector }, params: { k: 1 } })
    expect(near.hits.hits).toMatchObject([{ place: 0, score: expect.closeTo(1, 6) }])
  })
  it('refuses a vector of another encoder', async () => {
    const { index: shelf } = await byVectors(documents, 'tf-idf')
    const { embeddings } = await byVectors(documents, 'counts')
    await expect(runNode(search, { inputs: { index: shelf, query: '', vector: embeddings }, params: {} })).rejects.toThrow(
      'The index was made by tf-idf, the vector by another: counts, [3, 13].',
    )
  })
  it('searches by what a model has inside', async () => {
    const model = await primer()
    const { index: shelf } = await byVectors(documents, 'model', model)
    const { hits } = await runNode(search, { inputs: { index: shelf, query: 'Mia has a pet cat. ' }, params: { k: 1 } })
    expect(hits.hits).toMatchObject([{ place: 1, score: expect.closeTo(1, 6) }])
  })
  it('finds nothing where nothing is shared, and says so', async () => {
    const made = await runNode(search, { inputs: { index: await byWords(documents), query: 'zebra' }, params: {} })
    expect(made.hits.hits).toEqual([])
    const view = search.view!({ in: { index: await byWords(documents), query: 'zebra' }, out: made, params: { k: 5 }, node: 'found' })
    expect(view).toMatchObject([{ panel: 'text' }])
  })
})

describe('a text of a megabyte', () => {
  const words = Array.from({ length: 997 }, (_, at) => `word${at}`)
  const text = Array.from(
    { length: 18_000 },
    (_, at) => `${words[(at * 7) % 997]} ${words[(at * 13) % 997]} and so on, some ${words[(at * 31) % 997]} at last. Then more. `,
  ).join('')
  it('is searchable soon, and a query is answered at once', { timeout: 20_000 }, async () => {
    expect(text.length).toBeGreaterThan(1_000_000)
    const begin = performance.now()
    const shelf = await byWords(await sentencesOf(text))
    const { hits } = await runNode(search, { inputs: { index: shelf, query: 'word500' }, params: {} })
    const ready = performance.now() - begin
    expect(hits.hits).toHaveLength(5)
    const asked = performance.now()
    await runNode(search, { inputs: { index: shelf, query: 'word501 and last' }, params: {} })
    const again = performance.now() - asked
    console.log(`1 MB: first hit after ${ready.toFixed(0)} ms, the next query after ${again.toFixed(1)} ms`)
    expect(again).toBeLessThan(250)
    expect(ready).toBeLessThan(3000)
  })
  it('many documents of nothing are refused in a sentence', async () => {
    const empty = textDocuments(Array.from({ length: 10 }, (_, at) => ({ id: String(at), text: '' })))
    const shelf = await byWords(empty)
    expect((await runNode(search, { inputs: { index: shelf, query: 'fox' }, params: {} })).hits.hits).toEqual([])
  })
})
