/* The normalizers of tokenizer.json: what is done to a text before it is cut. Offsets keep pointing into the source. */
import { AlignedBuilder, type AlignedText, type Rewrite } from './aligned-text'
import { alignedToAlphabet } from './byte-alphabet'
import { isWhiteSpace } from './characters'
import { oniguruma } from './regex'
import { checkDepth, fields, flag, list, malformed, text, unsupported, type Fields } from './shape'
import { regexFinder, textFinder, type Finder } from './splits'
import { normalForm, type Form } from './unicode-forms'
import { isUnknown } from './unicode-16'

export type Normalizer = (source: AlignedText) => AlignedText

/** `{"String": …}` or `{"Regex": …}`. */
export function readPattern(value: unknown, where: string): Finder {
  const pattern = fields(value, where)
  if (pattern['String'] !== undefined) return textFinder(text(pattern['String'], `${where}.String`))
  if (pattern['Regex'] !== undefined) return regexFinder(oniguruma(text(pattern['Regex'], `${where}.Regex`)))
  throw malformed(where, 'an object with String or Regex', value)
}

const toForm =
  (form: Form): Normalizer =>
  (source) =>
    source.ascii || (form === 'NFC' && source.text.normalize('NFC') === source.text)
      ? source
      : source.rewrite(normalForm(source.text, form))

/** Character by character: Σ never becomes ς, İ becomes two. */
function* lowered(text: string): Generator<Rewrite> {
  for (const character of text) {
    let change = 0
    for (const lower of isUnknown(character) ? character : character.toLowerCase()) {
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

/** Nonspacing marks go, with nothing left in their place. */
function stripAccents(source: AlignedText): AlignedText {
  const builder = new AlignedBuilder()
  let unit = 0
  for (const character of source.text) {
    if (!/^\p{Mn}$/u.test(character)) builder.push(character, source.starts[unit]!, source.ends[unit]!)
    unit += character.length
  }
  return builder.finish()
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
  Lowercase: () => (source) => source.rewrite(lowered(source.text)),
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
