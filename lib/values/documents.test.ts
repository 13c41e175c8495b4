import { describe, expect, it } from 'vitest'
import { finish, countTerms, bm25Of } from '../engine/retrieval'
import { hashParts } from '../graph/hash'
import { Documents, documentsOf, Hits, Index, textDocuments, type DocumentsValue, type IndexValue } from '.'

const page = 'Tom has a fox. Mia has a castle.'
const cut = (ranges: readonly (readonly [number, number])[], text = page): DocumentsValue =>
  documentsOf(
    ranges.map((range, at) => ({ id: String(at), text: text.slice(...range), metadata: {}, source: 0, range })),
    [{ name: 'page', text }],
  )
const digest = (value: DocumentsValue): string => hashParts(Documents.spec.parts(value))

describe('documents', () => {
  it('keep where they came from, as results print it', () => {
    expect(
      Documents.spec.toJson(
        cut([
          [0, 15],
          [15, 32],
        ]),
      ),
    ).toEqual([
      { id: '0', text: 'Tom has a fox. ', source: 'page', range: [0, 15] },
      { id: '1', text: 'Mia has a castle.', source: 'page', range: [15, 32] },
    ])
    expect(Documents.spec.summary(cut([[0, 15]]))).toBe('1 document')
  })
  it('are equal when texts, ranges, ids and what is known of them are', () => {
    expect(digest(cut([[0, 15]]))).toBe(digest(cut([[0, 15]])))
    expect(digest(cut([[0, 15]]))).not.toBe(digest(cut([[0, 14]])))
    expect(digest(cut([[0, 15]]))).not.toBe(digest(cut([[0, 15]], page.replace('castle', 'house'))))
    const record = (text: string) => documentsOf([{ id: 'a', text, metadata: {}, source: 0, range: [0, 4] }], [{ name: 'a', text: 'same' }])
    expect(digest(record('one'))).not.toBe(digest(record('two')))
  })
  it('refuse ranges outside their source, and ids twice', () => {
    expect(Documents.spec.check(cut([[0, 99]]))).toBe('expected a range of its source for document 0, got 0 to 99')
    expect(
      Documents.spec.check(
        textDocuments([
          { id: 'a', text: 'x' },
          { id: 'a', text: 'y' },
        ]),
      ),
    ).toBe('expected an id of its own for every document, got two called a')
    expect(Documents.spec.check('x')).toBe('expected documents, got "x"')
  })
})

describe('index and hits', () => {
  const documents = textDocuments([
    { id: 'a', text: 'a fox' },
    { id: 'b', text: 'a castle' },
  ])
  const index = (k1: number): IndexValue => {
    const bm25 = finish(bm25Of(finish(countTerms(documents.items.map(({ text }) => text))), { variant: 'lucene', k1, b: 0.75 }))
    return { documents, by: { method: 'bm25', bm25 } }
  }
  it('an index is its documents and settings', () => {
    expect(hashParts(Index.spec.parts(index(1.2)))).not.toBe(hashParts(Index.spec.parts(index(2))))
    expect(Index.spec.toJson(index(1.2))).toEqual({
      method: 'bm25',
      documents: 2,
      words: 3,
      mean_length: 2,
      variant: 'lucene',
      k1: 1.2,
      b: 0.75,
    })
  })
  it('hits print id, score, text and ranks', () => {
    const hits = [
      { place: 1, score: 0.5, parts: [], ranks: { bm25: 2 } },
      { place: 0, score: 0.25, parts: [] },
    ]
    expect(Hits.spec.toJson({ hits, documents, query: 'fox', ranker: 'bm25' })).toEqual([
      { id: 'b', score: 0.5, text: 'a castle', ranks: { bm25: 2 } },
      { id: 'a', score: 0.25, text: 'a fox' },
    ])
    expect(Hits.spec.check({ hits: [{ place: 7, score: 1, parts: [] }], documents, query: '', ranker: 'bm25' })).toBe(
      'expected hits among 2 documents, got the one at 7',
    )
  })
})
