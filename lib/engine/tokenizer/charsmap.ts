/*
 * SentencePiece's precompiled character map: a double-array tree of UTF-8 texts (darts-clone), each pointing at what replaces it. Applied as the
 * official library does: a grapheme cluster under 6 bytes takes the first prefix that the map knows, anything else goes character by character.
 */
import type { AlignedText, Rewrite } from './aligned-text'
import { utf8Length } from './characters'
import { clusters } from './graphemes'
import { malformed } from './shape'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/** What is not printable ASCII, with its neighbours, which may belong to its cluster. */
const UNPLAIN = /[ -~]?[^ -~]+(?:[ -~][^ -~]+)*[ -~]?/g

const hasLeaf = (unit: number): boolean => ((unit >>> 8) & 1) === 1
const valueOf = (unit: number): number => unit & 0x7fffffff
const labelOf = (unit: number): number => (unit & 0x800000ff) >>> 0
const offsetOf = (unit: number): number => (unit >>> 10) << ((unit & 0x200) >>> 6)

export class CharacterMap {
  private readonly known = new Map<string, string | null>()
  private plain: boolean | null = null

  private constructor(
    private readonly units: Uint32Array,
    private readonly texts: Uint8Array,
  ) {}

  /** Four bytes say how long the tree is; behind it lie the replacements, each ended by a zero. */
  static read(bytes: Uint8Array, where: string): CharacterMap {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const size = bytes.length >= 4 ? view.getUint32(0, true) : 0
    if (size === 0 || size % 4 !== 0 || size > bytes.length - 4)
      throw malformed(where, 'a tree of characters and their texts', `${bytes.length} bytes`)
    const units = Uint32Array.from({ length: size / 4 }, (_, i) => view.getUint32(4 + 4 * i, true))
    return new CharacterMap(units, bytes.subarray(4 + size))
  }

  /** What replaces a text, or null where nothing does. */
  replacement(text: string): string | null {
    let found = this.known.get(text)
    if (found === undefined) this.known.set(text, (found = this.lookUp(text)))
    return found
  }

  private lookUp(text: string): string | null {
    const at = this.firstPrefix(encoder.encode(text))
    if (at === null) return null
    const end = this.texts.indexOf(0, at)
    return decoder.decode(this.texts.subarray(at, end < 0 ? this.texts.length : end))
  }

  private firstPrefix(key: Uint8Array): number | null {
    const unitAt = (place: number): number => this.units[place] ?? 0
    let place = offsetOf(unitAt(0))
    for (const byte of key) {
      if (byte === 0) return null
      place ^= byte
      const unit = unitAt(place)
      if (labelOf(unit) !== byte) return null
      place ^= offsetOf(unit)
      if (hasLeaf(unit)) return valueOf(unitAt(place))
    }
    return null
  }

  /** The longest rule that a text follows from a place on, as SentencePiece itself applies them. */
  longestAt(source: string, at: number): readonly [written: string, length: number] | null {
    const unitAt = (place: number): number => this.units[place] ?? 0
    let place = offsetOf(unitAt(0))
    let found: readonly [number, number] | null = null
    for (let end = at; end < source.length;) {
      const character = String.fromCodePoint(source.codePointAt(end)!)
      end += character.length
      for (const byte of encoder.encode(character)) {
        if (byte === 0) return this.written(found)
        place ^= byte
        const unit = unitAt(place)
        if (labelOf(unit) !== byte) return this.written(found)
        place ^= offsetOf(unit)
        if (hasLeaf(unit)) found = [valueOf(unitAt(place)), end - at]
      }
    }
    return this.written(found)
  }

  private written(found: readonly [at: number, length: number] | null): readonly [string, number] | null {
    if (found === null) return null
    const [at, length] = found
    const end = this.texts.indexOf(0, at)
    return [decoder.decode(this.texts.subarray(at, end < 0 ? this.texts.length : end)), length]
  }

  apply(source: AlignedText): AlignedText {
    // A character that goes from the very beginning moves all that follows, in the official library: then all is written anew.
    if (this.plainAscii && !/^[^ -~]/.test(source.text)) return source.rewriteStretches(UNPLAIN, (stretch) => this.rewrite(stretch))
    return source.rewrite(this.rewrite(source.text))
  }

  /** Whether printable ASCII stays as it is, as in every map there is. */
  private get plainAscii(): boolean {
    return (this.plain ??= Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).every(
      (each) => this.replacement(each) === null,
    ))
  }

  private rewrite(text: string): Rewrite[] {
    const out: [string, number][] = []
    for (const cluster of clusters(text)) {
      const whole = cluster.length > 1 && bytesOf(cluster) < 6 ? this.replacement(cluster) : null
      if (whole !== null) put(out, cluster, whole)
      else this.singly(out, cluster)
    }
    return out
  }

  private singly(out: [string, number][], cluster: string): void {
    for (const character of cluster) {
      const text = this.replacement(character)
      if (text === null) out.push([character, 0])
      else put(out, character, text)
    }
  }
}

function bytesOf(text: string): number {
  let sum = 0
  for (const character of text) sum += utf8Length(character.codePointAt(0)!)
  return sum
}

/** Where more comes than went, the last ones are put in beside; where less, the last one written swallows the rest. */
function put(out: [string, number][], before: string, after: string): void {
  const written = [...after]
  for (const character of written) out.push([character, 0])
  const difference = written.length - [...before].length
  for (let i = 0; i < difference; i++) out[out.length - 1 - i]![1] = 1
  const last = out[out.length - 1]
  if (difference < 0 && last) last[1] += difference
}

/** Standard base64, without which no file holds bytes. */
export function bytesOfBase64(value: string, where: string): Uint8Array {
  try {
    return Uint8Array.from(atob(value), (character) => character.charCodeAt(0))
  } catch {
    throw malformed(where, 'bytes in base64', value)
  }
}
