/*
 * Texts as counts of words: for every word the documents that hold it and how often. Everything that ranks by words (counts,
 * TF-IDF, BM25) is reckoned from this. The lists of all words lie one after the other in two arrays: tens of thousands of
 * small lists would take most of the time.
 */
import type { Steps } from './steps'
import { readWords } from './words'

/** Documents with a word, ascending, and how often each holds it: those from `start` to `end` of the arrays. */
export interface Postings {
  readonly start: number
  readonly end: number
}

export interface Terms {
  /** Every word and its number, in order of first appearance. */
  readonly words: ReadonlyMap<string, number>
  /** Where the list of each word begins; one more than there are words. */
  readonly starts: Uint32Array
  readonly documents: Uint32Array
  readonly counts: Uint32Array
  /** Words in each document. */
  readonly lengths: Uint32Array
  readonly meanLength: number
}

/** The list of a word; undefined where no document holds it. */
export function postingsOf({ words, starts }: Terms, word: string): Postings | undefined {
  const number = words.get(word)
  return number === undefined ? undefined : { start: starts[number]!, end: starts[number + 1]! }
}

/** How many documents hold the word of this number. */
export const having = ({ starts }: Terms, number: number): number => starts[number + 1]! - starts[number]!

export function* countTerms(texts: readonly string[]): Steps<Terms> {
  const words = new Map<string, number>()
  const pairs = new Pairs()
  const lengths = new Uint32Array(texts.length)
  let document = 0
  let read = 0
  const take = (word: string): void => {
    let number = words.get(word)
    if (number === undefined) words.set(word, (number = words.size))
    pairs.add(number, document)
    lengths[document]!++
  }
  for (; document < texts.length; document++) {
    const text = texts[document]!
    yield* readWords(text, take)
    read += text.length + 16
    if (read < STEP) continue
    read = 0
    yield
  }
  let total = 0
  for (const length of lengths) total += length
  return { words, ...(yield* pairs.byWord(words.size)), lengths, meanLength: texts.length > 0 ? total / texts.length : 0 }
}

/** UTF-16 units read between two steps. */
const STEP = 8192

/** Words in documents as they are read: one entry for each document that holds a word. */
class Pairs {
  private words = new Uint32Array(1024)
  private documents = new Uint32Array(1024)
  private counts = new Uint32Array(1024)
  /** By word: its last entry, from 1. */
  private last = new Uint32Array(1024)
  private size = 0

  add(word: number, document: number): void {
    if (word >= this.last.length) this.last = grown(this.last)
    const before = this.last[word]!
    if (before > 0 && this.documents[before - 1] === document) {
      this.counts[before - 1]!++
      return
    }
    if (this.size === this.words.length) {
      this.words = grown(this.words)
      this.documents = grown(this.documents)
      this.counts = grown(this.counts)
    }
    this.words[this.size] = word
    this.documents[this.size] = document
    this.counts[this.size] = 1
    this.last[word] = ++this.size
  }

  /** Sorted by word; documents of a word stay in their order. */
  *byWord(words: number): Steps<Pick<Terms, 'starts' | 'documents' | 'counts'>> {
    const starts = new Uint32Array(words + 1)
    for (let at = 0; at < this.size; at++) starts[this.words[at]! + 1]!++
    for (let word = 0; word < words; word++) starts[word + 1]! += starts[word]!
    const next = starts.slice(0, words)
    const documents = new Uint32Array(this.size)
    const counts = new Uint32Array(this.size)
    for (let at = 0; at < this.size; at++) {
      const to = next[this.words[at]!]!++
      documents[to] = this.documents[at]!
      counts[to] = this.counts[at]!
      if (at % 65_536 === 65_535) yield
    }
    return { starts, documents, counts }
  }
}

function grown(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * array.length)
  larger.set(array)
  return larger
}

/** How often each word occurs in one list of words. */
export function countsOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

/** Bytes that the lists hold, for a memo's bound. */
export function termBytes(terms: Terms): number {
  let bytes = terms.lengths.byteLength + terms.starts.byteLength + 2 * terms.documents.byteLength
  for (const word of terms.words.keys()) bytes += word.length * 2 + 64
  return bytes
}
