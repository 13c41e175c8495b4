/* Opens a GGUF file: its head alone is read, in growing parts, and the few small tensors that say how positions are scaled. */
import { widenWeight } from '../weight-types'
import type { ModelFile, StoredWeight } from '../model-file'
import { readBytes, sizeOf } from '../files/ranges'
import { EngineFailure, type FileSource } from '../types'
import { elementCount } from '../../tensor'
import { readConfig } from './config'
import { NeedMore } from './cursor'
import { readGgufLayout, type GgufLayout } from './layout'
import { arrangementOf, ggufNames, huggingFaceName, type HeadSizes } from './names'
import { readWhole, type PlacedTensor } from './parts'
import type { RopeFactors } from './rope-scaling'
import { readVocabularyFiles } from './vocabulary'

const FIRST_PART = 2 ** 20

export async function readGgufHead(source: FileSource, file: string, signal?: AbortSignal): Promise<GgufLayout> {
  const length = await sizeOf(source, file)
  for (let part = Math.min(FIRST_PART, length); ;) {
    const bytes = await readBytes(source, file, 0, part)
    signal?.throwIfAborted()
    try {
      return readGgufLayout(bytes, length, file)
    } catch (cause) {
      if (!(cause instanceof NeedMore)) throw cause
      part = Math.min(length, Math.max(cause.bytes, 4 * part))
    }
  }
}

/** Large models come in several files; any of them stands for all. */
export async function openGguf(source: FileSource, file: string, signal?: AbortSignal): Promise<ModelFile> {
  const { head, tensors, fileBytes } = await readWhole(source, file, (part) => readGgufHead(source, part, signal))
  const factors = await readFactors(source, tensors)
  const { architecture, config, heads, keyValueHeads } = readConfig({ ...head, tensors }, factors)
  const weights = storedWeights(tensors, architecture, { heads, keyValueHeads })
  const types = [...new Set([...weights.values()].map(({ type }) => type))].sort()
  return {
    config,
    generation: null,
    weights,
    fileBytes,
    format: `GGUF, ${types.join(', ')}`,
    tokenizer: async () => readVocabularyFiles(head.metadata),
  }
}

type Tensors = ReadonlyMap<string, PlacedTensor>

async function readFactors(source: FileSource, tensors: Tensors): Promise<RopeFactors> {
  const read = async (name: string): Promise<number[] | undefined> => {
    const tensor = tensors.get(name)
    return tensor && [...(await readSmall(source, tensor))]
  }
  return {
    frequencies: await read('rope_freqs.weight'),
    long: await read('rope_factors_long.weight'),
    short: await read('rope_factors_short.weight'),
  }
}

async function readSmall(source: FileSource, tensor: PlacedTensor): Promise<Float32Array> {
  const count = elementCount(tensor.shape)
  if (count > 4096)
    throw new EngineFailure('bad-gguf', `Tensor ${tensor.name} has ${count} values; a rotary embedding has at most 4096 pairs.`)
  const values = new Float32Array(count)
  widenWeight(tensor.type, await readBytes(source, tensor.file, tensor.begin, tensor.end), values, tensor.name)
  return values
}

function storedWeights(tensors: Tensors, architecture: string, sizes: HeadSizes): Map<string, StoredWeight> {
  const names = ggufNames[architecture]!
  const weights = new Map<string, StoredWeight>()
  for (const { name: own, type, shape, begin, end, file } of tensors.values()) {
    const name = huggingFaceName(names, own)
    if (name === null) continue
    const arrangement = arrangementOf(architecture, own, sizes)
    const turned = arrangement?.kind === 'turned'
    weights.set(name, { name, shape: turned ? shape.toReversed() : shape, type, file, begin, end, ...(arrangement && { arrangement }) })
  }
  return weights
}
