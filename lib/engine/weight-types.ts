/* The number types weights are stored in, plain and by blocks, and how each widens to float32. */
import { firstNotFinite, storedBytes, widenInto, type StoredType } from '../tensor'
import { blockFormats, widenBlock } from './gguf/blocks'
import { EngineFailure } from './types'

/** A whole number of rows can be widened alone: `values` of a row lie in `bytes`. */
export interface WeightType {
  readonly values: number
  readonly bytes: number
}

const isPlain = (type: string): type is StoredType => Object.hasOwn(storedBytes, type)

export function weightType(type: string): WeightType | undefined {
  return isPlain(type) ? { values: 1, bytes: storedBytes[type] } : blockFormats.get(type)
}

export const readableTypes = (): readonly string[] => [...Object.keys(storedBytes), ...blockFormats.keys()]

export function refuseType(type: string, weight: string): EngineFailure {
  return new EngineFailure(
    'unknown-type',
    `Weight ${weight} is stored as ${type}, which is not read.`,
    `Known are ${readableTypes().join(', ')}.`,
  )
}

/** Widens `bytes` into `target`; gives the index of the first NaN or infinity, or -1. */
export function widenWeight(type: string, bytes: Uint8Array, target: Float32Array, weight: string): number {
  if (isPlain(type)) return widenInto(type, bytes, target)
  const format = blockFormats.get(type)
  if (!format) throw refuseType(type, weight)
  for (let at = 0, to = 0; at < bytes.length; at += format.bytes, to += format.values) widenBlock(format, bytes, at, target, to)
  return firstNotFinite(target)
}

export interface BadNumber {
  readonly index: number
  readonly value: number
}

/** The first NaN or infinity among packed numbers, found without widening them all. */
export function firstBad(type: string, bytes: Uint8Array, weight: string): BadNumber | null {
  const format = isPlain(type) ? plainFormat(type) : blockFormats.get(type)
  if (!format) throw refuseType(type, weight)
  const at = isPlain(type) ? firstBadPlain(type, bytes) : firstBadBlock(format, bytes)
  if (at < 0) return null
  const values = new Float32Array(format.values)
  const index = widenWeight(type, bytes.slice(at * format.bytes, (at + 1) * format.bytes), values, weight)
  return index < 0 ? null : { index: at * format.values + index, value: values[index]! }
}

const plainFormat = (type: StoredType) => ({ values: 1, bytes: storedBytes[type], halves: [] })

function firstBadPlain(type: StoredType, bytes: Uint8Array): number {
  const size = storedBytes[type]
  const [mask, infinite, step] = exponents[type]
  if (mask === 0) return -1
  // The exponent of little-endian numbers lies in their last two bytes, or in the only one.
  const last = step === 2 ? 1 : 0
  for (let at = 0, end = size - 1; end < bytes.length; at++, end += size) {
    const top = last ? (bytes[end]! << 8) | bytes[end - 1]! : bytes[end]!
    if ((top & mask) >= infinite) return at
  }
  return -1
}

/** The bits of the exponent at the top of a number, from which value on it is NaN or infinite, and in how many bytes. */
const exponents: Readonly<Record<StoredType, readonly [mask: number, infinite: number, bytes: 1 | 2]>> = {
  F32: [0x7f80, 0x7f80, 2],
  BF16: [0x7f80, 0x7f80, 2],
  F16: [0x7c00, 0x7c00, 2],
  F8_E4M3: [0x7f, 0x7f, 1],
  F8_E5M2: [0x7c, 0x7c, 1],
  I8: [0, 0, 1],
}

function firstBadBlock({ bytes: size, halves }: { readonly bytes: number; readonly halves: readonly number[] }, bytes: Uint8Array): number {
  for (let at = 0, block = 0; at < bytes.length; at += size, block++)
    for (const half of halves) if ((bytes[at + half + 1]! & 0x7c) === 0x7c) return block
  return -1
}
