/* The normalizers of tokenizer.json: what is done to a text before it is cut. Offsets keep pointing into the source. */
import { AlignedBuilder, type AlignedText, type Rewrite } from './aligned-text'
import { cleanText, partChinese, stripAccents, stripNonspacing } from './bert'
import { alignedToAlphabet } from './byte-alphabet'
import { bytesOfBase64, CharacterMap } from './charsmap'
import { isWhiteSpace } from './characters'
import { oniguruma } from './regex'
import { readPreparation } from './sentencepiece-text'
import { checkDepth, fields, flag, list, malformed, text, unsupported, type Fields } from './shape'
import { regexFinder, textFinder, type Finder } from './splits'
import { normalForm, type Form } from './unicode-forms'

export type Normalizer = (source: AlignedText) => AlignedText

/** `{"String": …}` or `{"Regex": …}`. */
export function readPattern(value: unknown, where: string): Finder {
  const pattern = fields(value, where)
  if (pattern['String'] !== undefined) return textFinder(text(pattern['String'], `${where}.String`))
  if (pattern['Regex'] !== undefined) return regexFinder(oniguruma(text(pattern['Regex'], `${where}.Regex`)))
  throw malformed(where, 'an object with String or Regex', value)
}

/** What is not ASCII, and the character before, with which it may become one. */
const COMPOSABLE = /\p{ASCII}?\P{ASCII}+/gu

const toForm =
  (form: Form): Normalizer =>
  (source) =>
    source.ascii || source.text.normalize(form) === source.text
      ? source
      : source.rewriteStretches(COMPOSABLE, (stretch) => normalForm(stretch, form))

/** Rust's case is Unicode 17's, which an engine may not know yet. */
function lowerCase(character: string): string {
  const code = character.codePointAt(0)!
  if (code === 0xa7ce || code === 0xa7d2 || code === 0xa7d4) return String.fromCodePoint(code + 1)
  if (code >= 0x16ea0 && code <= 0x16eb8) return String.fromCodePoint(code + 0x1b)
  return character.toLowerCase()
}

/** Character by character: Σ never becomes ς, İ becomes two. */
function* lowered(text: string): Generator<Rewrite> {
  for (const character of text) {
    let change = 0
    for (const lower of lowerCase(character)) {
      yield [lower, change]
      change = 1
    }
  }
}

function strip(source: AlignedText, left: boolean, right: boolean): AlignedText {
  const characters = [...source.text]
  let from = 0
  let to = characters.length
  while (left && from < to && isWhiteSpace(characters[from]!)) from++
  while (right && to > from && isWhiteSpace(characters[to - 1]!)) to--
  const unit = characters.slice(0, from).join('').length
  return source.slice(unit, unit + characters.slice(from, to).join('').length)
}

/** What is put in stands for the last unit of what it replaces. */
function replace(source: AlignedText, find: Finder, content: string): AlignedText {
  const stretches = find(source.text)
  if (!stretches.some(({ match }) => match)) return source
  const builder = new AlignedBuilder()
  for (const { from, to, match } of stretches) {
    if (!match) builder.append(source.slice(from, to))
    else builder.push(content, source.starts[to - 1] ?? 0, source.ends[to - 1] ?? 0)
  }
  return builder.finish()
}

const lowercase: Normalizer = (source) =>
  source.respelled(source.text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase())).rewriteStretches(/\P{ASCII}+/gu, lowered)

/** Accents go with the capitals where the file does not say. */
function bert(part: Fields, where: string): Normalizer {
  const lower = flag(part['lowercase'], `${where}.lowercase`, true)
  const steps = [
    ...(flag(part['clean_text'], `${where}.clean_text`, true) ? [cleanText] : []),
    ...(flag(part['handle_chinese_chars'], `${where}.handle_chinese_chars`, true) ? [partChinese] : []),
    ...(flag(part['strip_accents'], `${where}.strip_accents`, lower) ? [toForm('NFD'), stripNonspacing] : []),
    ...(lower ? [lowercase] : []),
  ]
  return (source) => steps.reduce((current, step) => step(current), source)
}

function precompiled(part: Fields, where: string): Normalizer {
  const at = `${where}.precompiled_charsmap`
  const map = CharacterMap.read(bytesOfBase64(text(part['precompiled_charsmap'], at), at), at)
  return (source) => map.apply(source)
}

function sequence(part: Fields, where: string, depth: number): Normalizer {
  const steps = list(part['normalizers'], `${where}.normalizers`).map((step, i) =>
    readNormalizer(step, `${where}.normalizers[${i}]`, depth + 1),
  )
  return (source) => steps.reduce((current, step) => step(current), source)
}

const READERS: Readonly<Record<string, (part: Fields, where: string, depth: number) => Normalizer>> = {
  NFC: () => toForm('NFC'),
  NFD: () => toForm('NFD'),
  NFKC: () => toForm('NFKC'),
  NFKD: () => toForm('NFKD'),
  Lowercase: () => lowercase,
  BertNormalizer: bert,
  Precompiled: precompiled,
  StripAccents: () => stripAccents,
  ByteLevel: () => alignedToAlphabet,
  Strip: (part, where) => {
    const left = flag(part['strip_left'], `${where}.strip_left`, true)
    const right = flag(part['strip_right'], `${where}.strip_right`, true)
    return (source) => strip(source, left, right)
  },
  Prepend: (part, where) => {
    const prefix = text(part['prepend'], `${where}.prepend`)
    return (source) => source.prepend(prefix)
  },
  Replace: (part, where) => {
    const find = readPattern(part['pattern'], `${where}.pattern`)
    const content = text(part['content'], `${where}.content`)
    return (source) => replace(source, find, content)
  },
  SentencePiece: readPreparation,
  Sequence: sequence,
}

/** Reads one normalizer; null means the text stays as it is. */
export function readNormalizer(value: unknown, where = 'normalizer', depth = 0): Normalizer {
  if (value === null || value === undefined) return (source) => source
  checkDepth(depth, where)
  const part = fields(value, where)
  const type = text(part['type'], `${where}.type`)
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined
  if (!reader) throw unsupported(where, `the normalizer ${type}`, Object.keys(READERS))
  return reader(part, where, depth)
}
