/* WordPiece: from the left, the longest token that fits, again and again (Schuster and Nakajima 2012; as in BERT, arXiv:1810.04805). One misfit and the whole word is unknown. */
import { characterCount } from './characters'
import { malformed, text, whole, type Fields } from './shape'
import { LONGEST_TRACED, tooLong, type WalkTry, type WordSteps } from './trace-types'
import { NO_WORD, WordCache, type Word, type WordModel } from './word-model'

interface WordPieceOptions {
  readonly vocabulary: ReadonlyMap<string, number>
  readonly unknown: number
  readonly prefix: string
  /** A word of more characters is not tried. */
  readonly most: number
}

export class WordPieces implements WordModel {
  private readonly cache = new WordCache()
  /** Longest token in UTF-16 units: nothing longer needs a look. */
  private readonly longest: number

  constructor(private readonly options: WordPieceOptions) {
    let longest = 0
    for (const token of options.vocabulary.keys()) longest = Math.max(longest, token.length)
    this.longest = longest
  }

  word(word: string): Word {
    return word === '' ? NO_WORD : this.cache.get(word, (each) => this.walk(each))
  }

  steps(word: string): WordSteps {
    if (word.length > LONGEST_TRACED) return tooLong(word.length)
    const tries: WalkTry[] = []
    const { ids } = this.walk(word, tries)
    return { kind: 'walk', tries, unknown: ids.length === 1 && ids[0] === this.options.unknown }
  }

  private walk(word: string, tries?: WalkTry[]): Word {
    const unknown = { ids: [this.options.unknown], from: [0], to: [word.length] }
    if (characterCount(word) > this.options.most) return unknown
    const ids: number[] = []
    const from: number[] = []
    const to: number[] = []
    for (let start = 0; start < word.length;) {
      const end = this.longestAt(word, start, ids, tries)
      if (end === null) return unknown
      from.push(start)
      to.push(end)
      start = end
    }
    return { ids, from, to }
  }

  private longestAt(word: string, start: number, ids: number[], tries: WalkTry[] | undefined): number | null {
    const { vocabulary, prefix } = this.options
    const lead = start > 0 ? prefix : ''
    for (let end = this.farthest(word, start, tries); end > start; end--) {
      if (isInside(word, end)) continue
      const token = lead + word.slice(start, end)
      const id = vocabulary.get(token)
      tries?.push({ range: [start, end], token, found: id !== undefined })
      if (id === undefined) continue
      ids.push(id)
      return end
    }
    return null
  }

  /** When a walk is shown, it shows every look, also at what is longer than any token. */
  private farthest(word: string, start: number, tries: WalkTry[] | undefined): number {
    return tries ? word.length : Math.min(word.length, start + this.longest)
  }
}

/** Between the halves of a surrogate pair. */
const isInside = (word: string, at: number): boolean => {
  const unit = word.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff
}

export function readWordPieces(model: Fields, vocabulary: ReadonlyMap<string, number>): WordPieces {
  const token = text(model['unk_token'] ?? '[UNK]', 'model.unk_token')
  const unknown = vocabulary.get(token)
  if (unknown === undefined) throw malformed('model.unk_token', 'a token of the vocabulary', token)
  return new WordPieces({
    vocabulary,
    unknown,
    prefix: text(model['continuing_subword_prefix'] ?? '##', 'model.continuing_subword_prefix'),
    most: whole(model['max_input_chars_per_word'] ?? 100, 'model.max_input_chars_per_word'),
  })
}
