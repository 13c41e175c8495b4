/*
 * The pieces of a SentencePiece file as its own program uses them: which may be found in a text, what unknown text becomes, and where its bytes
 * lie. Marks of control, bytes and the unknown piece are never found in a text, however they are spelled.
 */
import { utf8Length } from './characters'
import { malformed, type Fields } from './shape'
import { byteToken, SpelledWord, type ScoredPieces, type Word } from './word-model'

/** Numbers of sentencepiece_model.proto. */
export const KINDS = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const

/** One for each piece. */
export function readKinds(value: unknown, count: number): Uint8Array {
  if (!Array.isArray(value) || value.length !== count || !value.every((kind) => Number.isInteger(kind) && kind >= 0 && kind < 256))
    throw malformed('model.kinds', `a list of ${count} kinds`, value)
  return Uint8Array.from(value as readonly number[])
}

const encoder = new TextEncoder()
export const bytesIn = (text: string): number => [...text].reduce((sum, character) => sum + utf8Length(character.codePointAt(0)!), 0)

export class PieceTable {
  /** What may be found in a text. */
  readonly found = new Map<string, number>()
  readonly userDefined: readonly string[]
  readonly lowest: number
  private readonly bytes = new Map<string, number>()

  constructor(
    { pieces, scores }: ScoredPieces,
    private readonly kinds: Uint8Array,
    private readonly unknown: number,
    private readonly byteFallback: boolean,
  ) {
    const normal = scores.filter((_, id) => kinds[id] === KINDS.normal)
    this.lowest = normal.reduce((low, score) => Math.min(low, score), Infinity)
    for (const [id, piece] of pieces.entries()) {
      if (kinds[id] === KINDS.normal || kinds[id] === KINDS.userDefined || kinds[id] === KINDS.unused) this.found.set(piece, id)
      if (kinds[id] === KINDS.byte) this.bytes.set(piece, id)
    }
    this.userDefined = pieces.filter((_, id) => kinds[id] === KINDS.userDefined)
  }

  is(id: number, kind: keyof typeof KINDS): boolean {
    return this.kinds[id] === KINDS[kind]
  }

  /** Ids of the stretches between the cuts. Unknown ones become bytes, of which the last stands for the text; or neighbours become one. */
  spell(word: string, cuts: readonly number[]): Word {
    const out = new SpelledWord()
    for (let i = 0; i + 1 < cuts.length; i++) {
      const [from, to] = [cuts[i]!, cuts[i + 1]!]
      const stretch = word.slice(from, to)
      const id = this.found.get(stretch)
      const last = out.ids.length - 1
      if (id !== undefined) out.push(id, from, to, stretch)
      else if (this.byteFallback) this.pushBytes(stretch, from, to, out)
      else if (out.ids[last] === this.unknown && out.to[last] === from) {
        out.to[last] = to
        out.tokens[last] += stretch
      } else out.push(this.unknown, from, to, stretch)
    }
    return out
  }

  private pushBytes(stretch: string, from: number, to: number, out: SpelledWord): void {
    const bytes = encoder.encode(stretch)
    for (const [at, byte] of bytes.entries()) {
      const token = byteToken(byte)
      out.push(this.bytes.get(token) ?? this.unknown, from, at === bytes.length - 1 ? to : from, token)
    }
  }
}

/** Null where a model is not of a SentencePiece file. */
export function readPieceTable(model: Fields, scored: ScoredPieces, unknown: number, byteFallback: boolean): PieceTable | null {
  if (model['kinds'] === undefined) return null
  return new PieceTable(scored, readKinds(model['kinds'], scored.pieces.length), unknown, byteFallback)
}
