/* What a model will take in memory, told from its head alone, and refused in words before it is taken. */
import { elementCount } from '../tensor'
import { kernelBytes } from './backends/wasm/held-codes'
import type { FoundWeight } from './find-weights'
import { gigabytes } from './sentences'
import { EngineFailure, type Backend } from './types'
import { keptPacked, packedBytes } from './read-weights'
import { KEPT_BYTES } from './stored-weights'

export interface MemoryEstimate {
  /** As the model's weights are held between runs. */
  readonly held: number
  /** The most at one time, while a backend builds what it runs. */
  readonly peak: number
  readonly parameters: number
}

/**
 * ort takes all weights as plain numbers, keeps a copy of its own, and for reading hooks a second one in blocks. wasm has them in its own
 * memory, packed where they are stored in blocks; reference widens what it needs and keeps some of it.
 */
export function estimateMemory(found: readonly FoundWeight[], backend: Backend): MemoryEstimate {
  const parameters = found.reduce((sum, { need }) => sum + elementCount(need.shape), 0)
  const plain = 4 * parameters
  const held = keptPacked(found) ? packedBytes(found) : plain
  const widened = keptPacked(found) ? Math.min(plain, KEPT_BYTES) : 0
  const more: Readonly<Record<Backend, number>> = {
    ort: 3 * plain,
    'ort-webgpu': 2 * plain,
    wasm: found.reduce((sum, { need, stored: { type } }) => sum + kernelBytes(type, need.shape), 0),
    reference: widened,
  }
  return { held, peak: held + more[backend], parameters }
}

export function refuseTooLarge(name: string, found: readonly FoundWeight[], backend: Backend, limit = Infinity): void {
  const { peak, parameters } = estimateMemory(found, backend)
  if (peak <= limit) return
  throw new EngineFailure(
    'too-large',
    `${name} has ${(parameters / 1e6).toFixed(0)} million weights and would take about ${gigabytes(peak)} on ${backend}; at most ${gigabytes(limit)} may be taken here.`,
    backend.startsWith('ort')
      ? 'The backend wasm takes less; or choose a smaller model.'
      : 'Choose a smaller model, or one packed in fewer bits.',
  )
}
