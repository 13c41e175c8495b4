/* The first steps of most retrieval tests: a text cut into sentences, embedded, indexed. */
import { runNode } from '../lib/graph/run-node'
import { embed } from '../lib/nodes/embed/embed'
import { index } from '../lib/nodes/index/index'
import { split } from '../lib/nodes/split/split'
import { Documents, Text, type DocumentsValue, type ModelValue } from '../lib/values'

export const sentencesOf = async (text: string): Promise<DocumentsValue> =>
  (await runNode(split, { inputs: { from: { type: Text, value: text } }, params: {} })).documents

export const embedded = async (documents: DocumentsValue, by: 'counts' | 'tf-idf' | 'model', model?: ModelValue) =>
  (await runNode(embed, { inputs: { texts: { type: Documents, value: documents }, ...(model ? { model } : {}) }, params: { by } }))
    .embeddings

export const byWords = async (documents: DocumentsValue, params: (typeof index.params)['_input'] = {}) =>
  (await runNode(index, { inputs: { documents }, params })).index

export async function byVectors(documents: DocumentsValue, by: 'counts' | 'tf-idf' | 'model', model?: ModelValue) {
  const embeddings = await embedded(documents, by, model)
  return { embeddings, index: (await runNode(index, { inputs: { documents, embeddings }, params: { method: 'flat' } })).index }
}
