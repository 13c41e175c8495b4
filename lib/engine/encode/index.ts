/*
 * Texts through an encoder: one vector for a text, or one number for a pair (a cross-encoder's relevance). Texts longer than the
 * model reads are taken in windows, each between the special tokens of the whole, and their vectors averaged by length.
 */
import { EngineFailure, type Encoding, type EngineTokenizer, type LoadedModel, type Pooling } from '../types'
import { pooledRows, unitRow, usualPooling } from './pooling'

export { usualPooling } from './pooling'

export interface EncodeTextOptions {
  /** Default: what the model's files say. */
  readonly pooling?: Pooling
  /** Most tokens of one pass, special ones included. Default: the model's context. */
  readonly window?: number
  readonly signal?: AbortSignal
}

/** [C] */
export async function encodeText(model: LoadedModel, encoding: Encoding, options: EncodeTextOptions = {}): Promise<Float32Array> {
  const { width, causal, pooling: own, ownEmbedding } = model.spec
  if (causal) throw new EngineFailure('no-encoder', `${model.name} writes text; it is no encoder.`, 'Take the mean of its stream instead.')
  if (model.spec.architecture === 'onnx')
    throw new EngineFailure(
      'no-encoder',
      `${model.name} is an ONNX file, which does not say how its rows become one vector.`,
      'Forward reads its tensors by their names, last_hidden_state for example.',
    )
  const pooling = options.pooling ?? own ?? usualPooling
  if (encoding.ids.length === 0) return new Float32Array(width)
  const sum = new Float64Array(width)
  const windows = windowsOf(encoding, Math.min(model.spec.context, options.window ?? Infinity))
  for (const { ids, weight } of windows) {
    const row =
      ownEmbedding && options.pooling === undefined
        ? await hookOf(model, 'sentence_embedding', ids, options.signal)
        : pooledRows(await lastRows(model, ids, options.signal), width, pooling)
    for (let c = 0; c < width; c++) sum[c]! += weight * row[c]!
  }
  const mean = Float32Array.from(sum)
  return pooling.unit && windows.length > 1 ? unitRow(mean) : mean
}

/** What the last layer gives; where norms come before, there is none after it. */
function lastRows(model: LoadedModel, ids: readonly number[], signal?: AbortSignal): Promise<Float32Array> {
  const [normed, plain] = ['hook_normalized_resid_post', 'hook_resid_post'].map((hook) => `blocks.${model.spec.layers - 1}.${hook}`)
  return hookOf(model, model.hooks.includes(normed!) ? normed! : plain!, ids, signal)
}

async function hookOf(model: LoadedModel, hook: string, ids: readonly number[], signal?: AbortSignal): Promise<Float32Array> {
  return (await model.forward({ ids, want: [hook], signal })).tensors.get(hook)!.data
}

interface Window {
  readonly ids: readonly number[]
  /** Share of the text's own tokens. */
  readonly weight: number
}

export function windowsOf({ ids, special }: Pick<Encoding, 'ids' | 'special'>, most: number): readonly Window[] {
  if (ids.length <= most) return [{ ids, weight: 1 }]
  const begin = special.indexOf(false)
  const end = special.lastIndexOf(false) + 1
  const [before, after] = [ids.slice(0, begin), ids.slice(end)]
  const room = Math.max(1, most - before.length - after.length)
  const windows: Window[] = []
  for (let from = begin; from < end; from += room) {
    const part = ids.slice(from, Math.min(end, from + room))
    windows.push({ ids: [...before, ...part, ...after], weight: part.length / (end - begin) })
  }
  return windows
}

/** A cross-encoder's number for a pair: the larger, the better `text` answers `query`. */
export async function rankPair(
  model: LoadedModel,
  tokenizer: EngineTokenizer,
  query: string,
  text: string,
  signal?: AbortSignal,
): Promise<number> {
  const { head, labels, context } = model.spec
  if (head !== 'classes' || labels.length !== 1)
    throw new EngineFailure(
      'no-ranking',
      `${model.name} gives no single number for a pair of texts.`,
      'A cross-encoder with one label does.',
    )
  const first = tokenizer.encode(query)
  const both = tokenizer.encode(query, { pair: text }).ids
  // The end mark stays where the second text is cut.
  const ids = both.length > context ? [...both.slice(0, context - 1), both.at(-1)!] : both
  const types = ids.map((_, at) => (at < first.ids.length ? 0 : 1))
  const knowsTypes = model.hooks.includes('hook_token_type_embed') && model.spec.architecture !== 'roberta'
  const request = { ids, tokenTypes: knowsTypes ? types : undefined, want: ['logits'], signal }
  return (await model.forward(request)).tensors.get('logits')!.data[0]!
}
