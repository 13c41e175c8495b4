/* A model without its tokenizer: what `trace` on ids needs, and the larger half of loading. */
import type { BackendSession, ModelParts } from './backends/backend'
import { chooseBackend, openSession } from './backends/open-session'
import { digestBytes } from './digest'
import { readPooling } from './encode/pooling'
import { findWeights, specOf } from './find-weights'
import { refuseTooLarge } from './memory'
import { loadedModel } from './model'
import type { ModelFile } from './model-file'
import { familyOf } from './models'
import { Settings } from './models/config'
import { onnxOf } from './onnx/beside'
import { openOnnx } from './onnx/open'
import { openModelFile } from './open-model-file'
import { readWeights, type ReadOptions } from './read-weights'
import type { BackendChoice, FileSource, LoadedModel } from './types'

export interface OpenOptions extends ReadOptions {
  /** `auto` is wasm, the same class in the page and in Node, and ort only where its kernels cannot run. */
  readonly backend?: BackendChoice
  /** Whole-number activations on wasm, where the weights are packed: faster, and not what is looked into by default. */
  readonly fast?: boolean
  /** Bytes that may be taken; a model that would take more is refused before. */
  readonly memoryLimit?: number
}

export async function openModel(source: FileSource, options: OpenOptions = {}): Promise<LoadedModel> {
  const onnx = await onnxOf(source)
  if (onnx !== null) return openOnnx(source, onnx, options)
  return openFile(source, await openModelFile(source, options.signal), options)
}

/** The file's head is read already. */
export async function openFile(source: FileSource, file: ModelFile, options: OpenOptions): Promise<LoadedModel> {
  // The runtime starts while weights are read.
  const { backend, starting, why } = await chooseBackend(options.backend)
  const family = familyOf(file.config)
  const generationEnds = file.generation ? new Settings(file.generation, 'generation_config.json').tokenIds('eos_token_id') : []
  const read = specOf(family, file)
  const spec = {
    ...read,
    eosTokenIds: [...new Set([...read.eosTokenIds, ...generationEnds])],
    ...(read.causal || read.ownEmbedding ? {} : { pooling: await readPooling(source) }),
  }
  const found = findWeights(family, spec, file.weights)
  refuseTooLarge(source.name, found, backend, options.memoryLimit)
  const { weights, digests } = await readWeights(source, found, file.weights, options)
  const config = await digestBytes(new TextEncoder().encode(JSON.stringify(file.config)))
  const facts = {
    name: source.name,
    backend,
    fast: backend === 'wasm' && options.fast === true,
    digest: await digestBytes(new TextEncoder().encode([config, ...digests].join('\n'))),
    fileBytes: file.fileBytes,
    format: file.format,
  }
  options.signal?.throwIfAborted()
  await starting
  const parts: ModelParts = { family, spec, weights }
  const opened = await openSession(backend, parts, options)
  const session = why === null ? opened : explained(opened, why)
  options.progress?.(1, 'ready')
  return loadedModel(facts, parts, session)
}

/** What it says of itself may change: a GPU can be lost. */
function explained(session: BackendSession, why: string): BackendSession {
  return Object.defineProperty({ ...session }, 'reason', { get: () => `${session.reason} (${why})` })
}
