/* Panels of matrices: heat (a window of any tensor), attention (one head with its layer's strip), headGrid. */
import type { AttentionValue, TensorValue } from '../../values/types'
import type { AttentionPanel, AxisLabels, HeadGridPanel, HeatPanel, Source } from '../panels'
import type { About } from './about'
import { scaleFor, type ScaleChoice } from './scale'
import { axisWord, sourceOf } from './source'
import { tokenMarks } from './words'

export interface HeatOptions extends About {
  readonly scale?: ScaleChoice
  /** Indices of the axes that are neither rows nor columns (all but the last two), in order; default 0. */
  readonly at?: readonly number[]
  readonly rows?: Partial<AxisLabels>
  readonly columns?: Partial<AxisLabels>
  /** The part of the matrix shown; default from the start, at most 128 by 256. */
  readonly window?: { readonly row?: number; readonly column?: number; readonly rows?: number; readonly columns?: number }
  /** Cells with row < column do not exist. */
  readonly causal?: boolean
  /** The number at a place of the tensor's data; default what stands there. Asked only for what is shown. */
  readonly entry?: (place: number) => number
}

/** The last two axes of a tensor; a vector is one row, a single number one cell. */
export function heat(value: TensorValue, options: HeatOptions = {}): HeatPanel {
  const { scale, at, rows, columns, window, causal, entry: entryAt = (place: number) => value.data[place]!, ...about } = options
  const rank = value.shape.length
  const height = rank > 1 ? value.shape[rank - 2]! : 1
  const width = rank > 0 ? value.shape[rank - 1]! : 1
  const fixed = value.shape.slice(0, Math.max(0, rank - 2)).map((_, axis) => at?.[axis] ?? 0)
  const start = fixed.reduce((offset, index, axis) => offset * value.shape[axis]! + index, 0) * height * width
  const part = {
    row: window?.row ?? 0,
    column: window?.column ?? 0,
    rows: Math.min(window?.rows ?? 128, height - (window?.row ?? 0)),
    columns: Math.min(window?.columns ?? 256, width - (window?.column ?? 0)),
  }
  const values = new Float32Array(part.rows * part.columns)
  for (let i = 0; i < part.rows; i++)
    for (let j = 0; j < part.columns; j++) {
      const absent = causal === true && part.column + j > part.row + i
      const entry = absent ? NaN : Math.fround(entryAt(start + (part.row + i) * width + part.column + j))
      values[i * part.columns + j] = Number.isFinite(entry) ? entry : NaN
    }
  const own = rank < 2 ? value.shape.map(() => null) : [...fixed, null, null]
  const whole = part.rows === height && part.columns === width
  return {
    panel: 'heat',
    values,
    rows: { ...axis(value, rank - 2, part.row, part.rows), ...rows, count: part.rows },
    columns: { ...axis(value, rank - 1, part.column, part.columns), ...columns, count: part.columns },
    scale: scaleFor(values, scale),
    source: sourceOf(value.origin, own, value.dims),
    ...(whole ? {} : { window: { row: part.row, column: part.column, rows: height, columns: width } }),
    ...about,
  }
}

function axis(value: TensorValue, place: number, from: number, count: number): AxisLabels {
  const dim = value.dims[place] ?? ''
  const labels = value.labels?.[place]
  return {
    name: dim ? axisWord(dim) : '',
    ...(labels ? { labels: labels.slice(from, from + count), ...(/^[TSV]$/.test(dim) ? { pieces: true } : {}) } : {}),
  }
}

export interface AttentionOptions extends About {
  /** null: an aggregate over the heads. */
  readonly head: number | null
  readonly aggregate?: 'mean' | 'max'
  /** Scaled scores q·k/√D [H,T,S] of the same layer, for the formula on the card. */
  readonly scores?: TensorValue
  readonly headSize?: number
  /** A column to strike out; the painter shares its rows anew, the marks keep the tensor's numbers. */
  readonly sink?: number
  /** Each row on its own scale, said in the legend. */
  readonly rowMax?: boolean
  readonly causal?: boolean
  readonly headParam?: string
  readonly layerParam?: string
  readonly layers?: number
}

/** Above this many numbers the strip of all heads is left out. */
const STRIP_LIMIT = 1 << 20

export function attention(value: AttentionValue, options: AttentionOptions): AttentionPanel {
  const { head, aggregate, scores, headSize, sink, rowMax, causal = true, ...about } = options
  const [heads = 1, queries = 0, keys = 0] = value.shape
  const all = masked(value.data, heads, queries, keys, causal)
  const size = queries * keys
  const how = head === null ? (aggregate ?? 'mean') : undefined
  const values = head === null ? combined(all, heads, size, how ?? 'mean') : all.slice(head * size, (head + 1) * size)
  const weights = value.stage === 'weights'
  const scale = weights ? { kind: 'sequential' as const, low: 0, high: 1 } : scaleFor(all)
  return {
    panel: 'attention',
    values,
    layer: value.layer,
    head,
    stage: value.stage,
    tokens: tokenMarks(value.tokens),
    scale: rowMax ? { ...scale, by: 'row' } : scale,
    source: sourceOf(value.origin, [head, null, null], ['head', 'query', 'key']),
    ...(how ? { aggregate: how } : {}),
    ...(heads > 1 && all.length <= STRIP_LIMIT ? { heads: { count: heads, values: all } } : {}),
    ...(head !== null && scores ? { scores: masked(scores.data.subarray(head * size, (head + 1) * size), 1, queries, keys, causal) } : {}),
    ...(headSize === undefined ? {} : { headSize }),
    ...(sink === undefined ? {} : { sink }),
    ...about,
  }
}

/** A copy with NaN where a token cannot read: the newest key belongs to the newest query, so with a prefix keys may be more. */
function masked(data: Float32Array, heads: number, queries: number, keys: number, causal: boolean): Float32Array {
  const out = new Float32Array(heads * queries * keys)
  for (let h = 0; h < heads; h++)
    for (let i = 0; i < queries; i++)
      for (let j = 0; j < keys; j++) {
        const place = (h * queries + i) * keys + j
        const entry = data[place]!
        out[place] = (causal && j > i + keys - queries) || !Number.isFinite(entry) ? NaN : entry
      }
  return out
}

function combined(all: Float32Array, heads: number, size: number, how: 'mean' | 'max'): Float32Array {
  const out = new Float32Array(size)
  for (let place = 0; place < size; place++) {
    let sum = 0
    let most = -Infinity
    for (let h = 0; h < heads; h++) {
      const entry = all[h * size + place]!
      sum += entry
      if (entry > most) most = entry
    }
    out[place] = Number.isNaN(sum) ? NaN : how === 'mean' ? sum / heads : most
  }
  return out
}

/** One number per head [L,H], or one map per head [L,H,T,S]. */
export function headGrid(
  value: TensorValue,
  options: About & { readonly scale?: ScaleChoice; readonly chosen?: readonly [number, number]; readonly causal?: boolean } = {},
): HeadGridPanel {
  const { scale, chosen, causal = true, ...about } = options
  const [layers = 1, heads = 1, rows = 1, columns = 1] = value.shape
  const maps = value.shape.length === 4
  const values = maps ? masked(value.data, layers * heads, rows, columns, causal) : value.data
  const source: Source = sourceOf(
    value.origin,
    value.shape.map(() => null),
    value.dims,
  )
  return {
    panel: 'headGrid',
    layers,
    heads,
    ...(maps ? { maps: { values, rows, columns } } : { values }),
    scale: scaleFor(values, scale),
    source,
    ...(chosen ? { chosen } : {}),
    ...about,
  }
}
