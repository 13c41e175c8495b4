/* What every model of a tokenizer does: one word in, its tokens out; and, when asked, the steps that led there. No splitting, no added tokens. */
import type { WordSteps } from './trace-types'

/** Ids of one word, each with its range in UTF-16 units of the word. */
export interface Word {
  readonly ids: readonly number[]
  readonly from: readonly number[]
  readonly to: readonly number[]
  /** What stands in the text for each id, where that is not the vocabulary's own spelling (unknown text). */
  readonly tokens?: readonly string[]
}

/** A word that is spelled id by id, unknown text too. */
export class SpelledWord implements Word {
  readonly ids: number[] = []
  readonly from: number[] = []
  readonly to: number[] = []
  readonly tokens: string[] = []

  push(id: number, from: number, to: number, token: string): void {
    this.ids.push(id)
    this.from.push(from)
    this.to.push(to)
    this.tokens.push(token)
  }
}

/** What vocabularies call a byte of unknown text. */
export const byteToken = (byte: number): string => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`

/** Pieces by id, each with its log probability or rank. */
export interface ScoredPieces {
  readonly pieces: readonly string[]
  readonly scores: Float64Array
}

export interface WordModel {
  word(word: string): Word
  /** How `word` came about, for words of at most a few hundred characters. */
  steps(word: string): WordSteps
}

export const NO_WORD: Word = { ids: [], from: [], to: [] }

const CACHED_WORDS = 20_000
const LONGEST_CACHED = 256

/** Words met again are not cut again. Emptied when full: the frequent ones come back at once. */
export class WordCache {
  private readonly known = new Map<string, Word>()

  get(word: string, make: (word: string) => Word): Word {
    const found = this.known.get(word)
    if (found) return found
    const made = make(word)
    if (word.length <= LONGEST_CACHED) {
      if (this.known.size >= CACHED_WORDS) this.known.clear()
      this.known.set(word, made)
    }
    return made
  }
}
