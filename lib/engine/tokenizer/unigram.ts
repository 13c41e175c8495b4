/*
 * Unigram: of all ways to cut a word into pieces, the one whose log probabilities add up highest (Kudo 2018, arXiv:1804.10959), found by Viterbi's
 * walk with the official library's ties, unknown characters and fusing of neighbours that are unknown.
 */
import { EngineFailure } from '../types'
import { lattice, type PieceSource } from './lattice'
import { PieceTree } from './piece-tree'
import { bytesIn, readPieceTable, type PieceTable } from './sentencepiece-pieces'
import { flag, list, malformed, text, whole, type Fields } from './shape'
import { LONGEST_TRACED, tooLong, type WordSteps } from './trace-types'
import { byteToken, NO_WORD, SpelledWord, WordCache, type ScoredPieces, type Word, type WordModel } from './word-model'

/** A symbol that its users defined is always taken, the longer one rather: its own score counts for nothing. */
const bonus = (piece: string): number => Math.fround(0.1 * (bytesIn(piece) - 1))

/** What an unknown character scores below the lowest piece. */
const UNKNOWN_PENALTY = 10
const encoder = new TextEncoder()

interface UnigramOptions extends ScoredPieces {
  readonly vocabulary: ReadonlyMap<string, number>
  readonly unknown: number | null
  readonly byteFallback: boolean
  /** Of a SentencePiece file: then all goes as in its own program, in 32 bits. */
  readonly table: PieceTable | null
}

export class Unigram implements WordModel, PieceSource {
  private readonly cache = new WordCache()
  private readonly tree: PieceTree
  readonly unknownScore: number
  private readonly scores: Float64Array

  constructor(private readonly options: UnigramOptions) {
    const { table, scores, vocabulary } = options
    this.tree = new PieceTree(table ? [...table.found].filter(([, id]) => !table.is(id, 'unused')) : vocabulary)
    this.unknownScore = (table ? table.lowest : scores.reduce((low, score) => Math.min(low, score), Infinity)) - UNKNOWN_PENALTY
    this.scores = table ? scores.map((score, id) => (table.is(id, 'userDefined') ? bonus(options.pieces[id]!) : score)) : scores
  }

  word(word: string): Word {
    return word === '' ? NO_WORD : this.cache.get(word, (each) => this.spell(each, this.bestCuts(each)))
  }

  steps(word: string): WordSteps {
    return word.length > LONGEST_TRACED ? tooLong(word.length) : lattice(this, word)
  }

  /** Places where the best way cuts, first and last included; unknown neighbours as one. */
  private bestCuts(word: string): number[] {
    const size = word.length
    const kept = this.options.table ? Math.fround : (sum: number): number => sum
    const begins = new Int32Array(size + 1).fill(-1)
    const scores = new Float64Array(size + 1)
    const ids = new Int32Array(size + 1)
    for (let start = 0; start < size;) {
      const width = word.codePointAt(start)! > 0xffff ? 2 : 1
      const before = scores[start]!
      const offer = (end: number, id: number, score: number): void => {
        const sum = kept(score + before)
        if (begins[end]! >= 0 && !(sum > scores[end]!)) return
        begins[end] = start
        scores[end] = sum
        ids[end] = id
      }
      if (!this.eachPiece(word, start, width, offer)) offer(start + width, this.requireUnknown(word, start), this.unknownScore)
      start += width
    }
    return this.readBack(size, begins, ids)
  }

  eachPiece(word: string, start: number, width: number, offer: (end: number, id: number, score: number) => void): boolean {
    const { scores } = this
    let single = false
    let node = 0
    for (let end = start; end < word.length;) {
      node = this.tree.step(node, word.charCodeAt(end))
      if (node < 0) break
      end++
      const id = this.tree.idAt(node)
      if (id < 0) continue
      offer(end, id, scores[id]!)
      single ||= end - start === width
    }
    return single
  }

  requireUnknown(word: string, at: number): number {
    if (this.options.unknown !== null) return this.options.unknown
    throw new EngineFailure(
      'tokenizer-unknown',
      `No piece of the vocabulary holds ${JSON.stringify(String.fromCodePoint(word.codePointAt(at)!))}, and it has none for unknown text.`,
      'Leave the character out.',
    )
  }

  private readBack(size: number, begins: Int32Array, ids: Int32Array): number[] {
    const cuts = [size]
    let fused = false
    for (let end = size; end > 0; end = begins[end]!) {
      const unknown = ids[end] === this.options.unknown && !this.options.table
      if (unknown && fused) cuts[cuts.length - 1] = begins[end]!
      else cuts.push(begins[end]!)
      fused = unknown
    }
    return cuts.reverse()
  }

  /** Ids of the stretches between the cuts; what is no piece becomes its bytes or the unknown token, with the text as its spelling. */
  private spell(word: string, cuts: readonly number[]): Word {
    if (this.options.table) return this.options.table.spell(word, cuts)
    const out = new SpelledWord()
    for (let i = 0; i + 1 < cuts.length; i++) {
      const [from, to] = [cuts[i]!, cuts[i + 1]!]
      const stretch = word.slice(from, to)
      const id = this.options.vocabulary.get(stretch)
      const bytes = id === undefined && this.options.byteFallback ? this.byteTokens(stretch) : null
      if (bytes) for (const [token, byteId] of bytes) out.push(byteId, from, to, token)
      else out.push(id ?? this.requireUnknown(word, from), from, to, stretch)
    }
    return out
  }

  private byteTokens(stretch: string): readonly (readonly [string, number])[] | null {
    const out: [string, number][] = []
    for (const byte of encoder.encode(stretch)) {
      const token = byteToken(byte)
      const id = this.options.vocabulary.get(token)
      if (id === undefined) return null
      out.push([token, id])
    }
    return out
  }
}

/**
 * The official library reads decimals by dividing their digits by a power of ten, which may miss the nearest double by its last bit. That decides
 * between ways of equal score: forty hyphens can be cut in many.
 */
function asRead(score: number): number {
  const found = /^(-?)(\d+)(?:\.(\d+))?(?:e([-+]\d+))?$/.exec(String(score))
  if (!found) return score
  const [, sign, whole, fraction = '', exponent = '0'] = found
  const power = Number(exponent) - fraction.length
  if (power < -22 || power > 22) return score
  const digits = Number(BigInt(whole! + fraction))
  const size = power < 0 ? digits / POWERS_OF_TEN[-power]! : digits * POWERS_OF_TEN[power]!
  return sign ? -size : size
}

/** Exact in a double up to here. */
const POWERS_OF_TEN = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`))

/** `[["<unk>", 0], ["▁the", -3.1], …]`: the place of a piece is its id. */
export function readScoredPieces(model: Fields): ScoredPieces {
  const entries = list(model['vocab'], 'model.vocab')
  const scores = new Float64Array(entries.length)
  // Those of a SentencePiece file were never written as decimals.
  const exact = model['kinds'] !== undefined
  const pieces = entries.map((entry, i) => {
    const where = `model.vocab[${i}]`
    const [piece, score] = list(entry, where)
    if (typeof score !== 'number' || Number.isNaN(score)) throw malformed(`${where}[1]`, 'a score', score)
    scores[i] = exact ? score : asRead(score)
    return text(piece, `${where}[0]`)
  })
  if (pieces.length === 0) throw malformed('model.vocab', 'at least one piece', entries)
  return { pieces, scores }
}

export function readUnigram(model: Fields, scored: ScoredPieces, vocabulary: ReadonlyMap<string, number>): Unigram {
  const unknown = model['unk_id'] === undefined || model['unk_id'] === null ? null : whole(model['unk_id'], 'model.unk_id')
  if (unknown !== null && unknown >= scored.pieces.length) throw malformed('model.unk_id', 'the id of a piece', unknown)
  const byteFallback = flag(model['byte_fallback'], 'model.byte_fallback', false)
  return new Unigram({ ...scored, vocabulary, unknown, byteFallback, table: readPieceTable(model, scored, unknown ?? 0, byteFallback) })
}
