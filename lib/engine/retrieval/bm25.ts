/*
 * BM25 in two spellings. `lucene`: idf = ln(1 + (N − n + ½)/(n + ½)), no factor k1 + 1 (Lucene since version 8). `okapi`:
 * idf = ln(N − n + ½) − ln(n + ½) with the factor, and where a word stands in more than half of the documents a floor instead
 * of a negative idf: a quarter of the mean over all words (Robertson & Zaragoza 2009; rank_bm25 for the floor).
 */
import { log } from '../../tensor/math'
import type { Steps } from './steps'
import { having, postingsOf, type Terms } from './terms'
import { wordsOf } from './words'

export type Variant = 'lucene' | 'okapi'
export interface Bm25Settings {
  readonly variant: Variant
  readonly k1: number
  readonly b: number
}

export interface Bm25 {
  readonly terms: Terms
  readonly settings: Bm25Settings
  /** For the okapi floor: the mean of the raw idf over all words. */
  readonly averageIdf: number
}

const EPSILON = 0.25

export function* bm25Of(terms: Terms, settings: Bm25Settings): Steps<Bm25> {
  let sum = 0
  let seen = 0
  if (settings.variant === 'okapi')
    for (let word = 0; word < terms.words.size; word++) {
      sum += okapiIdf(terms.lengths.length, having(terms, word))
      if (++seen % 4096 === 0) yield
    }
  return { terms, settings, averageIdf: seen > 0 ? sum / seen : 0 }
}

const okapiIdf = (total: number, holding: number): number => log(total - holding + 0.5) - log(holding + 0.5)

/** What a word is worth; nothing for a word that no document holds. */
export function idfOf(index: Bm25, word: string): number {
  const total = index.terms.lengths.length
  const list = postingsOf(index.terms, word)
  if (!list) return 0
  const holding = list.end - list.start
  if (index.settings.variant === 'lucene') return log(1 + (total - holding + 0.5) / (holding + 0.5))
  const raw = okapiIdf(total, holding)
  return raw < 0 ? EPSILON * index.averageIdf : raw
}

/** What one word of the query adds to a document's score. */
export interface WordShare {
  readonly word: string
  readonly idf: number
  /** How often the document holds it. */
  readonly count: number
  readonly score: number
}

export interface WordScores {
  /** One for each document. */
  readonly scores: Float64Array
  /** Documents in which at least one word was found, and entries of the lists that were read. */
  readonly scored: number
  readonly read: number
}

/** Scores of all documents. A word twice in the query counts twice. */
export function bm25Scores(index: Bm25, query: string): WordScores {
  const { terms } = index
  const scores = new Float64Array(terms.lengths.length)
  const found = new Uint8Array(terms.lengths.length)
  let [read, scored] = [0, 0]
  for (const word of wordsOf(query)) {
    const list = postingsOf(terms, word)
    if (!list) continue
    const idf = idfOf(index, word)
    read += list.end - list.start
    for (let at = list.start; at < list.end; at++) {
      const document = terms.documents[at]!
      scores[document]! += idf * saturation(index, terms.counts[at]!, terms.lengths[document]!)
      if (found[document] === 0) scored++
      found[document] = 1
    }
  }
  return { scores, scored, read }
}

/** f / (f + k1 · (1 − b + b · L/A)), in okapi times k1 + 1. */
function saturation({ settings: { variant, k1, b }, terms }: Bm25, count: number, length: number): number {
  const share = count / (count + k1 * (1 - b + (b * length) / terms.meanLength))
  return variant === 'okapi' ? share * (k1 + 1) : share
}

/** The sum of one document's score, word by word, in the order of the query. */
export function bm25Parts(index: Bm25, query: string, document: number): WordShare[] {
  const { terms } = index
  return wordsOf(query).flatMap((word) => {
    const list = postingsOf(terms, word)
    const at = list ? placeIn(terms.documents, document, list.start, list.end) : -1
    if (at < 0) return []
    const idf = idfOf(index, word)
    const count = terms.counts[at]!
    return [{ word, idf, count, score: idf * saturation(index, count, terms.lengths[document]!) }]
  })
}

/** Binary search: postings ascend. */
function placeIn(sorted: Uint32Array, wanted: number, start: number, end: number): number {
  let low = start
  let high = end - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = sorted[middle]!
    if (found === wanted) return middle
    if (found < wanted) low = middle + 1
    else high = middle - 1
  }
  return -1
}
