/*
 * Texts as vectors of words: counts f, or TF-IDF f · idf with idf = ln((1 + N)/(1 + n)) + 1. The dimensions are the
 * documents' words: a word of the query that no document holds does not lengthen its vector.
 */
import { log } from '../../tensor/math'
import type { Steps } from './steps'
import { countsOf, having, postingsOf, type Terms } from './terms'
import { wordsOf } from './words'

export type Weighing = 'counts' | 'tf-idf'

/** What one occurrence of each word weighs; words in order of first appearance. */
export function weightsOf(terms: Terms, by: Weighing): ReadonlyMap<string, number> {
  const total = terms.lengths.length
  return new Map([...terms.words].map(([word, number]) => [word, by === 'counts' ? 1 : log((1 + total) / (1 + having(terms, number))) + 1]))
}

export interface SparseVector {
  readonly places: readonly number[]
  readonly values: readonly number[]
}

/** A text in the space of those words. */
export function sparseOf(weights: ReadonlyMap<string, number>, text: string, places = placesOf(weights)): SparseVector {
  const entries = [...countsOf(wordsOf(text))].flatMap(([word, count]) => {
    const place = places.get(word)
    return place === undefined ? [] : [[place, count * weights.get(word)!] as const]
  })
  return { places: entries.map(([place]) => place), values: entries.map(([, value]) => value) }
}

export const placesOf = (weights: ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
  new Map([...weights.keys()].map((word, place) => [word, place]))

/** Cosine of the query with every document, from the lists of words alone; 0 with an empty vector. */
export function cosineScores(terms: Terms, weights: ReadonlyMap<string, number>, norms: Float64Array, query: string): Float64Array {
  const scores = new Float64Array(terms.lengths.length)
  let squares = 0
  for (const [word, count] of countsOf(wordsOf(query))) {
    const list = postingsOf(terms, word)
    if (!list) continue
    const weight = weights.get(word)!
    squares += count * weight * (count * weight)
    for (let at = list.start; at < list.end; at++) scores[terms.documents[at]!]! += count * weight * terms.counts[at]! * weight
  }
  const length = Math.sqrt(squares)
  for (let document = 0; document < scores.length; document++) {
    const scale = length * norms[document]!
    scores[document] = scale > 0 ? scores[document]! / scale : 0
  }
  return scores
}

/** Lengths of the documents' vectors. */
export function* normsOf(terms: Terms, weights: ReadonlyMap<string, number>): Steps<Float64Array> {
  const squares = new Float64Array(terms.lengths.length)
  let seen = 0
  const { starts, documents, counts } = terms
  for (const [word, number] of terms.words) {
    const weight = weights.get(word)!
    for (let at = starts[number]!; at < starts[number + 1]!; at++) squares[documents[at]!]! += counts[at]! * weight * (counts[at]! * weight)
    if (++seen % 512 === 0) yield
  }
  return squares.map(Math.sqrt)
}
