/* BERT's own normalizer and pre-tokenizer: control characters away, Chinese characters apart, accents and capitals off, cut at white space and marks. */
import { AlignedBuilder, type AlignedText, type Rewrite } from './aligned-text'
import { isControl, isMark, isNonspacing, isPunctuation, isWhiteSpace } from './characters'
import { characterFinder, split } from './splits'

/** The blocks that the original BERT takes for Chinese; not Japanese kana, not Hangul. */
const CHINESE = [
  [0x4e00, 0x9fff],
  [0x3400, 0x4dbf],
  [0x20000, 0x2a6df],
  [0x2a700, 0x2b73f],
  [0x2b740, 0x2b81f],
  [0x2b920, 0x2ceaf],
  [0xf900, 0xfaff],
  [0x2f800, 0x2fa1f],
] as const

const isChinese = (character: string): boolean => {
  const code = character.codePointAt(0)!
  return code >= 0x3400 && CHINESE.some(([from, to]) => code >= from && code <= to)
}

/** Characters for which `keep` fails go, with nothing left in their place. */
function filter(source: AlignedText, keep: (character: string) => boolean, write = (character: string): string => character): AlignedText {
  const builder = new AlignedBuilder()
  let unit = 0
  for (const character of source.text) {
    if (keep(character)) builder.push(write(character), source.starts[unit]!, source.ends[unit]!)
    unit += character.length
  }
  return builder.finish()
}

/** BERT strips marks that take no space; the normalizer StripAccents, all. */
export const stripNonspacing = (source: AlignedText): AlignedText => filter(source, (character) => !isNonspacing(character))
export const stripAccents = (source: AlignedText): AlignedText => filter(source, (character) => !isMark(character))

export const cleanText = (source: AlignedText): AlignedText =>
  filter(
    source,
    (character) => character !== '\0' && character !== '\ufffd' && !isControl(character),
    (character) => (isWhiteSpace(character) ? ' ' : character),
  )

function* spacedApart(text: string): Generator<Rewrite> {
  for (const character of text) {
    if (isChinese(character)) yield* [[' ', 0] as const, [character, 1] as const, [' ', 1] as const]
    else yield [character, 0]
  }
}

export const partChinese = (source: AlignedText): AlignedText =>
  [...source.text].some(isChinese) ? source.rewrite(spacedApart(source.text)) : source

const spaces = characterFinder(isWhiteSpace)
const marks = characterFinder(isPunctuation)

export const wordsAndMarks = (parts: AlignedText[]): AlignedText[] =>
  parts.flatMap((part) => split(part, spaces, 'Removed')).flatMap((part) => split(part, marks, 'Isolated'))
