/* The number types weights are stored in, plain and by blocks, and how each widens to float32. */
import { firstNotFinite, storedBytes, widenInto, type StoredType } from '../tensor'
import { blockFormats } from './gguf/blocks'
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

/** Fewer bits than float32 keeps: worth holding as they are. */
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
  for (let at = 0, to = 0; at < bytes.length; at += format.bytes, to += format.values) format.widen(bytes, at, target, to)
  return firstNotFinite(target)
}
