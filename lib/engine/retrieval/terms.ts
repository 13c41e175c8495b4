/*
 * Texts as counts of words: for every word the documents that hold it and how often. Everything that ranks by words (counts,
 * TF-IDF, BM25) is reckoned from this.
 */
import type { Steps } from './steps'
import { wordsInSteps } from './words'

/** Documents with a word, ascending, and how often each holds it. */
export interface Postings {
  readonly documents: readonly number[]
  readonly counts: readonly number[]
}

export interface Terms {
  /** Every word, in order of first appearance. */
  readonly postings: ReadonlyMap<string, Postings>
  /** Words in each document. */
  readonly lengths: readonly number[]
  readonly meanLength: number
}

interface Growing {
  readonly documents: number[]
  readonly counts: number[]
}

export function* countTerms(texts: readonly string[]): Steps<Terms> {
  const postings = new Map<string, Growing>()
  const lengths: number[] = []
  let sinceStep = 0
  for (const [place, text] of texts.entries()) {
    const words = yield* wordsInSteps(text)
    lengths.push(words.length)
    for (const word of words) {
      count(postings, word, place)
      if (++sinceStep % 2048 === 0) yield
    }
    if (++sinceStep % 64 === 0) yield
  }
  const total = lengths.reduce((sum, length) => sum + length, 0)
  return { postings, lengths, meanLength: lengths.length > 0 ? total / lengths.length : 0 }
}

function count(postings: Map<string, Growing>, word: string, place: number): void {
  const entry = postings.get(word)
  if (!entry) {
    postings.set(word, { documents: [place], counts: [1] })
    return
  }
  const last = entry.documents.length - 1
  if (entry.documents[last] === place) entry.counts[last]!++
  else {
    entry.documents.push(place)
    entry.counts.push(1)
  }
}

/** How often each word occurs in one list of words. */
export function countsOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

/** Bytes that the lists hold, for a memo's bound. */
export function termBytes(terms: Terms): number {
  let bytes = terms.lengths.length * 8
  for (const [word, { documents }] of terms.postings) bytes += word.length * 2 + 64 + documents.length * 16
  return bytes
}
