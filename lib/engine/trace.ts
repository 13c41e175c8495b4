/* One forward pass of a model folder, tensors by hook name: what `vitrine trace` prints. */
import { openModel, type OpenOptions } from './open-model'
import type { EngineTensor, FileSource, ForwardRequest } from './types'

export interface TraceRequest extends OpenOptions, Omit<ForwardRequest, 'signal'> {
  readonly source: FileSource
}

export async function traceModel({
  source,
  ids,
  attentionMask,
  tokenTypes,
  want,
  edits,
  ...options
}: TraceRequest): Promise<ReadonlyMap<string, EngineTensor>> {
  const model = await openModel(source, options)
  try {
    return (await model.forward({ ids, attentionMask, tokenTypes, want, edits, signal: options.signal })).tensors
  } finally {
    model.dispose()
  }
}
