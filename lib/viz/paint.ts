/*
 * Which number a cell of a map is painted by. Marks keep the tensor's numbers; the painting may share a row anew without
 * its sink, or give each row its own scale. Both are said in words beside the map.
 */
import type { AttentionPanel, HeatPanel, Scale } from './panels'

/** Places on the scale from 0 to 1 [rows, columns]; NaN is not painted. */
export function paintedPlaces(panel: HeatPanel | AttentionPanel): Float32Array {
  const columns = panel.panel === 'heat' ? panel.columns.count : panel.tokens.length
  const sink = panel.panel === 'attention' ? panel.sink : undefined
  return placesOf(panel.scale, panel.values, columns, sink)
}

export function placesOf(scale: Scale, values: Float32Array, columns: number, sink?: number): Float32Array {
  const out = new Float32Array(values.length)
  const reach = scale.high - scale.low
  for (let start = 0; start < values.length; start += columns) {
    const shared = sink === undefined ? 1 : rest(values, start, columns, sink)
    const high = scale.by === 'row' ? rowHigh(values, start, columns, sink) * shared : scale.high
    const span = scale.by === 'row' ? high - scale.low : reach
    for (let j = 0; j < columns; j++) {
      const value = values[start + j]! * (j === sink ? 1 : shared)
      out[start + j] = Number.isNaN(value)
        ? NaN
        : span > 0
          ? Math.max(0, Math.min(1, (value - scale.low) / span))
          : scale.kind === 'diverging'
            ? 0.5
            : 0
    }
  }
  return out
}

/** What a row's other cells are multiplied by once the sink is struck out; 0 where nothing is left. */
function rest(values: Float32Array, start: number, columns: number, sink: number): number {
  let sum = 0
  for (let j = 0; j < columns; j++) {
    const value = values[start + j]!
    if (j !== sink && !Number.isNaN(value)) sum += value
  }
  return sum > 1e-6 ? 1 / sum : 0
}

function rowHigh(values: Float32Array, start: number, columns: number, sink?: number): number {
  let high = 0
  for (let j = 0; j < columns; j++) if (j !== sink && values[start + j]! > high) high = values[start + j]!
  return high
}

/** The number written in a cell of a full-screen map: as painted, so a shared-out row sums to one. */
export const shownNumber = (scale: Scale, place: number): number => scale.low + place * (scale.high - scale.low)
