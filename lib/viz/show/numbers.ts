/* Panels of single numbers and lists of them: number, bars, histogram, table. */
import type { NumberValue, TableValue, TensorValue } from '../../values/types'
import type { BarMark, BarsPanel, HistogramPanel, NumberPanel, TablePanel } from '../panels'
import type { About } from './about'
import { sourceOf } from './source'
import { niceAbove } from './scale'

export function number(value: NumberValue, options: About & { readonly label?: string } = {}): NumberPanel {
  return { panel: 'number', value: value.value, ...(value.unit === undefined ? {} : { unit: value.unit }), ...options }
}

/** Bars on one scale; `high` defaults to the largest bar, or 1 for shares given by the unit `%`. */
export function bars(
  marks: readonly BarMark[],
  options: About & {
    readonly unit?: string
    readonly low?: number
    readonly high?: number
    readonly names?: readonly [string, string]
    readonly pieces?: boolean
  } = {},
): BarsPanel {
  const all = marks.flatMap((mark) => (mark.second === undefined ? [mark.value] : [mark.value, mark.second])).filter(Number.isFinite)
  const high = options.high ?? niceAbove(Math.max(...all, 0))
  const least = Math.min(...all, 0)
  return { panel: 'bars', bars: marks, ...options, high, ...(least < 0 && options.low === undefined ? { low: -niceAbove(-least) } : {}) }
}

export function histogram(
  value: TensorValue,
  options: About & { readonly bins?: number; readonly unit?: string; /** Laid over it as lines. */ readonly grid?: readonly number[] } = {},
): HistogramPanel {
  const { bins: wanted, ...about } = options
  const finite = finiteOnly(value.data)
  let sum = 0
  let low = Infinity
  let high = -Infinity
  for (let i = 0; i < finite.length; i++) {
    const entry = finite[i]!
    sum += entry
    if (entry < low) low = entry
    if (entry > high) high = entry
  }
  const mean = finite.length ? sum / finite.length : 0
  let squares = 0
  for (let i = 0; i < finite.length; i++) squares += (finite[i]! - mean) * (finite[i]! - mean)
  return {
    panel: 'histogram',
    bins: finite.length ? binned(finite, low, high, wanted ?? 40) : [],
    count: finite.length,
    mean,
    deviation: finite.length ? Math.sqrt(squares / finite.length) : 0,
    source: sourceOf(
      value.origin,
      value.shape.map(() => null),
      value.dims,
    ),
    ...about,
  }
}

/** The array itself where all of it is finite. */
function finiteOnly(data: Float32Array): Float32Array {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i]!)) return data.filter(Number.isFinite)
  return data
}

function binned(values: Float32Array, low: number, high: number, wanted: number): HistogramPanel['bins'] {
  const count = low === high ? 1 : wanted
  const width = (high - low) / count || 1
  const counts = Array.from({ length: count }, () => 0)
  for (let i = 0; i < values.length; i++) {
    const place = Math.min(count - 1, Math.floor((values[i]! - low) / width))
    counts[place] = counts[place]! + 1
  }
  return counts.map((entry, place) => ({
    from: low + place * width,
    to: place === count - 1 ? high : low + (place + 1) * width,
    count: entry,
  }))
}

export function table(
  value: TableValue,
  options: About & { readonly rows?: number; /** Names of columns that hold token pieces. */ readonly pieces?: readonly string[] } = {},
): TablePanel {
  const { rows, pieces, ...about } = options
  return {
    panel: 'table',
    columns: value.columns.map((column) => (pieces?.includes(column.name) ? { ...column, pieces: true } : column)),
    rows: value.rows.slice(0, rows ?? 200),
    total: value.rows.length,
    ...about,
  }
}
