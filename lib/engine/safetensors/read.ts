/* A whole safetensors file as float32 tensors: for reference data and results. Models load through weights.ts. */
import { elementCount, widenInto } from '../../tensor'
import { EngineFailure } from '../types'
import { isReadable, readLayout } from './layout'

export interface PlainTensor {
  readonly shape: readonly number[]
  readonly data: Float32Array
}

/** Every F32, F16, BF16, I8 and FP8 tensor; NaN and infinities are allowed here. */
export function readSafetensors(bytes: Uint8Array, file?: string): Map<string, PlainTensor> {
  const tensors = new Map<string, PlainTensor>()
  for (const stored of readLayout(bytes, file).tensors.values()) {
    if (!isReadable(stored.dtype))
      throw new EngineFailure(
        'unknown-type',
        `Tensor ${stored.name} is ${stored.dtype}; F32, F16, BF16, I8, F8_E4M3 and F8_E5M2 can be read.`,
      )
    const data = new Float32Array(elementCount(stored.shape))
    widenInto(stored.dtype, bytes.subarray(stored.begin, stored.end), data)
    tensors.set(stored.name, { shape: stored.shape, data })
  }
  return tensors
}
