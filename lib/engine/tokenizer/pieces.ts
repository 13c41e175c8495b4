/* What single tokens stand for: their bytes, their text, and the token of a text. */
import { bytesOfToken, toAlphabet } from './byte-alphabet'
import { namedByte } from './decoders'
import type { Fields } from './shape'

const encoder = new TextEncoder()

/** How a vocabulary spells its tokens. */
export interface Spelling {
  bytes(token: string): Uint8Array
  /** How a text is spelled as one token. */
  spell(text: string): string
}

const byteLevel: Spelling = { bytes: bytesOfToken, spell: toAlphabet }

/** SentencePiece's: ▁ for a space, `<0x0A>` for bytes; a suffix like `</w>` ends words. */
const marked = (suffix: string): Spelling => ({
  bytes(token) {
    const byte = namedByte(token)
    if (byte !== null) return Uint8Array.of(byte)
    const bare = suffix && token.endsWith(suffix) ? token.slice(0, -suffix.length) : token
    return encoder.encode(bare.replaceAll('▁', ' '))
  },
  spell: (text) => text.replaceAll(' ', '▁'),
})

const mentions = (part: unknown, type: string): boolean =>
  part !== null && part !== undefined && JSON.stringify(part).includes(`"type":"${type}"`)

export function readSpelling(file: Fields, suffix: string): Spelling {
  const bytes = [file['decoder'], file['pre_tokenizer'], file['normalizer']].some((part) => mentions(part, 'ByteLevel'))
  return bytes ? byteLevel : marked(suffix)
}
