/*
 * From the bytes of a safetensors file to a checked table of its tensors. The file is hostile input: every number is bounded
 * before use. Format: 8 bytes of header length (little-endian), a JSON header, then the data without gaps.
 */
import { storedBytes, type StoredType } from '../../tensor'
import { megabytes, shapeText, shareOfBytes } from '../sentences'
import { EngineFailure } from '../types'
import { parseHeader, type HeaderValue } from './header-json'

export interface StoredTensor {
  readonly name: string
  /** As the file spells it. */
  readonly dtype: string
  readonly shape: readonly number[]
  /** Bytes from the start of the file. */
  readonly begin: number
  readonly end: number
}

export interface SafetensorsLayout {
  readonly tensors: ReadonlyMap<string, StoredTensor>
  readonly metadata: ReadonlyMap<string, string>
}

const LARGEST_HEADER = 100_000_000
/** Sizes of an element in bits, of every type the format knows, so that a mask buffer we ignore does not refuse the file. */
const elementBits: Readonly<Record<string, number>> = {
  BOOL: 8, U8: 8, I8: 8, F8_E5M2: 8, F8_E4M3: 8, F8_E8M0: 8,
  I16: 16, U16: 16, F16: 16, BF16: 16, I32: 32, U32: 32, F32: 32, I64: 64, U64: 64, F64: 64, C64: 64,
} // prettier-ignore

/** How many of the file's first bytes hold its head. `length` is the whole file's. */
export const headBytes = (bytes: Uint8Array, length: number, file: string): number => 8 + readHeaderLength(bytes, length, file)

/** `bytes` is the whole file, or its beginning as far as the head goes; `length` the whole file's. */
export function readLayout(bytes: Uint8Array, file = 'The model file', length = bytes.length): SafetensorsLayout {
  const headerLength = readHeaderLength(bytes, length, file)
  const dataStart = 8 + headerLength
  const header = parseHeader(decodeHeader(bytes.subarray(8, dataStart), file))
  const tensors = new Map<string, StoredTensor>()
  let metadata: ReadonlyMap<string, string> = new Map()
  for (const [name, entry] of header) {
    if (name === '__metadata__') metadata = readMetadata(entry)
    else tensors.set(name, readTensor(name, entry, dataStart))
  }
  refuseTruncation(tensors, length, file)
  refuseOverlaps(tensors, dataStart, length, file)
  return { tensors, metadata }
}

function readHeaderLength(bytes: Uint8Array, whole: number, file: string): number {
  if (whole < 8)
    throw new EngineFailure('truncated-file', `${file} ends after ${whole} bytes; a safetensors file begins with 8 bytes of length.`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8)
  const length = Number(view.getBigUint64(0, true))
  if (length > LARGEST_HEADER) {
    throw new EngineFailure(
      'bad-safetensors',
      `${file} is not a safetensors file: its first 8 bytes announce a header of ${megabytes(length)}.`,
    )
  }
  if (8 + length > whole)
    throw new EngineFailure('truncated-file', `${file} ends inside its header, after ${shareOfBytes(whole, 8 + length)}.`)
  return length
}

function decodeHeader(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new EngineFailure('bad-safetensors', `${file} has a header that is not UTF-8 text.`)
  }
}

function readMetadata(entry: HeaderValue): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  if (!(entry instanceof Map)) throw new EngineFailure('bad-safetensors', 'The safetensors header holds __metadata__ that is no object.')
  for (const [key, value] of entry as ReadonlyMap<string, HeaderValue>) {
    if (typeof value !== 'string')
      throw new EngineFailure('bad-safetensors', `The safetensors metadata ${JSON.stringify(key)} is not a text.`)
    texts.set(key, value)
  }
  return texts
}

function readTensor(name: string, entry: HeaderValue, dataStart: number): StoredTensor {
  const refuse = (what: string) => new EngineFailure('bad-safetensors', `Tensor ${name.slice(0, 200)} ${what}.`)
  if (!(entry instanceof Map)) throw refuse('has no description')
  const fields = entry as ReadonlyMap<string, HeaderValue>
  const dtype = fields.get('dtype')
  const shape = fields.get('shape')
  const range = fields.get('data_offsets')
  if (typeof dtype !== 'string' || !Array.isArray(shape) || !Array.isArray(range) || range.length !== 2) {
    throw refuse('lacks a dtype, a shape or its two data_offsets')
  }
  const bits = elementBits[dtype]
  if (bits === undefined || !Object.hasOwn(elementBits, dtype)) throw refuse(`has the unknown type ${dtype.slice(0, 40)}`)
  const [from, to] = range as [number, number]
  const size = boundedProduct(shape as number[]) * (bits / 8)
  if (!Number.isSafeInteger(size)) throw refuse(`has the impossible shape ${shapeText((shape as number[]).slice(0, 8))}`)
  if (to - from !== size) throw refuse(`of shape ${shapeText(shape as number[])} needs ${size} bytes of ${dtype} and has ${to - from}`)
  return { name, dtype, shape: shape as number[], begin: dataStart + from, end: dataStart + to }
}

/** The product, or NaN beyond what a double counts exactly. */
function boundedProduct(shape: readonly number[]): number {
  if (shape.length > 16) return NaN
  let product = 1
  for (const size of shape) {
    product *= size
    if (product > Number.MAX_SAFE_INTEGER / 64) return NaN
  }
  return product
}

function refuseTruncation(tensors: ReadonlyMap<string, StoredTensor>, length: number, file: string): void {
  let end = 0
  for (const tensor of tensors.values()) end = Math.max(end, tensor.end)
  if (end > length) {
    throw new EngineFailure(
      'truncated-file',
      `${file} ends after ${shareOfBytes(length, end)}.`,
      'Its copy or download broke off: fetch the file again.',
    )
  }
}

function refuseOverlaps(tensors: ReadonlyMap<string, StoredTensor>, dataStart: number, length: number, file: string): void {
  const sorted = [...tensors.values()].sort((a, b) => a.begin - b.begin || a.end - b.end)
  let end = dataStart
  for (const tensor of sorted) {
    if (tensor.begin < end) throw new EngineFailure('bad-safetensors', `Tensor ${tensor.name} overlaps the one before it in ${file}.`)
    if (tensor.begin > end)
      throw new EngineFailure('bad-safetensors', `${file} has ${tensor.begin - end} bytes before ${tensor.name} that belong to nothing.`)
    end = tensor.end
  }
  if (end !== length)
    throw new EngineFailure('bad-safetensors', `${file} has ${length - end} bytes after its last tensor that belong to nothing.`)
}

export function isReadable(dtype: string): dtype is StoredType {
  return Object.hasOwn(storedBytes, dtype)
}
