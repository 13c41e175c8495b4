/*
 * SentencePiece's own file: a protocol buffer with pieces, scores and kinds, and how texts are normalized
 * (sentencepiece_model.proto). Read by hand: few of its fields matter. It becomes an object in the form of tokenizer.json, with parts that only such a
 * file has, since its own program does much otherwise than the libraries that take it over.
 */
import { EngineFailure } from '../types'
import { KINDS } from './sentencepiece-pieces'

type Field = readonly [number: number, value: number | Uint8Array]

const cutOff = (file: string): EngineFailure =>
  new EngineFailure(
    'tokenizer-malformed',
    `${file} is not a whole SentencePiece file.`,
    'It may be cut off; take it again from where the model comes from.',
  )

/** The fields of a message: whole numbers, four bytes, and stretches of bytes. */
function* fieldsOf(bytes: Uint8Array, file: string): Generator<Field> {
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let power = 1; ; power *= 128) {
      const byte = bytes[at++]
      if (byte === undefined || power > 2 ** 49) throw cutOff(file)
      value += (byte & 127) * power
      if (byte < 128) return value
    }
  }
  while (at < bytes.length) {
    const key = varint()
    const wire = key % 8
    if (wire === 0) yield [Math.floor(key / 8), varint()]
    else {
      const length = wire === 2 ? varint() : wire === 5 ? 4 : wire === 1 ? 8 : NaN
      if (!(at + length <= bytes.length)) throw cutOff(file)
      yield [Math.floor(key / 8), bytes.subarray(at, (at += length))]
    }
  }
}

/** The other way to cut is unigram, 1. */
const BPE = 2
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

interface Piece {
  readonly text: string
  readonly score: number
  readonly kind: number
}

type FieldMap = ReadonlyMap<number, Field[1]>

const number = (fields: FieldMap, field: number, absent: number): number => {
  const value = fields.get(field)
  return typeof value === 'number' ? value : absent
}
const stretch = (fields: FieldMap, field: number): Uint8Array => {
  const value = fields.get(field)
  return value instanceof Uint8Array ? value : new Uint8Array()
}

function pieceOf(bytes: Uint8Array, file: string): Piece {
  const fields = new Map(fieldsOf(bytes, file))
  const score = stretch(fields, 2)
  return {
    text: utf8.decode(stretch(fields, 1)),
    score: score.length === 4 ? new DataView(score.buffer, score.byteOffset, 4).getFloat32(0, true) : 0,
    kind: number(fields, 3, KINDS.normal),
  }
}

export function sentencePieceFile(bytes: Uint8Array, file: string): object {
  const pieces: Piece[] = []
  let trainer: FieldMap = new Map()
  let normalizer: FieldMap = new Map()
  for (const [field, value] of fieldsOf(bytes, file)) {
    if (!(value instanceof Uint8Array)) continue
    if (field === 1) pieces.push(pieceOf(value, file))
    if (field === 2) trainer = new Map(fieldsOf(value, file))
    if (field === 3) normalizer = new Map(fieldsOf(value, file))
  }
  if (pieces.length === 0) throw cutOff(file)
  const kind = number(trainer, 3, 1)
  if (kind > BPE) throw new EngineFailure('tokenizer-unsupported', `${file} cuts by words or characters; unigram and byte pairs are read.`)
  const unknown = Math.max(
    0,
    pieces.findIndex((piece) => piece.kind === KINDS.unknown),
  )
  const spaces = {
    add_dummy_prefix: number(normalizer, 3, 1) !== 0,
    remove_extra_whitespaces: number(normalizer, 4, 1) !== 0,
  }
  const surface = trainer.get(44)
  return {
    added_tokens: pieces.flatMap(({ text, kind: each }, id) =>
      each === KINDS.control ? [{ id, content: text, special: true, normalized: false, in_text: false }] : [],
    ),
    normalizer: {
      type: 'SentencePiece',
      ...spaces,
      escape_whitespaces: number(normalizer, 5, 1) !== 0,
      treat_whitespace_as_suffix: number(trainer, 24, 0) !== 0,
      precompiled_charsmap: base64Of(stretch(normalizer, 2)),
      symbols: pieces.flatMap(({ text, kind: each }) => (each === KINDS.userDefined ? [text] : [])),
    },
    pre_tokenizer: null,
    decoder: {
      type: 'SentencePiece',
      ...spaces,
      unknown: pieces[unknown]!.text,
      unknown_surface: surface instanceof Uint8Array ? utf8.decode(surface) : ' \u2047 ',
    },
    model: {
      type: kind === BPE ? 'ScoredMerges' : 'Unigram',
      vocab: pieces.map(({ text, score }) => [text, score]),
      kinds: pieces.map((piece) => piece.kind),
      unk_id: unknown,
      byte_fallback: number(trainer, 35, 0) !== 0,
    },
  }
}

/** In parts: a call takes so many arguments and no more. */
function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}
