/* The pre-tokenizers of tokenizer.json: they cut a text into the words that the model sees one at a time. */
import type { AlignedText } from './aligned-text'
import { wordsAndMarks } from './bert'
import { alignedToAlphabet } from './byte-alphabet'
import { isNumber, isPunctuation, isWhiteSpace } from './characters'
import { readPattern } from './normalizers'
import { oniguruma } from './regex'
import { checkDepth, fields, flag, list, malformed, text, unsupported, whole, type Fields } from './shape'
import { characterFinder, inverted, readBehaviour, regexFinder, split, type Behaviour, type Finder } from './splits'

export type PreTokenizer = (parts: AlignedText[]) => AlignedText[]

/** GPT-2's pattern (Radford et al. 2019), which `use_regex` asks for. */
const GPT2_PATTERN = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"
/** Rust's \w and \s. */
const WORDS_AND_MARKS = '\\w+|[^\\w\\s]+'

const splitting =
  (finder: Finder, behaviour: Behaviour): PreTokenizer =>
  (parts) =>
    parts.flatMap((part) => split(part, finder, behaviour))

function byteLevel(part: Fields, where: string): PreTokenizer {
  const prefix = flag(part['add_prefix_space'], `${where}.add_prefix_space`, true)
  const useRegex = flag(part['use_regex'], `${where}.use_regex`, true)
  const finder = useRegex ? regexFinder(oniguruma(GPT2_PATTERN)) : null
  return (parts) => {
    const spaced = prefix ? parts.map((piece) => (piece.text.startsWith(' ') ? piece : piece.prepend(' '))) : parts
    const cut = finder ? spaced.flatMap((piece) => split(piece, finder, 'Isolated')) : spaced
    return cut.map(alignedToAlphabet)
  }
}

/** SentencePiece's way: spaces become a mark, which may also be put in front. */
function metaspace(part: Fields, where: string): PreTokenizer {
  const mark = text(part['replacement'] ?? '▁', `${where}.replacement`)
  const old = flag(part['add_prefix_space'], `${where}.add_prefix_space`, true)
  const scheme = part['prepend_scheme'] === undefined ? (old ? 'always' : 'never') : text(part['prepend_scheme'], `${where}.prepend_scheme`)
  if (!['always', 'first', 'never'].includes(scheme)) throw malformed(`${where}.prepend_scheme`, 'always, first or never', scheme)
  const cut = flag(part['split'], `${where}.split`, true)
  const isMark = characterFinder((character) => character === mark)
  return (parts) =>
    parts.flatMap((piece) => {
      const marked = mark.length === 1 ? piece.respelled(piece.text.replaceAll(' ', mark)) : piece.rewriteStretches(/ /g, () => [[mark, 0]])
      const first = scheme === 'always' || (scheme === 'first' && marked.starts[0] === 0)
      const whole = first && !marked.text.startsWith(mark) ? marked.prepend(mark) : marked
      return cut ? split(whole, isMark, 'MergedWithNext') : [whole]
    })
}

function fixedLength(part: Fields, where: string): PreTokenizer {
  const length = whole(part['length'] ?? 5, `${where}.length`)
  if (length < 1) throw malformed(`${where}.length`, 'at least 1', length)
  return (parts) =>
    parts.flatMap((piece) => {
      const out: AlignedText[] = []
      let from = 0
      let count = 0
      let unit = 0
      for (const character of piece.text) {
        unit += character.length
        if (++count % length === 0) {
          out.push(piece.slice(from, unit))
          from = unit
        }
      }
      return from < unit ? [...out, piece.slice(from, unit)] : out
    })
}

function splitPart(part: Fields, where: string): PreTokenizer {
  const finder = readPattern(part['pattern'], `${where}.pattern`)
  const behaviour = readBehaviour(part['behavior'], `${where}.behavior`)
  return splitting(flag(part['invert'], `${where}.invert`, false) ? inverted(finder) : finder, behaviour)
}

function sequence(part: Fields, where: string, depth: number): PreTokenizer {
  const all = list(part['pretokenizers'], `${where}.pretokenizers`)
  const steps = all.map((step, i) => readPreTokenizer(step, `${where}.pretokenizers[${i}]`, depth + 1))
  return (parts) => steps.reduce((current, step) => step(current), parts)
}

const READERS: Readonly<Record<string, (part: Fields, where: string, depth: number) => PreTokenizer>> = {
  ByteLevel: byteLevel,
  BertPreTokenizer: () => wordsAndMarks,
  Metaspace: metaspace,
  FixedLength: fixedLength,
  Split: splitPart,
  Digits: (part, where) =>
    splitting(characterFinder(isNumber), flag(part['individual_digits'], `${where}.individual_digits`, false) ? 'Isolated' : 'Contiguous'),
  Punctuation: (part, where) =>
    splitting(characterFinder(isPunctuation), readBehaviour(part['behavior'] ?? 'Isolated', `${where}.behavior`)),
  Whitespace: () => splitting(inverted(regexFinder(oniguruma(WORDS_AND_MARKS))), 'Removed'),
  WhitespaceSplit: () => splitting(characterFinder(isWhiteSpace), 'Removed'),
  CharDelimiterSplit: (part, where) => {
    const delimiter = text(part['delimiter'], `${where}.delimiter`)
    return splitting(
      characterFinder((character) => character === delimiter),
      'Removed',
    )
  },
  Sequence: sequence,
}

/** Reads one pre-tokenizer; null means the text is one word. */
export function readPreTokenizer(value: unknown, where = 'pre_tokenizer', depth = 0): PreTokenizer {
  if (value === null || value === undefined) return (parts) => parts
  checkDepth(depth, where)
  const part = fields(value, where)
  const type = text(part['type'], `${where}.type`)
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined
  if (!reader) throw unsupported(where, `the pre-tokenizer ${type}`, Object.keys(READERS))
  return reader(part, where, depth)
}
