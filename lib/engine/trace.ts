/* One forward pass of a model folder, tensors by hook name: what `vitrine trace` prints. */
import { openModel, type OpenOptions } from './open-model'
import type { Edit, EngineTensor, FileSource } from './types'

export interface TraceRequest extends OpenOptions {
  readonly source: FileSource
  readonly ids: readonly number[]
  readonly want?: readonly string[]
  readonly edits?: readonly Edit[]
}

export async function traceModel({ source, ids, want, edits, ...options }: TraceRequest): Promise<ReadonlyMap<string, EngineTensor>> {
  const model = await openModel(source, options)
  try {
    return (await model.forward({ ids, want, edits, signal: options.signal })).tensors
  } finally {
    model.dispose()
  }
}
