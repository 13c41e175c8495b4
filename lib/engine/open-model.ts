/* A model without its tokenizer: what `trace` on ids needs, and the larger half of loading. */
import type { BackendSession, ModelParts } from './backends/backend'
import { referenceSession } from './backends/reference'
import { digestFiles } from './digest'
import { readModelFiles, type ReadOptions } from './load-files'
import { loadedModel } from './model'
import { familyOf } from './models'
import { Settings } from './models/config'
import type { Backend, FileSource, LoadedModel } from './types'
import { Weights } from './weights'

export interface OpenOptions extends ReadOptions {
  /** `auto` is ort: the same class in the page and in Node. */
  readonly backend?: 'auto' | Backend
}

export async function openModel(source: FileSource, options: OpenOptions = {}): Promise<LoadedModel> {
  const backend: Backend = options.backend === 'reference' ? 'reference' : 'ort'
  // The runtime starts while files are read.
  const ort = backend === 'ort' ? import('./backends/ort') : null
  const starting = ort?.then((module) => module.startOrt())
  starting?.catch(() => {})
  const files = await readModelFiles(source, options)
  const family = familyOf(files.config)
  const generationEnds = files.generation ? new Settings(files.generation, 'generation_config.json').tokenIds('eos_token_id') : []
  const read = family.readSpec(files.config)
  const spec = { ...read, eosTokenIds: [...new Set([...read.eosTokenIds, ...generationEnds])] }
  const digesting = digestFiles([files.configBytes, ...files.weightFiles.map((file) => file.bytes)])
  digesting.catch(() => {})
  const weights = Weights.read(family, spec, files.weightFiles)
  const facts = {
    name: source.name,
    backend,
    digest: await digesting,
    fileBytes: files.weightFiles.reduce((sum, file) => sum + file.bytes.length, 0),
  }
  options.signal?.throwIfAborted()
  await starting
  const parts: ModelParts = { family, spec, weights }
  const session: BackendSession = ort ? (await ort).ortSession(parts) : referenceSession(parts)
  options.progress?.(1, 'ready')
  return loadedModel(facts, parts, session)
}
