/* Several rankings as one: only ranks count, so that scores of different scales need not be compared. */
import { defineNode } from '../../graph/define-node'
import { fuseRankings } from '../../engine/retrieval'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { documentsDigest, Hits, plural, tableOf, type HitsValue } from '../../values'
import { number } from '../../viz/numbers'
import { show } from '../../viz/show'
import { label } from '../documents'
import { rankedBars } from '../hits'

export const fuse = defineNode({
  kind: 'fuse',
  version: 1,
  title: 'Fuse rankings',
  summary: 'Makes one ranking of several by their ranks alone.',
  icon: 'merge',
  group: 'Documents and retrieval',
  tags: ['reciprocal rank fusion', 'rrf', 'hybrid search', 'combine', 'rank'],
  sources: ['doi:10.1145/1571941.1572114'],
  inputs: { hits: Hits.input('rankings of the same documents').many() },
  outputs: { hits: Hits.output('one ranking, with the rank that each gave') },
  params: z.object({
    constant: z
      .number()
      .min(0)
      .max(1000)
      .default(60)
      .meta({ description: 'Added to every rank: the larger, the less the first places stand out.', look: 'field' }),
  }),
  size: { width: 256, body: 208 },
  example:
    'page: text@1\n  value: Tom has a fox. Mia has a cat.\nchunks: split@1\n  from: page.text\nwords: index@1\n  documents: chunks.documents\nloose: index@1\n  documents: chunks.documents\n  k1: 0\nfox: search@1\n  index: words.index\n  query: page.text\ncat: search@1\n  index: loose.index\n  query: page.text\nboth: fuse@1\n  hits: [fox.hits, cat.hits]\n',
  exampleNode: 'both',
  compute({ hits: rankings }, { constant }) {
    const [first, ...others] = rankings
    if (!first) throw new NodeFailure('empty', 'needs hits', { port: 'hits' })
    const digest = documentsDigest(first.documents)
    const odd = others.findIndex(({ documents }) => documentsDigest(documents) !== digest)
    if (odd >= 0)
      throw new NodeFailure(
        'other-documents',
        `Ranking ${odd + 2} is of other documents than the first; ranks of different lists cannot be fused.`,
        {
          port: 'hits',
          hint: 'Search indexes of the same documents.',
        },
      )
    const names = namesOf(rankings)
    const fused = fuseRankings(
      rankings.map(({ hits }) => hits.map(({ place }) => place)),
      constant,
      (a, b) => a - b,
    )
    const hits = fused.map(({ key: place, score, ranks }) => ({
      place,
      score,
      parts: names.flatMap((name, at) => {
        const rank = ranks[at]
        return rank === null || rank === undefined
          ? []
          : [{ name, score: 1 / (constant + rank), how: `1 / (${number(constant)} + ${rank})` }]
      }),
      ranks: Object.fromEntries(names.flatMap((name, at) => (ranks[at] === null ? [] : [[name, ranks[at]!]]))),
    }))
    return { hits: { hits, documents: first.documents, query: first.query, ranker: 'fused' } }
  },
  view: ({ in: { hits: rankings }, out: { hits } }) => (hits ? [rankedBars(hits), rankTable(hits, namesOf(rankings))] : []),
  foot: ({ in: { hits: rankings }, out: { hits } }) =>
    hits ? { left: plural(hits.hits.length, 'hit'), right: `of ${plural(rankings.length, 'ranking')}` } : {},
  empty: 'Makes one ranking of several. Wire the hits of two searches.',
})

/** Rankings by what made them; the second of a name is told apart. */
function namesOf(rankings: readonly HitsValue[]): string[] {
  const seen = new Map<string, number>()
  return rankings.map(({ ranker }) => {
    const count = (seen.get(ranker) ?? 0) + 1
    seen.set(ranker, count)
    return count === 1 ? ranker : `${ranker} ${count}`
  })
}

function rankTable({ hits, documents }: HitsValue, names: readonly string[]) {
  const rows = hits.map(({ place, score, ranks }) => [
    label(documents.items[place]!.text, 24),
    score,
    ...names.map((name) => ranks?.[name] ?? null),
  ])
  return show.table(tableOf([['document', 'text'], ['score', 'number'], ...names.map((name) => [name, 'number'] as const)], rows), {
    title: 'Rank in each',
  })
}
