/* Embeddings: N vectors [N, C], each with a label. */
import { structured } from './encoding'
import { definePort } from '../graph/port-type'
import { isRecord } from './describe'
import { checkTensor, originFacts, tensorBytes, tensorJson, tensorParts, tensorSummary } from './tensor-spec'
import type { EmbeddingsValue } from './types'

export const Embeddings = definePort<EmbeddingsValue>({
  name: 'embeddings',
  title: 'Embeddings',
  widensTo: ['tensor'],
  check: (value) => {
    const problem = checkTensor(value, ['N', 'C'])
    if (problem) return problem
    const { names, shape } = value as unknown as EmbeddingsValue
    return isRecord(value) && Array.isArray(names) && names.length === shape[0] ? null : `expected a name for each of ${shape[0]} rows`
  },
  parts: (value) => [...tensorParts(value), JSON.stringify(value.names), value.encoder, value.texts?.digest ?? ''],
  bytes: tensorBytes,
  toJson: tensorJson,
  encoding: structured(),
  facts: originFacts,
  summary: tensorSummary,
})
