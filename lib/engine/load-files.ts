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

async function readWeightFiles(source: FileSource, options: ReadOptions): Promise<WeightFile[]> {
  const names = await weightFileNames(source)
  const files: WeightFile[] = []
  for (const [index, name] of names.entries()) {
    options.signal?.throwIfAborted()
    const bytes = await source.read(name, (done, total) => {
      if (total) options.progress?.((index + done / total) / names.length, `reading ${name}`)
    })
    files.push({ name, bytes })
  }
  options.signal?.throwIfAborted()
  return files
}

/** One file where it is there, else what the index names. */
async function weightFileNames(source: FileSource): Promise<string[]> {
  const listed = await source.list()
  if (listed.includes('model.safetensors')) return ['model.safetensors']
  const index = await readJsonIfPresent(source, 'model.safetensors.index.json')
  if (!index) {
    throw new EngineFailure(
      'missing-file',
      `${source.name} has no file model.safetensors.`,
      'A model folder holds config.json, model.safetensors and tokenizer.json.',
    )
  }
  const map = index.weight_map
  const files = isObject(map) ? Object.values(map) : []
  if (files.length === 0 || !files.every((file) => typeof file === 'string')) {
    throw new EngineFailure('bad-json', 'model.safetensors.index.json has no weight_map from tensors to files.')
  }
  return [...new Set(files as string[])].sort()
}
