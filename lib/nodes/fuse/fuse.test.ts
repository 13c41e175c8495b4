import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { textDocuments, type HitsValue } from '../../values'
import golden from './fuse.golden.json'
import { fuse } from './fuse'

const documents = textDocuments(['a', 'b', 'c'].map((text, at) => ({ id: String(at), text })))
const ranking = (places: readonly number[], ranker: string, of = documents): HitsValue => ({
  hits: places.map((place, rank) => ({ place, score: 10 - rank, parts: [] })),
  documents: of,
  query: '',
  ranker,
})
const rankings = golden.rankings.map((places, at) => ranking(places, at === 0 ? 'bm25' : 'flat'))

describe('fuse', () => {
  it('adds what ranks are worth', async () => {
    const { hits } = await runNode(fuse, { inputs: { hits: rankings }, params: {} })
    expect(hits.hits.map(({ place }) => place)).toEqual(golden.order)
    for (const { place, score, parts } of hits.hits) {
      expect(score).toBeCloseTo(golden.scores[String(place) as '0'], 9)
      expect(parts.reduce((sum, part) => sum + part.score, 0)).toBeCloseTo(score, 12)
    }
    expect(hits.hits.map(({ ranks }) => ranks)).toEqual([{ bm25: 2, flat: 1 }, { bm25: 3, flat: 2 }, { bm25: 1 }])
  })
  it('tells two rankings of one name apart', async () => {
    const { hits } = await runNode(fuse, { inputs: { hits: [ranking([0], 'bm25'), ranking([0], 'bm25')] }, params: {} })
    expect(hits.hits[0]!.ranks).toEqual({ bm25: 1, 'bm25 2': 1 })
  })
  it('fuses rankings of the same documents only', async () => {
    const other = textDocuments([{ id: '0', text: 'else' }])
    await expect(runNode(fuse, { inputs: { hits: [rankings[0]!, ranking([0], 'bm25', other)] }, params: {} })).rejects.toThrow(
      'Ranking 2 is of other documents than the first',
    )
    await expect(runNode(fuse, { inputs: { hits: [] }, params: {} })).rejects.toMatchObject({ code: 'empty' })
  })
})
