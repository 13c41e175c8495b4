/* Hits: references to documents, best first, with every score and how each ranking put them there. */
import { structured } from './encoding'
import { definePort } from '../graph/port-type'
import { describe, isRecord, plural } from './describe'
import { documentsDigest } from './documents'
import type { HitsValue } from './types'

export const Hits = definePort<HitsValue>({
  name: 'hits',
  title: 'Hits',
  check,
  parts: (value) => [documentsDigest(value.documents), value.query, value.ranker, JSON.stringify(value.hits)],
  bytes: (value) => 64 + value.hits.reduce((sum, hit) => sum + 64 + hit.parts.length * 64, 0),
  toJson: ({ hits, documents }) =>
    hits.map(({ place, score, ranks }) => ({
      id: documents.items[place]!.id,
      score,
      text: documents.items[place]!.text,
      ...(ranks ? { ranks } : {}),
    })),
  encoding: structured(),
  summary: (value) => plural(value.hits.length, 'hit'),
})

function check(value: unknown): string | null {
  if (!isRecord(value) || !Array.isArray(value.hits) || !isRecord(value.documents)) return `expected hits, got ${describe(value)}`
  const { hits, documents } = value as unknown as HitsValue
  const lost = hits.find(({ place }) => !documents.items[place])
  if (lost) return `expected hits among ${plural(documents.items.length, 'document')}, got the one at ${lost.place}`
  const odd = hits.find(({ score }) => !Number.isFinite(score))
  return odd ? `expected a finite score for every hit, got ${odd.score}` : null
}
