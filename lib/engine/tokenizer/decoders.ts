/* The decoders of tokenizer.json: from token spellings back to text. */
import { bytesOfToken } from './byte-alphabet'
import { readPattern } from './normalizers'
import { checkDepth, fields, flag, list, text, unsupported, whole, type Fields } from './shape'
import type { Finder } from './splits'

/** Tokens in, pieces of text out; joined they are the text. */
export type Decode = (tokens: string[]) => string[]

const lossy = new TextDecoder('utf-8', { ignoreBOM: true })
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

const byteLevel: Decode = (tokens) => [lossy.decode(concatenate(tokens.map(bytesOfToken)))]

/** The byte that `<0x0A>` names, or null. */
export function namedByte(token: string): number | null {
  const found = /^<0x([0-9a-fA-F]{2})>$/.exec(token)
  return found ? parseInt(found[1]!, 16) : null
}

/** A run of byte tokens that is not UTF-8 gives one U+FFFD for each byte. */
function decodeRun(bytes: readonly number[]): string[] {
  if (bytes.length === 0) return []
  try {
    return [strict.decode(Uint8Array.from(bytes))]
  } catch {
    return bytes.map(() => '\ufffd')
  }
}

const byteFallback: Decode = (tokens) => {
  const out: string[] = []
  let run: number[] = []
  for (const token of tokens) {
    const byte = namedByte(token)
    if (byte !== null) run.push(byte)
    else {
      out.push(...decodeRun(run), token)
      run = []
    }
  }
  out.push(...decodeRun(run))
  return out
}

const replaced = (token: string, find: Finder, content: string): string =>
  find(token)
    .map(({ from, to, match }) => (match ? content : token.slice(from, to)))
    .join('')

function stripped(token: string, content: string, start: number, stop: number): string {
  const characters = [...token]
  let from = 0
  while (from < start && characters[from] === content) from++
  let to = characters.length
  while (to > from && characters.length - to < stop && characters[to - 1] === content) to--
  return characters.slice(from, to).join('')
}

/** The mark is a space, but for one in front of the first token, where it was put there. */
function metaspace(part: Fields, where: string): Decode {
  const mark = text(part['replacement'] ?? '▁', `${where}.replacement`)
  const old = flag(part['add_prefix_space'], `${where}.add_prefix_space`, true)
  const put = (part['prepend_scheme'] ?? (old ? 'always' : 'never')) !== 'never'
  return (tokens) =>
    tokens.map((token, i) => {
      const bare = put && i === 0 && token.startsWith(mark) ? token.slice(mark.length) : token
      return bare.replaceAll(mark, ' ')
    })
}

/** CLIP's older kin: the suffix ends a word. */
function wordEnds(part: Fields, where: string): Decode {
  const suffix = text(part['suffix'] ?? '</w>', `${where}.suffix`)
  return (tokens) => tokens.map((token, i) => token.replaceAll(suffix, i === tokens.length - 1 ? '' : ' '))
}

/** What English put-together needs, in the official library's order. */
const TIDY = [
  [' .', '.'],
  [' ?', '?'],
  [' !', '!'],
  [' ,', ','],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [' do not', " don't"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
] as const

/** Tokens with the prefix go on, all others begin a word. */
function wordPieces(part: Fields, where: string): Decode {
  const prefix = text(part['prefix'] ?? '##', `${where}.prefix`)
  const tidy = flag(part['cleanup'], `${where}.cleanup`, true)
  return (tokens) =>
    tokens.map((token, i) => {
      const joined = i === 0 ? token : prefix !== '' && token.startsWith(prefix) ? token.slice(prefix.length) : ` ${token}`
      return tidy ? TIDY.reduce((current, [before, after]) => current.replaceAll(before, after), joined) : joined
    })
}

function sequence(part: Fields, where: string, depth: number): Decode {
  const steps = list(part['decoders'], `${where}.decoders`).map((step, i) => readDecoder(step, `${where}.decoders[${i}]`, depth + 1))
  return (tokens) => steps.reduce((current, step) => step(current), tokens)
}

const READERS: Readonly<Record<string, (part: Fields, where: string, depth: number) => Decode>> = {
  ByteLevel: () => byteLevel,
  ByteFallback: () => byteFallback,
  Fuse: () => (tokens) => [tokens.join('')],
  Metaspace: metaspace,
  BPEDecoder: wordEnds,
  WordPiece: wordPieces,
  Strip: (part, where) => {
    const content = text(part['content'], `${where}.content`)
    const start = whole(part['start'], `${where}.start`)
    const stop = whole(part['stop'], `${where}.stop`)
    return (tokens) => tokens.map((token) => stripped(token, content, start, stop))
  },
  Replace: (part, where) => {
    const find = readPattern(part['pattern'], `${where}.pattern`)
    const content = text(part['content'], `${where}.content`)
    return (tokens) => tokens.map((token) => replaced(token, find, content))
  },
  SentencePiece: sentencePieces,
  Sequence: sequence,
}

/** The character that begins with these bytes, or null where they are no UTF-8, and how many they are. */
function characterOf(bytes: readonly number[]): readonly [string | null, number] {
  for (let size = 1; size <= Math.min(4, bytes.length); size++) {
    try {
      return [strict.decode(Uint8Array.from(bytes.slice(0, size))), size]
    } catch {
      continue
    }
  }
  return [null, 1]
}

/** SentencePiece's own way: a byte that begins no character is U+FFFD, and goes on with the next. */
function decodeBytes(bytes: readonly number[]): string {
  let out = ''
  for (let at = 0; at < bytes.length;) {
    const [character, size] = characterOf(bytes.slice(at, at + 4))
    out += character ?? '\ufffd'
    at += size
  }
  return out
}

/** As SentencePiece itself puts pieces together (sentencepiece_processor.cc); marks of control are the caller's affair. */
function sentencePieces(part: Fields, where: string): Decode {
  const unknown = text(part['unknown'], `${where}.unknown`)
  const surface = text(part['unknown_surface'], `${where}.unknown_surface`)
  const trims = flag(part['remove_extra_whitespaces'], `${where}.remove_extra_whitespaces`, true)
  const opens = trims || flag(part['add_dummy_prefix'], `${where}.add_dummy_prefix`, true)
  return (tokens) => {
    let out = ''
    let run: number[] = []
    let begins = opens
    for (const token of tokens) {
      const byte = namedByte(token)
      if (byte !== null) {
        run.push(byte)
        continue
      }
      out += decodeBytes(run)
      run = []
      begins &&= out === ''
      const bare = begins && token.startsWith('▁') ? token.slice(1) : token
      // Where doubled spaces stay, only one of those in front was put there.
      if (bare !== token && !trims) begins = false
      out += token === unknown ? surface : bare.replaceAll('▁', ' ')
    }
    return [out + decodeBytes(run)]
  }
}

/** Reads one decoder; without one, tokens are joined by spaces. */
export function readDecoder(value: unknown, where = 'decoder', depth = 0): Decode {
  if (value === null || value === undefined) return (tokens) => [tokens.join(' ')]
  checkDepth(depth, where)
  const part = fields(value, where)
  const type = text(part['type'], `${where}.type`)
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined
  if (!reader) throw unsupported(where, `the decoder ${type}`, Object.keys(READERS))
  return reader(part, where, depth)
}
