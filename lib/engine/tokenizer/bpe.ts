/*
 * Byte-pair encoding of one pre-token: its characters, joined pair by pair in the order of the merges (Sennrich et al. 2016, arXiv:1508.07909),
 * with the official library's rules for characters without a token. Not the tokenizer: no added tokens, no splitting.
 */
import { utf8Length } from './characters'
import { MergeHeap } from './merge-heap'
import { PairTable } from './pair-table'
import { fields, flag, list, malformed, text, whole, type Fields } from './shape'

/** Ids of one word, each with its range in UTF-16 units of the word. */
export interface Word {
  readonly ids: readonly number[]
  readonly from: readonly number[]
  readonly to: readonly number[]
}

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

/** Symbols of a word while it is merged: ids and lengths in UTF-8 bytes, as the official library counts. */
class Symbols {
  readonly ids: number[] = []
  readonly bytes: number[] = []
  add(id: number, bytes: number): void {
    this.ids.push(id)
    this.bytes.push(bytes)
  }
}

const CACHED_WORDS = 20_000
const LONGEST_CACHED = 256
const EMPTY: Word = { ids: [], from: [], to: [] }
const encoder = new TextEncoder()

export class BytePairs {
  private readonly cache = new Map<string, Word>()
  constructor(private readonly options: BpeOptions) {}

  word(word: string): Word {
    if (word === '') return EMPTY
    if (this.options.ignoreMerges) {
      const id = this.options.vocabulary.get(word)
      if (id !== undefined) return { ids: [id], from: [0], to: [word.length] }
    }
    const known = this.cache.get(word)
    if (known) return known
    const made = this.compute(word)
    if (word.length <= LONGEST_CACHED) {
      if (this.cache.size >= CACHED_WORDS) this.cache.clear()
      this.cache.set(word, made)
    }
    return made
  }

  private compute(word: string): Word {
    const symbols = this.symbols(word)
    mergeAll(symbols, this.options.merges)
    return place(word, symbols)
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
      const id = this.options.vocabulary.get(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`)
      if (id === undefined) return false
      ids.push(id)
    }
    for (const id of ids) symbols.add(id, 1)
    return true
  }
}

/** Merges in place, lowest rank first, leftmost first; a merged-away symbol keeps 0 bytes. */
function mergeAll(symbols: Symbols, merges: PairTable): void {
  const { ids, bytes } = symbols
  const count = ids.length
  const next = Int32Array.from({ length: count }, (_, i) => (i + 1 < count ? i + 1 : -1))
  const previous = Int32Array.from({ length: count }, (_, i) => i - 1)
  const heap = new MergeHeap()
  const offer = (at: number, right: number): void => {
    const slot = merges.find(ids[at]!, ids[right]!)
    if (slot >= 0) heap.push(merges.rank(slot), at, merges.merged(slot))
  }
  for (let i = 0; i + 1 < count; i++) offer(i, i + 1)
  while (heap.size > 0) {
    const { position, merged } = heap.pop()
    const right = next[position]!
    if (bytes[position] === 0 || right < 0) continue
    // The pair at this place may have changed since it was queued.
    const slot = merges.find(ids[position]!, ids[right]!)
    if (slot < 0 || merges.merged(slot) !== merged) continue
    ids[position] = merged
    bytes[position] = bytes[position]! + bytes[right]!
    bytes[right] = 0
    const after = next[right]!
    next[position] = after
    if (after >= 0) previous[after] = position
    if (previous[position]! >= 0) offer(previous[position]!, position)
    if (after >= 0) offer(position, after)
  }
}

/** Turns lengths in bytes into ranges of units. Lengths are summed, so behind a dropped character ranges lie too far left, as in the official library. */
function place(word: string, { ids, bytes }: Symbols): Word {
  const unitOfByte: number[] = []
  const endOfByte: number[] = []
  let unit = 0
  for (const character of word) {
    for (let i = utf8Length(character.codePointAt(0)!); i > 0; i--) {
      unitOfByte.push(unit)
      endOfByte.push(unit + character.length)
    }
    unit += character.length
  }
  const kept: number[] = []
  const from: number[] = []
  const to: number[] = []
  let at = 0
  for (let i = 0; i < ids.length; i++) {
    if (bytes[i] === 0) continue
    kept.push(ids[i]!)
    from.push(unitOfByte[at] ?? word.length)
    at += bytes[i]!
    to.push(endOfByte[at - 1] ?? word.length)
  }
  return { ids: kept, from, to }
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
