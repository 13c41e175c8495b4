/*
 * SentencePiece's byte-pair vocabularies as llama.cpp reads them from a GGUF file: no list of merges, two neighbours join when together they are a
 * token, the highest score first, then the leftmost; what is no token in the end becomes bytes. Written as `{"type": "ScoredMerges", "vocab":
 * [[piece, score], …], "unk_id": 0}`, which no tokenizer.json has.
 */
import { MergeFilm } from './merge-film'
import { MergeHeap } from './merge-heap'
import { readPieceTable, type PieceTable } from './sentencepiece-pieces'
import { characterLength, SymbolFinder } from './sentencepiece-text'
import { flag, malformed, whole, type Fields } from './shape'
import { LONGEST_TRACED, tooLong, type WordSteps } from './trace-types'
import { byteToken, NO_WORD, WordCache, type ScoredPieces, type Word, type WordModel } from './word-model'

interface ScoredOptions extends ScoredPieces {
  readonly vocabulary: ReadonlyMap<string, number>
  readonly unknown: number
  /** A word that is a token needs no merges. */
  readonly ignoreMerges: boolean
  /** Of a SentencePiece file: then all goes as in its own program. */
  readonly table: PieceTable | null
}

/** Where characters begin, and symbols that stay whole, with the end of the word behind the last. */
function boundaries(word: string, symbols: SymbolFinder | null): number[] {
  const out: number[] = []
  for (let at = 0; at < word.length; at += symbols?.longestAt(word, at) || characterLength(word, at)) out.push(at)
  return [...out, word.length]
}

const encoder = new TextEncoder()

export class ScoredMerges implements WordModel {
  private readonly cache = new WordCache()
  /** 0 for the highest score; equal scores have one rank. */
  private readonly ranks: Int32Array
  private readonly longest: number
  private readonly symbols: SymbolFinder | null
  /** What two neighbours may become. */
  private readonly made: ReadonlyMap<string, number>

  constructor(private readonly options: ScoredOptions) {
    const { scores, pieces, table } = options
    this.symbols = table && table.userDefined.length > 0 ? new SymbolFinder(table.userDefined) : null
    this.made = table ? table.found : options.vocabulary
    const order = new Map([...new Set(scores)].sort((a, b) => b - a).map((score, rank) => [score, rank]))
    this.ranks = Int32Array.from(scores, (score) => order.get(score)!)
    this.longest = pieces.reduce((longest, { length }) => Math.max(longest, length), 0)
  }

  word(word: string): Word {
    if (word === '') return NO_WORD
    return this.whole(word) ?? this.cache.get(word, (each) => this.spell(each, this.merged(each)))
  }

  private whole(word: string): Word | null {
    const id = this.options.ignoreMerges ? this.options.vocabulary.get(word) : undefined
    return id === undefined ? null : { ids: [id], from: [0], to: [word.length] }
  }

  steps(word: string): WordSteps {
    if (this.whole(word)) return { kind: 'whole' }
    if (word.length > LONGEST_TRACED) return tooLong(word.length)
    const starts = boundaries(word, this.symbols)
    const film = new MergeFilm(
      starts.slice(0, -1).map((from, i) => ({ token: word.slice(from, starts[i + 1]), range: [from, starts[i + 1]!] })),
    )
    this.merged(word, (symbol, id) => {
      film.merge(symbol, { rank: this.ranks[id]!, id, merged: this.options.pieces[id]!, score: this.options.scores[id]! })
    })
    return film.finish()
  }

  /** Places where the merged symbols begin, and the end. */
  private merged(word: string, onMerge?: (symbol: number, id: number) => void): number[] {
    const starts = boundaries(word, this.symbols)
    const count = starts.length - 1
    const ends = starts.slice(1)
    const next = Int32Array.from({ length: count }, (_, i) => (i + 1 < count ? i + 1 : -1))
    const previous = Int32Array.from({ length: count }, (_, i) => i - 1)
    const gone = new Uint8Array(count)
    const heap = new MergeHeap()
    const { symbols } = this
    const whole = symbols && starts.slice(0, -1).map((at) => symbols.longestAt(word, at) > 0)
    const offer = (left: number, right: number): void => {
      if (whole?.[left] || whole?.[right]) return
      const size = ends[right]! - starts[left]!
      const id = size > this.longest ? undefined : this.made.get(word.slice(starts[left], ends[right]))
      if (id !== undefined) heap.push(this.ranks[id]!, left, size)
    }
    for (let i = 0; i + 1 < count; i++) offer(i, i + 1)
    while (heap.size > 0) {
      const { position: left, merged: size } = heap.pop()
      const right = next[left]!
      // Either neighbour may have grown since the pair was queued.
      if (gone[left] || right < 0 || ends[right]! - starts[left]! !== size) continue
      onMerge?.(left, this.made.get(word.slice(starts[left], ends[right]))!)
      ends[left] = ends[right]!
      gone[right] = 1
      const after = next[right]!
      next[left] = after
      if (after >= 0) previous[after] = left
      if (previous[left]! >= 0) offer(previous[left]!, left)
      if (after >= 0) offer(left, after)
    }
    return [...starts.slice(0, -1).filter((_, i) => !gone[i]), word.length]
  }

  private spell(word: string, cuts: readonly number[]): Word {
    if (this.options.table) return this.options.table.spell(word, cuts)
    const ids: number[] = []
    const from: number[] = []
    const to: number[] = []
    for (let i = 0; i + 1 < cuts.length; i++) {
      for (const id of this.idsOf(word.slice(cuts[i], cuts[i + 1]))) {
        ids.push(id)
        from.push(cuts[i]!)
        to.push(cuts[i + 1]!)
      }
    }
    return { ids, from, to }
  }

  private idsOf(symbol: string): readonly number[] {
    const { vocabulary, unknown } = this.options
    const id = vocabulary.get(symbol)
    if (id !== undefined) return [id]
    return Array.from(encoder.encode(symbol), (byte) => vocabulary.get(byteToken(byte)) ?? unknown)
  }
}

export function readScoredMerges(model: Fields, scored: ScoredPieces, vocabulary: ReadonlyMap<string, number>): ScoredMerges {
  const unknown = whole(model['unk_id'] ?? 0, 'model.unk_id')
  if (unknown >= scored.pieces.length) throw malformed('model.unk_id', 'the id of a piece', unknown)
  const table = readPieceTable(model, scored, unknown, flag(model['byte_fallback'], 'model.byte_fallback', false))
  return new ScoredMerges({
    ...scored,
    vocabulary,
    unknown,
    table,
    ignoreMerges: flag(model['ignore_merges'], 'model.ignore_merges', false),
  })
}
