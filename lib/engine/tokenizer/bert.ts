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

/** Characters of which `goes` holds go, with nothing left in their place. */
function without(source: AlignedText, goes: (character: string) => boolean): AlignedText {
  let builder: AlignedBuilder | null = null
  let done = 0
  let unit = 0
  for (const character of source.text) {
    const next = unit + character.length
    if (goes(character)) {
      builder ??= new AlignedBuilder()
      builder.append(source.slice(done, unit))
      done = next
    }
    unit = next
  }
  if (!builder) return source
  builder.append(source.slice(done, unit))
  return builder.finish()
}

/** BERT strips marks that take no space; the normalizer StripAccents, all. */
export const stripNonspacing = (source: AlignedText): AlignedText => without(source, isNonspacing)
export const stripAccents = (source: AlignedText): AlignedText => without(source, isMark)

export const cleanText = (source: AlignedText): AlignedText => {
  const kept = without(source, (character) => character === '\0' || character === '\ufffd' || isControl(character))
  return kept.respelled(kept.text.replace(/\p{White_Space}/gu, ' '))
}

const CHINESE_STRETCH = /[\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{2fa1f}]+/gu

function* spacedApart(text: string): Generator<Rewrite> {
  for (const character of text) {
    if (isChinese(character)) yield* [[' ', 0] as const, [character, 1] as const, [' ', 1] as const]
    else yield [character, 0]
  }
}

export const partChinese = (source: AlignedText): AlignedText => source.rewriteStretches(CHINESE_STRETCH, spacedApart)

const spaces = characterFinder(isWhiteSpace)
const marks = characterFinder(isPunctuation)

export const wordsAndMarks = (parts: AlignedText[]): AlignedText[] =>
  parts.flatMap((part) => split(part, spaces, 'Removed')).flatMap((part) => split(part, marks, 'Isolated'))
