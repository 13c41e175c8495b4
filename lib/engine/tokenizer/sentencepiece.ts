/*
 * SentencePiece's own file: a protocol buffer with pieces, scores and kinds, and how texts are normalized
 * (sentencepiece_model.proto). Read by hand: five fields of it matter. It becomes an object in the form of tokenizer.json.
 */
import { EngineFailure } from '../types'

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

const NORMAL = 1
const CONTROL = 3
const USER_DEFINED = 4
const BPE = 2
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

interface Piece {
  readonly text: string
  readonly score: number
  readonly kind: number
}

const number = (fields: ReadonlyMap<number, Field[1]>, field: number, absent: number): number => {
  const value = fields.get(field)
  return typeof value === 'number' ? value : absent
}
const stretch = (fields: ReadonlyMap<number, Field[1]>, field: number): Uint8Array => {
  const value = fields.get(field)
  return value instanceof Uint8Array ? value : new Uint8Array()
}

function pieceOf(bytes: Uint8Array, file: string): Piece {
  const fields = new Map(fieldsOf(bytes, file))
  const score = stretch(fields, 2)
  return {
    text: utf8.decode(stretch(fields, 1)),
    score: score.length === 4 ? new DataView(score.buffer, score.byteOffset, 4).getFloat32(0, true) : 0,
    kind: number(fields, 3, NORMAL),
  }
}

export function sentencePieceFile(bytes: Uint8Array, file: string): object {
  const pieces: Piece[] = []
  let trainer: ReadonlyMap<number, Field[1]> = new Map()
  let normalizer: ReadonlyMap<number, Field[1]> = new Map()
  for (const [field, value] of fieldsOf(bytes, file)) {
    if (!(value instanceof Uint8Array)) continue
    if (field === 1) pieces.push(pieceOf(value, file))
    if (field === 2) trainer = new Map(fieldsOf(value, file))
    if (field === 3) normalizer = new Map(fieldsOf(value, file))
  }
  if (pieces.length === 0) throw cutOff(file)
  const prefix = number(normalizer, 3, 1) !== 0
  const kind = number(trainer, 3, 1)
  if (kind > BPE) throw new EngineFailure('tokenizer-unsupported', `${file} cuts by words or characters; unigram and byte pairs are read.`)
  return {
    added_tokens: addedTokens(pieces),
    normalizer: { type: 'Sequence', normalizers: normalizers(normalizer, prefix) },
    pre_tokenizer: null,
    decoder: {
      type: 'Sequence',
      decoders: [
        { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
        { type: 'ByteFallback' },
        { type: 'Fuse' },
        ...(prefix ? [{ type: 'Strip', content: ' ', start: 1, stop: 0 }] : []),
      ],
    },
    model: {
      type: kind === BPE ? 'ScoredMerges' : 'Unigram',
      vocab: pieces.map(({ text, score }) => [text, score]),
      unk_id: Math.max(
        0,
        pieces.findIndex((piece) => piece.kind === 2),
      ),
      byte_fallback: number(trainer, 35, 0) !== 0,
    },
  }
}

/** Characters mapped, white space at the ends and doubled spaces gone, a space in front, every space marked. */
function normalizers(fields: ReadonlyMap<number, Field[1]>, prefix: boolean): object[] {
  const map = stretch(fields, 2)
  const trims = number(fields, 4, 1) !== 0
  return [
    ...(map.length > 0
      ? [{ type: 'Precompiled', precompiled_charsmap: btoa(Array.from(map, (byte) => String.fromCharCode(byte)).join('')) }]
      : []),
    ...(trims
      ? [
          { type: 'Strip', strip_left: true, strip_right: true },
          { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' },
        ]
      : []),
    ...(prefix ? [{ type: 'Prepend', prepend: '▁' }] : []),
    { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
  ]
}

const addedTokens = (pieces: readonly Piece[]): object[] =>
  pieces.flatMap(({ text, kind }, id) =>
    kind === CONTROL || kind === USER_DEFINED ? [{ id, content: text, special: kind === CONTROL, normalized: false }] : [],
  )
