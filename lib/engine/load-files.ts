/* Reads a model folder's config and weights, in one file or in shards. */
import { isObject, parseJsonObject, readJsonIfPresent, type JsonObject } from './files/json'
import { EngineFailure, type FileSource } from './types'
import type { WeightFile } from './weights'

export interface ModelFiles {
  readonly config: JsonObject
  readonly configBytes: Uint8Array
  /** generation_config.json, where there is one. */
  readonly generation: JsonObject | null
  readonly weightFiles: readonly WeightFile[]
}

export interface ReadOptions {
  readonly signal?: AbortSignal
  /** Share of the bytes, from 0 to 1, and what is read. */
  readonly progress?: (share: number, words?: string) => void
}

export async function readModelFiles(source: FileSource, options: ReadOptions): Promise<ModelFiles> {
  const configBytes = await source.read('config.json')
  options.signal?.throwIfAborted()
  const config = parseJsonObject(configBytes, 'config.json')
  const generation = await readJsonIfPresent(source, 'generation_config.json')
  return { config, configBytes, generation, weightFiles: await readWeightFiles(source, options) }
}

/** One file where it is there, else what the index names. Nothing is listed first: a server would answer each question with an error. */
async function readWeightFiles(source: FileSource, options: ReadOptions): Promise<WeightFile[]> {
  try {
    return [await readOne(source, 'model.safetensors', options, 0, 1)]
  } catch (cause) {
    if (!(cause instanceof EngineFailure) || cause.code !== 'missing-file') throw cause
    const names = await shardNames(source, cause)
    const files: WeightFile[] = []
    for (const [index, name] of names.entries()) files.push(await readOne(source, name, options, index, names.length))
    return files
  }
}

async function readOne(source: FileSource, name: string, options: ReadOptions, index: number, of: number): Promise<WeightFile> {
  options.signal?.throwIfAborted()
  const bytes = await source.read(name, (done, total) => {
    if (total) options.progress?.((index + done / total) / of, `reading ${name}`)
  })
  options.signal?.throwIfAborted()
  return { name, bytes }
}

async function shardNames(source: FileSource, missing: EngineFailure): Promise<string[]> {
  const index = await readJsonIfPresent(source, 'model.safetensors.index.json')
  if (!index) throw missing
  const map = index.weight_map
  const files = isObject(map) ? Object.values(map) : []
  if (files.length === 0 || !files.every((file) => typeof file === 'string')) {
    throw new EngineFailure('bad-json', 'model.safetensors.index.json has no weight_map from tensors to files.')
  }
  return [...new Set(files as string[])].sort()
}
