/*
 * Content hashes: sha-256 over tagged, length-prefixed parts, so that no two lists of parts share their bytes.
 * Big arrays are fed to the digest where they lie; nothing is copied.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Json } from './json'

export type HashPart = string | number | ArrayBufferView

const TAG = { text: 1, number: 2, illFormed: 3 } as const

/** One tag per element type: equal bytes of different types are different parts. */
const ARRAY_TAGS: Readonly<Record<string, number>> = {
  Uint8Array: 16,
  Int8Array: 17,
  Uint8ClampedArray: 18,
  Uint16Array: 19,
  Int16Array: 20,
  Uint32Array: 21,
  Int32Array: 22,
  Float32Array: 23,
  Float64Array: 24,
  BigInt64Array: 25,
  BigUint64Array: 26,
  DataView: 27,
}

const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1
/** Tag and length of the part being added: consumed at once, so one place serves all. */
const head = new DataView(new ArrayBuffer(9))
const headBytes = new Uint8Array(head.buffer)
const encoder = new TextEncoder()
const LONE_SURROGATE = /[\uD800-\uDFFF]/u

/** Feeds parts to one digest; `hex` ends it. */
export class Hasher {
  readonly #digest = sha256.create()

  add(part: HashPart): this {
    if (typeof part === 'string') return this.#addText(part)
    if (typeof part === 'number') return this.#addNumber(part)
    return this.#addArray(part)
  }

  hex(): string {
    return bytesToHex(this.#digest.digest())
  }

  #addHead(tag: number, length: number): void {
    head.setUint8(0, tag)
    head.setFloat64(1, length, true)
    this.#digest.update(headBytes)
  }

  #addText(text: string): this {
    // TextEncoder would turn every lone surrogate into the same character: those rare texts go in by code units.
    const illFormed = LONE_SURROGATE.test(text)
    const bytes = illFormed ? codeUnits(text) : encoder.encode(text)
    this.#addHead(illFormed ? TAG.illFormed : TAG.text, bytes.length)
    this.#digest.update(bytes)
    return this
  }

  /** −0 is 0 and every NaN is one NaN (setFloat64 alone would keep a NaN's payload). */
  #addNumber(value: number): this {
    this.#addHead(TAG.number, Number.isNaN(value) ? Number.NaN : value + 0)
    return this
  }

  #addArray(view: ArrayBufferView): this {
    const name = view.constructor.name === 'Buffer' ? 'Uint8Array' : view.constructor.name
    const tag = ARRAY_TAGS[name]
    if (tag === undefined) throw new TypeError(`A ${name} cannot be hashed; use one of ${Object.keys(ARRAY_TAGS).join(', ')}.`)
    this.#addHead(tag, view.byteLength)
    this.#digest.update(littleEndianBytes(view))
    return this
  }
}

export function hashParts(parts: Iterable<HashPart>): string {
  const hasher = new Hasher()
  for (const part of parts) hasher.add(part)
  return hasher.hex()
}

export const hashJson = (value: Json): string => hashParts([canonicalJson(value)])

/** JSON with sorted keys, −0 as 0, and a name for what JSON has no number for. Equal data, equal text. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value + 0) : `number:${String(value)}`
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && value !== null) return canonicalRecord(value as Record<string, unknown>)
  return JSON.stringify(value) ?? 'null'
}

function canonicalRecord(record: Record<string, unknown>): string {
  const fields: string[] = []
  for (const key of Object.keys(record).sort()) {
    if (record[key] !== undefined) fields.push(`${JSON.stringify(key)}:${canonicalJson(record[key])}`)
  }
  return `{${fields.join(',')}}`
}

function codeUnits(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2)
  for (let i = 0; i < text.length; i++) {
    bytes[2 * i] = text.charCodeAt(i) & 255
    bytes[2 * i + 1] = text.charCodeAt(i) >>> 8
  }
  return bytes
}

function littleEndianBytes(view: ArrayBufferView): Uint8Array {
  const bytes = new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength)
  const size = (view as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1
  if (LITTLE_ENDIAN || size === 1) return bytes
  const swapped = new Uint8Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) swapped[i - (i % size) + (size - 1 - (i % size))] = bytes[i] ?? 0
  return swapped
}
