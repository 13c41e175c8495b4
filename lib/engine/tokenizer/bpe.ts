/*
 * Byte-pair encoding of one pre-token: its characters, joined pair by pair in the order of the merges (Sennrich et al. 2016, arXiv:1508.07909),
 * with the official library's rules for characters without a token. Not the tokenizer: no added tokens, no splitting.
 */
import { utf8Length } from './characters'
import { mergeAll, place, Symbols } from './merge'
import { MergeFilm } from './merge-film'
import { PairTable } from './pair-table'
import { fields, flag, list, malformed, text, whole, type Fields } from './shape'
import { LONGEST_TRACED, tooLong, type WordSteps } from './trace-types'
import { byteToken, NO_WORD, WordCache, type Word, type WordModel } from './word-model'

export interface BpeOptions {
  readonly vocabulary: ReadonlyMap<string, number>
  readonly merges: PairTable
  readonly unknown: number | null
  readonly fuseUnknown: boolean
  readonly byteFallback: boolean
  readonly ignoreMerges: boolean
  readonly prefix: string
  readonly suffix: string
}

const encoder = new TextEncoder()

export class BytePairs implements WordModel {
  private readonly cache = new WordCache()
  private spellings: string[] | null = null
  constructor(private readonly options: BpeOptions) {}

  word(word: string): Word {
    if (word === '') return NO_WORD
    return this.whole(word) ?? this.cache.get(word, (each) => this.compute(each))
  }

  steps(word: string): WordSteps {
    if (this.whole(word)) return { kind: 'whole' }
    if (word.length > LONGEST_TRACED) return tooLong(word.length)
    const symbols = this.symbols(word)
    const { ids, from, to } = place(word, symbols)
    const film = new MergeFilm(ids.map((id, i) => ({ token: this.spelling(id), range: [from[i]!, to[i]!] })))
    mergeAll(symbols, this.options.merges, (at, rank, id) => film.merge(at, { rank, id, merged: this.spelling(id) }))
    return film.finish()
  }

  /** The file may say that a word which is a token needs no merges. */
  private whole(word: string): Word | null {
    const id = this.options.ignoreMerges ? this.options.vocabulary.get(word) : undefined
    return id === undefined ? null : { ids: [id], from: [0], to: [word.length] }
  }

  private compute(word: string): Word {
    const symbols = this.symbols(word)
    mergeAll(symbols, this.options.merges)
    return place(word, symbols)
  }

  private spelling(id: number): string {
    if (!this.spellings) {
      this.spellings = []
      for (const [token, each] of this.options.vocabulary) this.spellings[each] = token
    }
    return this.spellings[id] ?? ''
  }

  /** One symbol a character; what has no token becomes bytes, the unknown token, or nothing. */
  private symbols(word: string): Symbols {
    const { vocabulary, unknown, fuseUnknown, prefix, suffix } = this.options
    const symbols = new Symbols()
    let pending = 0 // bytes of an unknown token not yet written
    const flush = (): void => {
      if (pending > 0 && unknown !== null) symbols.add(unknown, pending)
      pending = 0
    }
    let unit = 0
    for (const character of word) {
      const last = unit + character.length === word.length
      const spelled = (unit > 0 ? prefix : '') + character + (last ? suffix : '')
      unit += character.length
      const bytes = utf8Length(character.codePointAt(0)!)
      const id = vocabulary.get(spelled)
      if (id !== undefined) {
        flush()
        symbols.add(id, bytes)
      } else if (!this.addBytes(symbols, spelled) && unknown !== null) {
        if (!fuseUnknown) flush()
        pending += bytes
      }
    }
    flush()
    return symbols
  }

  private addBytes(symbols: Symbols, spelled: string): boolean {
    if (!this.options.byteFallback) return false
    const ids: number[] = []
    for (const byte of encoder.encode(spelled)) {
      const id = this.options.vocabulary.get(byteToken(byte))
      if (id === undefined) return false
      ids.push(id)
    }
    for (const id of ids) symbols.add(id, 1)
    return true
  }
}

function readMerge(value: unknown, where: string): readonly [string, string] {
  const parts = typeof value === 'string' ? value.split(' ') : list(value, where)
  if (parts.length !== 2) throw malformed(where, 'two tokens', value)
  return [text(parts[0], where), text(parts[1], where)]
}

function readMerges(model: Fields, vocabulary: ReadonlyMap<string, number>, prefix: string): PairTable {
  const merges = list(model['merges'], 'model.merges')
  const table = new PairTable(merges.length)
  merges.forEach((merge, rank) => {
    const where = `model.merges[${rank}]`
    const [left, right] = readMerge(merge, where)
    const joined = left + right.slice(prefix.length)
    const ids = [left, right, joined].map((token) => vocabulary.get(token))
    const missing = ids.findIndex((id) => id === undefined)
    if (missing >= 0) throw malformed(where, 'made of tokens of the vocabulary', [left, right, joined][missing])
    table.set(ids[0]!, ids[1]!, rank, ids[2]!)
  })
  return table
}

export function readVocabulary(model: Fields): ReadonlyMap<string, number> {
  const vocabulary = new Map<string, number>()
  for (const [token, id] of Object.entries(fields(model['vocab'], 'model.vocab'))) {
    vocabulary.set(token, whole(id, `model.vocab[${JSON.stringify(token)}]`))
  }
  return vocabulary
}

export function readBytePairs(model: Fields, vocabulary: ReadonlyMap<string, number>): BytePairs {
  const optional = (name: string): string => (model[name] === undefined || model[name] === null ? '' : text(model[name], `model.${name}`))
  if (typeof model['dropout'] === 'number' && model['dropout'] > 0)
    throw malformed('model.dropout', 'null or 0: chance has no place in reading', model['dropout'])
  const prefix = optional('continuing_subword_prefix')
  const unknownToken = optional('unk_token')
  const unknown = unknownToken ? vocabulary.get(unknownToken) : null
  if (unknown === undefined) throw malformed('model.unk_token', 'a token of the vocabulary', unknownToken)
  return new BytePairs({
    vocabulary,
    merges: readMerges(model, vocabulary, prefix),
    unknown,
    fuseUnknown: flag(model['fuse_unk'], 'model.fuse_unk', false),
    byteFallback: flag(model['byte_fallback'], 'model.byte_fallback', false),
    ignoreMerges: flag(model['ignore_merges'], 'model.ignore_merges', false),
    prefix,
    suffix: optional('end_of_word_suffix'),
  })
}
