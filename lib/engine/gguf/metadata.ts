/* The metadata of a GGUF file: keys with numbers, texts, flags and lists of them. Asked for by key and kind, with a sentence each. */
import { EngineFailure } from '../types'
import type { Cursor } from './cursor'

export type GgufNumbers = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array
export type GgufValue = number | boolean | string | GgufNumbers | readonly GgufValue[]
export type GgufMetadata = ReadonlyMap<string, GgufValue>

const MOST_ENTRIES = 1_000_000
const DEEPEST = 4

export function readMetadata(cursor: Cursor, count: number): GgufMetadata {
  if (count > MOST_ENTRIES) throw cursor.bad(`it announces ${count} metadata entries; at most ${MOST_ENTRIES} are read`)
  // A key's length, its type, one byte of value.
  cursor.room(count, 13, 'its metadata')
  const metadata = new Map<string, GgufValue>()
  for (let i = 0; i < count; i++) {
    const key = cursor.string('the name of a metadata entry')
    if (metadata.has(key)) throw cursor.bad(`the metadata entry ${key.slice(0, 64)} stands there twice`)
    const what = `the metadata entry ${key.slice(0, 64)}`
    metadata.set(key, readValue(cursor, cursor.u32(what), what, 0))
  }
  return metadata
}

interface Kind {
  /** The least number of bytes a value takes. */
  readonly bytes: number
  readonly read: (cursor: Cursor, what: string) => number | boolean | string
  /** Lists of numbers take no more memory than in the file. */
  readonly list?: new (length: number) => GgufNumbers
}

const kind = (bytes: number, read: Kind['read'], list?: Kind['list']): Kind => ({ bytes, read, ...(list && { list }) })
const kinds: ReadonlyMap<number, Kind> = new Map([
  [0, kind(1, (cursor, what) => cursor.u8(what), Uint8Array)],
  [1, kind(1, (cursor, what) => cursor.i8(what), Int8Array)],
  [2, kind(2, (cursor, what) => cursor.u16(what), Uint16Array)],
  [3, kind(2, (cursor, what) => cursor.i16(what), Int16Array)],
  [4, kind(4, (cursor, what) => cursor.u32(what), Uint32Array)],
  [5, kind(4, (cursor, what) => cursor.i32(what), Int32Array)],
  [6, kind(4, (cursor, what) => cursor.f32(what), Float32Array)],
  [7, kind(1, readFlag, Uint8Array)],
  [8, kind(8, (cursor, what) => cursor.string(what))],
  [10, kind(8, (cursor, what) => cursor.u64(what), Float64Array)],
  [11, kind(8, (cursor, what) => cursor.i64(what), Float64Array)],
  [12, kind(8, (cursor, what) => cursor.f64(what), Float64Array)],
])
const LIST = 9

function readFlag(cursor: Cursor, what: string): boolean {
  const byte = cursor.u8(what)
  if (byte > 1) throw cursor.bad(`${what} is a flag with the value ${byte}, expected 0 or 1`)
  return byte === 1
}

function readValue(cursor: Cursor, type: number, what: string, depth: number): GgufValue {
  if (type === LIST) return readList(cursor, what, depth)
  return kindOf(cursor, type, what).read(cursor, what)
}

function readList(cursor: Cursor, what: string, depth: number): GgufNumbers | readonly GgufValue[] {
  if (depth >= DEEPEST) throw cursor.bad(`${what} is nested more than ${DEEPEST} deep`)
  const type = cursor.u32(what)
  const count = cursor.u64(what)
  const kind = type === LIST ? null : kindOf(cursor, type, what)
  cursor.room(count, kind?.bytes ?? 12, what)
  if (kind?.list) return readNumbers(cursor, kind, kind.list, count, what)
  const list: GgufValue[] = []
  for (let i = 0; i < count; i++) list.push(readValue(cursor, type, what, depth + 1))
  return list
}

function readNumbers(cursor: Cursor, kind: Kind, List: new (length: number) => GgufNumbers, count: number, what: string): GgufNumbers {
  cursor.ahead(count * kind.bytes)
  const list = new List(count)
  for (let i = 0; i < count; i++) list[i] = Number(kind.read(cursor, what))
  return list
}

function kindOf(cursor: Cursor, type: number, what: string): Kind {
  const known = kinds.get(type)
  if (!known) throw cursor.bad(`${what} has the unknown type ${type}`)
  return known
}

/** Metadata asked for by key: absent is the fallback, the wrong kind a sentence. */
export class Entries {
  constructor(
    readonly values: GgufMetadata,
    /** `llama`: put before keys that begin with a dot. */
    readonly prefix: string,
  ) {}

  private key(name: string): string {
    return name.startsWith('.') ? this.prefix + name : name
  }

  has(name: string): boolean {
    return this.values.has(this.key(name))
  }

  number(name: string): number | undefined {
    const value = this.values.get(this.key(name))
    if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) return value
    throw this.failure(name, value, 'a number')
  }

  /** Some files have one number a layer; it is taken where all are the same. */
  shared(name: string): number | undefined {
    const value = this.values.get(this.key(name))
    if (!ArrayBuffer.isView(value)) return this.number(name)
    const first = value[0]
    if (first === undefined || value.some((each) => each !== first)) throw this.failure(name, value, 'the same number for every layer')
    return first
  }

  flag(name: string): boolean | undefined {
    const value = this.values.get(this.key(name))
    if (value === undefined || typeof value === 'boolean') return value
    throw this.failure(name, value, 'true or false')
  }

  text(name: string): string | undefined {
    const value = this.values.get(this.key(name))
    if (value === undefined || typeof value === 'string') return value
    throw this.failure(name, value, 'a text')
  }

  numbers(name: string): GgufNumbers | undefined {
    const value = this.values.get(this.key(name))
    if (value === undefined || ArrayBuffer.isView(value)) return value
    // Without entries the list has no kind of its own.
    if (Array.isArray(value) && value.length === 0) return new Float64Array(0)
    throw this.failure(name, value, 'a list of numbers')
  }

  texts(name: string): readonly string[] | undefined {
    const value = this.values.get(this.key(name))
    if (value === undefined) return undefined
    if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value as readonly string[]
    throw this.failure(name, value, 'a list of texts')
  }

  needed(name: string): number {
    const value = this.shared(name)
    if (value === undefined) throw new EngineFailure('bad-config', `The GGUF metadata lacks ${this.key(name)}.`)
    return value
  }

  failure(name: string, value: GgufValue, expected: string): EngineFailure {
    const found = Array.isArray(value) || ArrayBuffer.isView(value) ? `a list of ${value.length}` : JSON.stringify(value).slice(0, 60)
    return new EngineFailure('bad-config', `${this.key(name)} in the GGUF metadata is ${found}, expected ${expected}.`)
  }
}
