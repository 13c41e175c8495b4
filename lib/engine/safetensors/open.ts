/* Opens a model folder in Hugging Face's form: config.json, weights in one safetensors file or in shards, of which the heads alone are read. */
import { parseJsonObject, isObject, readJsonIfPresent, type JsonObject } from '../files/json'
import { readBytes, sizeOf } from '../files/ranges'
import type { Arrangement, ModelFile, StoredWeight } from '../model-file'
import { EngineFailure, type FileSource } from '../types'
import { headBytes, readLayout, type SafetensorsLayout, type StoredTensor } from './layout'

const WHOLE = 'model.safetensors'
const SHARDS = 'model.safetensors.index.json'
const TEMPLATE = 'chat_template.jinja'
/** Most heads are in here: one request instead of two. */
const FIRST_PART = 2 ** 17

export async function readSafetensorsHead(source: FileSource, file: string, title = file): Promise<SafetensorsLayout> {
  const length = await sizeOf(source, file)
  const first = await readBytes(source, file, 0, Math.min(FIRST_PART, length))
  const needed = headBytes(first, length, title)
  const head = needed <= first.length ? first : await readBytes(source, file, 0, needed)
  return readLayout(head, title, length)
}

export async function openSafetensors(source: FileSource, signal?: AbortSignal): Promise<ModelFile> {
  const config = parseJsonObject(await source.read('config.json'), 'config.json')
  signal?.throwIfAborted()
  const generation = await readJsonIfPresent(source, 'generation_config.json')
  const heads = await readHeads(source, signal)
  const weights = collect(heads)
  const sizes = await Promise.all([...heads.keys()].map((file) => sizeOf(source, file)))
  const types = [...new Set([...weights.values()].map(({ type }) => type))].sort()
  return {
    config,
    generation,
    weights,
    fileBytes: sizes.reduce((sum, size) => sum + size, 0),
    format: `safetensors, ${types.join(', ')}`,
    async tokenizer() {
      const tokenizer = new TextDecoder().decode(await source.read('tokenizer.json'))
      return { tokenizer, config: await withTemplate(source, await readJsonIfPresent(source, 'tokenizer_config.json')) }
    },
  }
}

/** Newer models keep the chat template in a file of its own, which counts. A server would answer the question for it with an error. */
async function withTemplate(source: FileSource, config: JsonObject | null): Promise<JsonObject | null> {
  if (!source.listed || !(await source.list()).includes(TEMPLATE)) return config
  return { ...config, chat_template: new TextDecoder().decode(await source.read(TEMPLATE)) }
}

/** One file where it is there, else what the index names. Nothing is listed first: a server would answer each question with an error. */
async function readHeads(source: FileSource, signal?: AbortSignal): Promise<Map<string, SafetensorsLayout>> {
  try {
    return new Map([[WHOLE, await readSafetensorsHead(source, WHOLE, 'The model file')]])
  } catch (cause) {
    if (!(cause instanceof EngineFailure) || cause.code !== 'missing-file') throw cause
    const heads = new Map<string, SafetensorsLayout>()
    for (const name of await shardNames(source, cause)) {
      signal?.throwIfAborted()
      heads.set(name, await readSafetensorsHead(source, name))
    }
    return heads
  }
}

async function shardNames(source: FileSource, missing: EngineFailure): Promise<string[]> {
  const index = await readJsonIfPresent(source, SHARDS)
  if (!index) throw missing
  const map = index.weight_map
  const files = isObject(map) ? Object.values(map) : []
  if (files.length === 0 || !files.every((file) => typeof file === 'string')) {
    throw new EngineFailure('bad-json', `${SHARDS} has no weight_map from tensors to files.`)
  }
  return [...new Set(files as string[])].sort()
}

function collect(heads: ReadonlyMap<string, SafetensorsLayout>): Map<string, StoredWeight> {
  const weights = new Map<string, StoredWeight>()
  for (const [file, { tensors }] of heads) {
    for (const { name, dtype, shape, begin, end } of tensors.values()) {
      if (weights.has(name)) throw new EngineFailure('bad-safetensors', `Tensor ${name} stands in two of the model's files.`)
      weights.set(name, { name, shape, type: dtype, file, begin, end })
    }
  }
  for (const [name, weight] of weights) {
    const arrangement = scaling(weight, weights)
    if (arrangement) weights.set(name, { ...weight, arrangement })
  }
  return weights
}

/** Numbers of 8 bits often have scales beside them, under two names that mean the same: what to multiply with. */
function scaling({ name, type }: StoredWeight, weights: ReadonlyMap<string, Pick<StoredTensor, 'shape'>>): Arrangement | undefined {
  if (!['I8', 'F8_E4M3', 'F8_E5M2'].includes(type)) return undefined
  const by = [`${name}_scale`, `${name}_scale_inv`].find((scale) => weights.has(scale))
  return by === undefined ? undefined : { kind: 'scaled', by }
}
