/*
 * From the head of a GGUF file (version 2 or 3) to its metadata and a checked table of its tensors. The file is hostile input: every
 * number is bounded before use. Format: github.com/ggml-org/ggml/blob/master/docs/gguf.md.
 */
import { megabytes, shapeText, shareOfBytes } from '../sentences'
import { EngineFailure } from '../types'
import { Cursor } from './cursor'
import { readMetadata, type GgufMetadata } from './metadata'
import { ggufType } from './types'

export interface GgufTensor {
  readonly name: string
  /** `Q4_K`, `F32` … */
  readonly type: string
  /** Rows first, as elsewhere; the file has the shortest step first. */
  readonly shape: readonly number[]
  /** Bytes from the start of the file. */
  readonly begin: number
  readonly end: number
}

export interface GgufLayout {
  readonly version: number
  readonly metadata: GgufMetadata
  readonly tensors: ReadonlyMap<string, GgufTensor>
  readonly dataStart: number
}

const MAGIC = 0x46554747
const MOST_TENSORS = 100_000
/** Name length, dimensions, type and offset. */
const LEAST_TENSOR_BYTES = 8 + 4 + 8 + 4 + 8

/** `bytes` is the file's beginning, `length` the whole file's. Throws NeedMore where the head is longer. */
export function readGgufLayout(bytes: Uint8Array, length = bytes.length, file = 'The GGUF file'): GgufLayout {
  const cursor = new Cursor(bytes, length, file)
  const version = readVersion(cursor, file)
  const tensorCount = cursor.u64('the number of tensors')
  const entryCount = cursor.u64('the number of metadata entries')
  if (tensorCount > MOST_TENSORS) throw cursor.bad(`it announces ${tensorCount} tensors; at most ${MOST_TENSORS} are read`)
  cursor.room(tensorCount, LEAST_TENSOR_BYTES, 'its table of tensors')
  const metadata = readMetadata(cursor, entryCount)
  const entries = Array.from({ length: tensorCount }, () => readEntry(cursor))
  const alignment = readAlignment(cursor, metadata)
  const dataStart = Math.ceil(cursor.at / alignment) * alignment
  return { version, metadata, tensors: placed(entries, dataStart, alignment, cursor, file), dataStart }
}

function readVersion(cursor: Cursor, file: string): number {
  if (cursor.u32('its first 4 bytes') !== MAGIC) {
    throw new EngineFailure('bad-gguf', `${file} is not a GGUF file: it does not begin with the letters GGUF.`)
  }
  const version = cursor.u32('its version')
  if (version === 2 || version === 3) return version
  if (version !== 0 && version % 65536 === 0) throw cursor.bad('it is written for big-endian machines, which is not read')
  throw cursor.bad(`it has the version ${version}; 2 and 3 can be read`)
}

interface Entry {
  readonly name: string
  readonly shape: readonly number[]
  readonly type: number
  readonly offset: number
}

function readEntry(cursor: Cursor): Entry {
  const name = cursor.string('the name of a tensor')
  const what = `the description of tensor ${name.slice(0, 64)}`
  const dimensions = cursor.u32(what)
  if (dimensions > 4) throw cursor.bad(`tensor ${name.slice(0, 64)} has ${dimensions} dimensions; at most 4 can be read`)
  const shape = Array.from({ length: dimensions }, () => cursor.u64(what)).reverse()
  return { name, shape, type: cursor.u32(what), offset: cursor.u64(what) }
}

function readAlignment(cursor: Cursor, metadata: GgufMetadata): number {
  const value = metadata.get('general.alignment') ?? 32
  if (typeof value === 'number' && value >= 8 && value <= 2 ** 20 && (value & (value - 1)) === 0) return value
  throw cursor.bad(`general.alignment is ${String(value).slice(0, 40)}, expected a power of two from 8 on`)
}

function placed(entries: readonly Entry[], dataStart: number, alignment: number, cursor: Cursor, file: string): Map<string, GgufTensor> {
  const tensors = new Map<string, GgufTensor>()
  for (const entry of entries) {
    if (tensors.has(entry.name)) throw cursor.bad(`the tensor ${entry.name.slice(0, 64)} stands there twice`)
    tensors.set(entry.name, place(entry, dataStart, alignment, cursor))
  }
  refuseOverlaps(tensors, dataStart, cursor.length, file)
  return tensors
}

function place({ name, shape, type: number, offset }: Entry, dataStart: number, alignment: number, cursor: Cursor): GgufTensor {
  const title = `tensor ${name.slice(0, 64)}`
  const type = ggufType(number)
  if (!type) throw cursor.bad(`${title} has the unknown type ${number}`)
  const count = boundedProduct(shape)
  if (Number.isNaN(count)) throw cursor.bad(`${title} has the impossible shape ${shapeText(shape)}`)
  if ((shape.at(-1) ?? 1) % type.values !== 0) {
    throw cursor.bad(`${title} of shape ${shapeText(shape)} is stored as ${type.name}, whose blocks hold ${type.values} values of a row`)
  }
  const begin = dataStart + offset
  if (offset % alignment !== 0) throw cursor.bad(`${title} begins at ${offset}, which is not a multiple of ${alignment}`)
  return { name, type: type.name, shape, begin, end: begin + (count / type.values) * type.bytes }
}

/** The product, or NaN beyond what a double counts exactly. */
function boundedProduct(shape: readonly number[]): number {
  let product = 1
  for (const size of shape) {
    product *= size
    if (!(product <= Number.MAX_SAFE_INTEGER / 64)) return NaN
  }
  return product
}

/** Gaps are allowed, since tensors begin at aligned places. */
function refuseOverlaps(tensors: ReadonlyMap<string, GgufTensor>, dataStart: number, length: number, file: string): void {
  const sorted = [...tensors.values()].sort((a, b) => a.begin - b.begin || a.end - b.end)
  let end = dataStart
  for (const tensor of sorted) {
    const title = tensor.name.slice(0, 64)
    if (tensor.begin < end) throw new EngineFailure('bad-gguf', `${file}: tensor ${title} overlaps the one before it.`)
    if (!Number.isSafeInteger(tensor.end))
      throw new EngineFailure('bad-gguf', `${file}: tensor ${title} begins at ${megabytes(tensor.begin)}.`)
    end = tensor.end
  }
  if (end > length) {
    throw new EngineFailure(
      'truncated-file',
      `${file} ends after ${shareOfBytes(length, end)}.`,
      'Its copy or download broke off: fetch the file again.',
    )
  }
}
