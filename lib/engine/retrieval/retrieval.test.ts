/* Every score, order and measure against the reference data: made by scikit-learn, rank-bm25 and bm25s, not by this code. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { oracle } from '../../../tests/oracle-folder'
import { bm25Of, bm25Parts, bm25Scores, idfOf } from './bm25'
import { diverse } from './diversity'
import { finish } from './steps'
import { flatScores } from './flat'
import { fuseRankings } from './fusion'
import { ndcgAt, recallAt, reciprocalRank } from './measures'
import { bestPlaces, VECTOR_DECIMALS } from './ranking'
import { countTerms, having } from './terms'
import { cosineScores, normsOf, sparseOf, weightsOf } from './weights'
import { wordsInSteps, wordsOf } from './words'

const folder = oracle('retrieval')

type Ranker = 'lucene' | 'okapi' | 'tfidf' | 'counts' | 'rrf'
interface Case {
  readonly text: string
  readonly tokens: readonly string[]
  readonly scores: Readonly<Record<Ranker, readonly number[]>>
  readonly rankings: Readonly<Record<Ranker, readonly number[]>>
  readonly mmr: Readonly<Record<string, { readonly documents: readonly number[]; readonly values: readonly number[] }>>
  readonly relevance?: Readonly<Record<string, number>>
  readonly measures?: Readonly<Record<Ranker, Readonly<Record<string, number>>>>
}
interface Cases {
  readonly settings: {
    readonly lucene: { readonly k1: number; readonly b: number }
    readonly okapi: { readonly k1: number; readonly b: number; readonly epsilon: number }
    readonly rrf: { readonly k: number; readonly of: readonly Ranker[] }
    readonly mmr: { readonly lambdas: readonly number[]; readonly top: number }
    readonly ndcg_at: number
    readonly recall_at: readonly number[]
  }
  readonly okapi_average_idf: number
  readonly document_lengths: readonly number[]
  readonly terms: Readonly<
    Record<string, { readonly documents: number; readonly lucene: number; readonly okapi: number; readonly tfidf: number }>
  >
  readonly queries: readonly Case[]
}

const near = (seen: number, expected: number): boolean => Math.abs(seen - expected) <= 1e-6 * Math.max(Math.abs(expected), 1e-3)
const allNear = (seen: ArrayLike<number>, expected: readonly number[]): void => {
  expect(seen.length).toBe(expected.length)
  expected.forEach((value, place) => {
    if (value === 0) expect(seen[place]).toBe(0)
    else expect(near(seen[place]!, value), `${place}: ${seen[place]} for ${value}`).toBe(true)
  })
}

describe.skipIf(!folder)('retrieval', () => {
  const cases = (folder ? JSON.parse(readFileSync(path.join(folder, 'cases.json'), 'utf8')) : { queries: [], terms: {} }) as Cases
  const texts = folder
    ? readFileSync(path.join(folder, 'documents.jsonl'), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { text: string }).text)
    : []
  const terms = finish(countTerms(texts))
  const lucene = finish(bm25Of(terms, { variant: 'lucene', ...cases.settings?.lucene }))
  const okapi = finish(bm25Of(terms, { variant: 'okapi', ...cases.settings?.okapi }))
  const byWeight = (by: 'counts' | 'tf-idf') => {
    const weights = weightsOf(terms, by)
    const norms = finish(normsOf(terms, weights))
    return { weights, scores: (query: string) => cosineScores(terms, weights, norms, query) }
  }
  const tfidf = byWeight('tf-idf')
  const counts = byWeight('counts')

  it('counts words as the reference does', () => {
    expect([...terms.lengths]).toEqual(cases.document_lengths)
    expect(new Set(terms.words.keys())).toEqual(new Set(Object.keys(cases.terms)))
    for (const [word, entry] of Object.entries(cases.terms)) {
      expect(having(terms, terms.words.get(word)!)).toBe(entry.documents)
      allNear([idfOf(lucene, word), idfOf(okapi, word), tfidf.weights.get(word)!], [entry.lucene, entry.okapi, entry.tfidf])
    }
    expect(near(okapi.averageIdf, cases.okapi_average_idf)).toBe(true)
  })

  describe.each(cases.queries.map((entry) => [entry.text, entry] as const))('“%s”', (text, entry) => {
    const seen: Record<Exclude<Ranker, 'rrf'>, Float64Array> = {
      lucene: bm25Scores(lucene, text).scores,
      okapi: bm25Scores(okapi, text).scores,
      tfidf: tfidf.scores(text),
      counts: counts.scores(text),
    }
    it('is cut into these words', () => {
      expect(wordsOf(text)).toEqual(entry.tokens)
      expect(finish(wordsInSteps(text))).toEqual(entry.tokens)
    })
    it.each(['lucene', 'okapi', 'tfidf', 'counts'] as const)('has the scores and the order of %s', (ranker) => {
      allNear(seen[ranker], entry.scores[ranker])
      expect(bestPlaces(seen[ranker])).toEqual(entry.rankings[ranker])
    })
    it('is the sum of its words', () => {
      for (const index of [lucene, okapi]) {
        const { scores } = bm25Scores(index, text)
        for (const place of bestPlaces(scores)) {
          const sum = bm25Parts(index, text, place).reduce((total, part) => total + part.score, 0)
          expect(near(sum, scores[place]!)).toBe(true)
        }
      }
    })
    it('flat search over float32 vectors gives the same cosines and order', () => {
      const width = terms.words.size
      for (const [ranker, { weights }] of [
        ['tfidf', tfidf],
        ['counts', counts],
      ] as const) {
        const rows = new Float32Array(texts.length * width)
        const put = (target: Float32Array, start: number, from: string): void => {
          const { places, values } = sparseOf(weights, from)
          places.forEach((place, at) => (target[start + place] = values[at]!))
        }
        texts.forEach((document, row) => put(rows, row * width, document))
        const query = new Float32Array(width)
        put(query, 0, text)
        const scores = finish(flatScores(rows, query))
        allNear(scores, entry.scores[ranker])
        expect(bestPlaces(scores, Infinity, VECTOR_DECIMALS)).toEqual(entry.rankings[ranker])
      }
    })
    it('is fused by reciprocal ranks', () => {
      const rankings = cases.settings.rrf.of.map((ranker) => bestPlaces(seen[ranker as 'lucene' | 'tfidf']))
      const fused = fuseRankings(rankings, cases.settings.rrf.k, (a, b) => a - b)
      expect(fused.map(({ key }) => key)).toEqual(entry.rankings.rrf)
      const scores = new Float64Array(texts.length)
      for (const { key, score } of fused) scores[key] = score
      allNear(scores, entry.scores.rrf)
    })
    it('is answered with variety', () => {
      const likeness = (a: number, b: number): number => tfidf.scores(texts[a]!)[b]!
      for (const lambda of cases.settings.mmr.lambdas) {
        const taken = diverse(seen.tfidf, likeness, lambda, cases.settings.mmr.top)
        const expected = entry.mmr[String(lambda)]!
        expect(taken.map(({ document }) => document)).toEqual(expected.documents)
        for (const [place, { value }] of taken.entries()) expect(value).toBeCloseTo(expected.values[place]!, 8)
      }
    })
    it.skipIf(!entry.relevance)('is measured alike', () => {
      const grades = new Map(Object.entries(entry.relevance!).map(([place, grade]) => [Number(place), grade]))
      for (const [ranker, measures] of Object.entries(entry.measures!)) {
        const ranking = entry.rankings[ranker as Ranker]
        const at = cases.settings.ndcg_at
        const ours = [
          reciprocalRank(ranking, grades),
          ...cases.settings.recall_at.map((k) => recallAt(ranking, grades, k)),
          ndcgAt(ranking, grades, at),
          ndcgAt(ranking, grades, at, 'exponential'),
        ]
        const theirs = [
          measures.reciprocal_rank!,
          ...cases.settings.recall_at.map((k) => measures[`recall@${k}`]!),
          measures[`ndcg@${at}`]!,
          measures[`ndcg_exponential@${at}`]!,
        ]
        ours.forEach((value, place) => expect(near(value, theirs[place]!)).toBe(true))
      }
    })
  })
})
