/* Index: documents made ready for searching. It is what its documents, its method and its settings make it, so those are hashed. */
import { termBytes } from '../engine/retrieval'
import type { Json } from '../graph/json'
import { definePort } from '../graph/port-type'
import { describe, isRecord, plural } from './describe'
import { documentsDigest } from './documents'
import { Embeddings } from './embeddings'
import type { IndexValue } from './types'

export const Index = definePort<IndexValue>({
  name: 'index',
  title: 'Index',
  check: (value) =>
    isRecord(value) && isRecord(value.by) && isRecord(value.documents) ? null : `expected an index, got ${describe(value)}`,
  parts: ({ documents, by }) =>
    by.method === 'bm25'
      ? [documentsDigest(documents), JSON.stringify(by.bm25.settings)]
      : [documentsDigest(documents), ...Embeddings.spec.parts(by.embeddings)],
  bytes: ({ by }) => 128 + (by.method === 'bm25' ? termBytes(by.bm25.terms) : by.embeddings.data.byteLength),
  toJson,
  summary: ({ documents, by }) => `${plural(documents.items.length, 'document')}, ${by.method === 'bm25' ? 'BM25' : 'flat'}`,
})

function toJson({ documents, by }: IndexValue): Json {
  if (by.method === 'flat')
    return { method: by.method, documents: documents.items.length, width: by.embeddings.shape[1] ?? 0, encoder: by.embeddings.encoder }
  const { terms, settings } = by.bm25
  return { method: by.method, documents: documents.items.length, words: terms.words.size, mean_length: terms.meanLength, ...settings }
}
