/* GPT-2's way to write any byte as one printable character: printable Latin-1 as itself, the rest from U+0100 on (Radford et al. 2019, encoder.py). */
import { AlignedBuilder, type AlignedText } from './aligned-text'

const isPrintable = (byte: number): boolean => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae

function makeAlphabet(): string[] {
  let next = 0x100
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isPrintable(byte) ? byte : next++))
}

export const characterOfByte: readonly string[] = makeAlphabet()
const byteOfCharacter: ReadonlyMap<string, number> = new Map(characterOfByte.map((character, byte) => [character, byte]))
/** How the alphabet writes a space. */
export const SPACE = characterOfByte[0x20]!

const encoder = new TextEncoder()

/** `" Lily"` → `"ĠLily"`. */
export function toAlphabet(text: string): string {
  let out = ''
  for (const byte of encoder.encode(text)) out += characterOfByte[byte]!
  return out
}

const asciiToAlphabet = (text: string): string => text.replace(/[^!-~]/g, (character) => characterOfByte[character.charCodeAt(0)]!)

/** The bytes a token stands for; a token with any character outside the alphabet stands for its own UTF-8. */
export function bytesOfToken(token: string): Uint8Array {
  const out = new Uint8Array(token.length)
  for (let i = 0; i < token.length; i++) {
    const byte = byteOfCharacter.get(token[i]!)
    if (byte === undefined) return encoder.encode(token)
    out[i] = byte
  }
  return out
}

/** Each character as its bytes, which all stand for the range of that character. */
export function alignedToAlphabet(source: AlignedText): AlignedText {
  // ASCII is one byte and one character each.
  if (source.ascii) return source.respelled(asciiToAlphabet(source.text))
  const builder = new AlignedBuilder()
  for (let unit = 0; unit < source.text.length;) {
    const code = source.text.codePointAt(unit)!
    const character = code < 0x80 ? characterOfByte[code]! : toAlphabet(String.fromCodePoint(code))
    builder.push(character, source.starts[unit]!, source.ends[unit]!)
    unit += code > 0xffff ? 2 : 1
  }
  return builder.finish()
}
