/*
 * Texts through an encoder: one vector for a text, or one number for a pair (a cross-encoder's relevance). Texts longer than the
 * model reads are taken in windows, each between the special tokens of the whole, and their vectors averaged by length.
 */
import { KNOWN_NAMES } from '../onnx/encoder-names'
import { EngineFailure, type Encoding, type EngineTokenizer, type LoadedModel, type ModelSpec, type Pooling } from '../types'
import { pooledRows, unitRow, usualPooling } from './pooling'

export { unitRow, usualPooling } from './pooling'

export interface EncodeTextOptions {
  /** Default: what the model's files say. */
  readonly pooling?: Pooling
  /** Most tokens of one pass, special ones included. Default: the model's context. */
  readonly window?: number
  readonly signal?: AbortSignal
}

/** [C] */
export async function encodeText(model: LoadedModel, encoding: Encoding, options: EncodeTextOptions = {}): Promise<Float32Array> {
  const { width, causal, context, pooling: own } = model.spec
  if (causal) throw new EngineFailure('no-encoder', `${model.name} writes text; it is no encoder.`, 'Take the mean of its stream instead.')
  const vectorOf = vectors(model, options)
  if (encoding.ids.length === 0) return new Float32Array(width)
  const windows = windowsOf(encoding, Math.min(context, options.window ?? Infinity))
  const rows: Float32Array[] = []
  for (const { ids } of windows) rows.push(await vectorOf(ids))
  if (rows.length === 1) return rows[0]!.slice()
  const sum = new Float64Array(rows[0]!.length)
  for (const [at, row] of rows.entries()) for (let c = 0; c < row.length; c++) sum[c]! += windows[at]!.weight * row[c]!
  // What an ONNX file makes of rows is seen from its vectors alone.
  const unit = model.spec.encoder?.vector && !options.pooling ? rows.every(isUnit) : (options.pooling ?? own ?? usualPooling).unit
  return unit ? unitRow(Float32Array.from(sum)) : Float32Array.from(sum)
}

const isUnit = (row: Float32Array): boolean => Math.abs(row.reduce((sum, x) => sum + x * x, 0) - 1) < 1e-3

/** Whether a model gives a vector of its own for a text, where no pooling is asked for. */
export const givesVector = ({ ownEmbedding, encoder }: ModelSpec): boolean => ownEmbedding === true || typeof encoder?.vector === 'string'

/** What makes a vector of the tokens of one window. */
function vectors(model: LoadedModel, { pooling, signal }: EncodeTextOptions): (ids: readonly number[]) => Promise<Float32Array> {
  const { spec, name } = model
  if (spec.architecture === 'onnx' && !spec.encoder)
    throw new EngineFailure(
      'no-encoder',
      `${name} is an ONNX file that does not say how its rows become one vector: it has no output named ${KNOWN_NAMES}.`,
      'Forward reads its tensors by their own names.',
    )
  if (pooling === undefined && givesVector(spec)) return (ids) => hookOf(model, spec.encoder?.vector ?? 'sentence_embedding', ids, signal)
  const rows = spec.encoder ? spec.encoder.rows : lastRows(model)
  if (rows === null)
    throw new EngineFailure(
      'no-rows',
      `${name} gives one vector for a text and no row for each token, so there is nothing to pool.`,
      'Leave pool at own: its vector comes as the file gives it.',
    )
  return async (ids) => {
    const data = await hookOf(model, rows, ids, signal)
    return pooledRows(data, rowWidth(data, ids, model, rows), pooling ?? spec.pooling ?? usualPooling)
  }
}

/** A stranger's tensor may be anything, whatever its name. */
function rowWidth(data: Float32Array, ids: readonly number[], { name, spec }: LoadedModel, rows: string): number {
  const width = spec.width || data.length / ids.length
  if (Number.isInteger(width) && width > 0 && data.length === width * ids.length) return width
  throw new EngineFailure('wrong-shape', `${rows} of ${name} holds ${data.length} numbers for ${ids.length} tokens, which are no rows.`)
}

/** What the last layer gives; where norms come before, there is none after it. */
function lastRows({ spec, hooks }: LoadedModel): string {
  const [normed, plain] = ['hook_normalized_resid_post', 'hook_resid_post'].map((hook) => `blocks.${spec.layers - 1}.${hook}`)
  return hooks.includes(normed!) ? normed! : plain!
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
