/* Outputs written whole: what holds one tensor, as `ID.PORT.safetensors` with the port's name as key. */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { writeSafetensors } from '../engine/safetensors'
import { refused } from './command'

/** Types that print as `{shape, dims, …}` in results. */
const TENSORS: ReadonlySet<string> = new Set(['Tensor', 'Logits', 'Attention', 'Embeddings'])

interface Whole {
  readonly data: Float32Array
  readonly shape: readonly number[]
}
const isWhole = (value: unknown): value is Whole =>
  typeof value === 'object' &&
  value !== null &&
  'data' in value &&
  value.data instanceof Float32Array &&
  'shape' in value &&
  Array.isArray(value.shape)

export async function writeTensors(folder: string, id: string, port: string, type: string, value: unknown): Promise<void> {
  if (!TENSORS.has(type) || !isWhole(value)) return
  const file = path.join(folder, `${id}.${port}.safetensors`)
  await writeFile(file, writeSafetensors([[port, { shape: [...value.shape], data: value.data }]])).catch((error: Error) => {
    throw refused(`${file} cannot be written: ${error.message}.`)
  })
}
