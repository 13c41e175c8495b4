/*
 * Whether an ONNX file of others is an encoder of texts: by the names that its tensors go by everywhere, or by those of our own export. A row for
 * each token is pooled as for any encoder; a vector for the whole text is taken as it comes.
 */
import { isObject, readJsonIfPresent, type JsonObject } from '../files/json'
import { readPooling } from '../encode/pooling'
import { EngineFailure, type FileSource, type OnnxEncoder, type Pooling } from '../types'
import { ROWS, VECTORS } from './encoder-names'
import { ownInputs } from './feeds'
import type { OnnxFile } from './types'

/** The stream behind the last layer, in files that we write. */
const OWN_ROWS = /^blocks\.(\d+)\.hook_(normalized_)?resid_post$/

/** Null for what reads no tokens alone, and for what gives neither. */
export function encoderOf({ inputs, outputs, inner }: OnnxFile): OnnxEncoder | null {
  if (!inputs.some(({ name }) => name === 'input_ids') || ownInputs(inputs).length > 0) return null
  if (inputs.some(({ name }) => /^past_|\.past/.test(name))) return null
  const named = (names: readonly string[]): string | null => names.find((name) => outputs.some((output) => output.name === name)) ?? null
  const vector = named(VECTORS)
  // Our own export of a decoder has such a stream, too, but no vector.
  const rows = named(ROWS) ?? (vector === null ? null : (inner.findLast(({ name }) => OWN_ROWS.test(name))?.name ?? null))
  return rows === null && vector === null ? null : { rows, vector }
}

/** How rows become one vector, as files beside it say. Layers behind the pooling are in the graph where it gives the vector itself. */
export async function poolingBeside(source: FileSource, encoder: OnnxEncoder): Promise<Pooling | undefined> {
  try {
    return await readPooling(source)
  } catch (cause) {
    if (cause instanceof EngineFailure && cause.code === 'bad-config' && encoder.vector !== null) return undefined
    throw cause
  }
}

/** Larger ones stand for no limit. */
const MOST_CONTEXT = 2 ** 20
/** Their places are counted from behind the number of the padding. */
const COUNTED_BEHIND: readonly unknown[] = ['roberta', 'xlm-roberta', 'camembert', 'mpnet']

/** Most tokens that it reads, as config.json or the tokenizer's says; a graph itself says nothing of that. */
export async function contextBeside(source: FileSource): Promise<number> {
  const [config, tokenizer] = await Promise.all([
    readJsonIfPresent(source, 'config.json'),
    readJsonIfPresent(source, 'tokenizer_config.json'),
  ])
  const places = config === null ? null : whole(config, 'max_position_embeddings')
  const most = places === null ? null : COUNTED_BEHIND.includes(config!['model_type']) ? places - 2 : places
  const said = tokenizer === null ? null : whole(tokenizer, 'model_max_length')
  return most ?? said ?? Number.MAX_SAFE_INTEGER
}

function whole(settings: JsonObject, key: string): number | null {
  const value = isObject(settings) ? settings[key] : undefined
  return typeof value === 'number' && Number.isInteger(value) && value > 2 && value <= MOST_CONTEXT ? value : null
}
