import { describe, expect, it } from 'vitest'
import { finish, having, sentenceChunks } from '../../engine/retrieval'
import { runNode } from '../../graph/run-node'
import { textDocuments } from '../../values'
import { embedded } from '../../../tests/retrieval'
import golden from './index.golden.json'
import { index } from './index'

const documents = textDocuments(
  finish(sentenceChunks(golden.text, 1, 0)).map(({ range }, at) => ({ id: String(at), text: golden.text.slice(...range) })),
)

describe('index', () => {
  it('lists every word with the documents that hold it', async () => {
    const { index: made } = await runNode(index, { inputs: { documents }, params: {} })
    if (made.by.method !== 'bm25') throw new Error('expected bm25')
    const { terms } = made.by.bm25
    expect(terms.words.size).toBe(golden.words)
    expect(terms.meanLength).toBeCloseTo(golden.mean_length, 7)
    for (const [word, count] of Object.entries(golden.having)) expect(having(terms, terms.words.get(word)!)).toBe(count)
  })
  it('holds vectors, one for each document', async () => {
    const embeddings = await embedded(documents, 'counts')
    const { index: made } = await runNode(index, { inputs: { documents, embeddings }, params: { method: 'flat' } })
    expect(made.by).toEqual({ method: 'flat', embeddings })
    const two = textDocuments([{ id: 'a', text: 'a' }])
    await expect(runNode(index, { inputs: { documents: two, embeddings }, params: { method: 'flat' } })).rejects.toThrow(
      'There are 3 vectors for 1 document.',
    )
  })
  it('waits for what it needs, and says what is not there', async () => {
    await expect(runNode(index, { inputs: { documents }, params: { method: 'flat' } })).rejects.toMatchObject({ code: 'empty' })
    const none = textDocuments([], ['The text is empty.'])
    await expect(runNode(index, { inputs: { documents: none }, params: {} })).rejects.toThrow('The text is empty.')
  })
})
