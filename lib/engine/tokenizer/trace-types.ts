/* The steps of cutting a text, as data: what a film, a walk or a lattice is drawn from. Ranges are UTF-16 units of the word unless said otherwise. */

export type Range = readonly [from: number, to: number]

/** A character, or what stands for it, before anything is merged. */
export interface StartSymbol {
  readonly token: string
  readonly range: Range
}

/** Two neighbours become one. `at` is the place of the left one among the symbols that stand there before this step. */
export interface MergeStep {
  readonly at: number
  readonly left: string
  readonly right: string
  readonly merged: string
  readonly id: number
  /** Place of the rule in the list of merges, from 0; where merges follow scores, of the token among the scores. */
  readonly rank: number
  readonly score?: number
}

/** One look into the vocabulary of the longest-match walk: is this stretch a token? */
export interface WalkTry {
  readonly range: Range
  readonly token: string
  readonly found: boolean
}

/** A token that fits at a place. Scores are log probabilities; an unknown character costs the lowest score less 10. */
export interface LatticeEdge {
  readonly range: Range
  readonly token: string
  readonly id: number
  readonly score: number
  readonly unknown: boolean
}

/** A way through the lattice: edges by their place in the list, and the sum of their scores. */
export interface LatticePath {
  readonly edges: readonly number[]
  readonly score: number
}

export type WordSteps =
  | { readonly kind: 'added' }
  | { readonly kind: 'whole' }
  | { readonly kind: 'merges'; readonly start: readonly StartSymbol[]; readonly steps: readonly MergeStep[] }
  | { readonly kind: 'walk'; readonly tries: readonly WalkTry[]; readonly unknown: boolean }
  | { readonly kind: 'lattice'; readonly edges: readonly LatticeEdge[]; readonly paths: readonly LatticePath[] }
  /** Not followed step by step: too long, or too many words came before it. The tokens are there all the same. */
  | { readonly kind: 'left-out'; readonly reason: string }

export interface TracedWord {
  /** What the model was given: normalized, pre-tokenized, in the alphabet of the vocabulary. */
  readonly text: string
  /** Range in the source text. */
  readonly source: Range
  /** Place of its first token among `ids`. */
  readonly first: number
  readonly ids: readonly number[]
  readonly tokens: readonly string[]
  readonly ranges: readonly Range[]
  readonly steps: WordSteps
}

export interface TokenTrace {
  readonly model: 'BPE' | 'WordPiece' | 'Unigram' | 'ScoredMerges' | 'WordLevel'
  /** The source after the normalizers, added tokens as they stand. */
  readonly normalized: string
  /** Of all words in order: what `encode` gives without the tokens that a post-processor puts in. */
  readonly ids: readonly number[]
  readonly words: readonly TracedWord[]
}

/** Words longer than this are not followed step by step, nor more than so many words of a text. */
export const LONGEST_TRACED = 256
export const MOST_TRACED = 1000

export const leftOut = (reason: string): WordSteps => ({ kind: 'left-out', reason })
export const tooLong = (length: number): WordSteps =>
  leftOut(`The word has ${length} characters; steps are kept for at most ${LONGEST_TRACED}.`)
