/*
 * Which elements of a tensor an edit means. Positions count from the start of the text, so that an edit says the same in a full pass
 * and in a step of decoding that sees only some rows.
 */
import { count, shapeText } from '../sentences'
import { EngineFailure, type Edit } from '../types'
import { shapeOf, type ValueInfo } from './program'

/** The rows of one call: positions first … first + T − 1, keys 0 … S − 1. */
export interface Rows {
  readonly T: number
  readonly S: number
  readonly first: number
}

interface AxisChoice {
  /** Indices into the tensor at hand. */
  readonly local: readonly number[]
  /** Their places within the region. */
  readonly ordinal: readonly number[]
  readonly extent: number
}

export interface Region {
  readonly shape: readonly number[]
  readonly axes: readonly AxisChoice[]
}

type Selector = 'heads' | 'positions' | 'dims'

function selectorOf(dim: string, axis: number, info: ValueInfo): Selector {
  if (dim === 'T') return 'positions'
  if (dim === 'H' || dim === 'Hkv') return 'heads'
  return axis === info.dims.length - 1 ? 'dims' : 'heads'
}

/** `partial`: rows of a decoding step, where positions outside are simply not here. */
export function regionOf(edit: Edit, info: ValueInfo, rows: Rows, partial: boolean): Region {
  // `logits` of a decoding step is its last row alone.
  const single = info.shape[0] === 1 && info.dims[0] === 'T'
  const first = single ? rows.first + rows.T - 1 : rows.first
  const shape = shapeOf(info, rows.T, rows.S)
  const selectors = info.dims.map((dim, axis) => selectorOf(dim, axis, info))
  for (const selector of ['heads', 'positions', 'dims'] as const) {
    if (edit[selector] && !selectors.includes(selector)) {
      throw new EngineFailure(
        'bad-edit',
        `The edit at ${edit.at} selects ${selector}, which that tensor does not have: its axes are ${info.dims.join(', ')}.`,
      )
    }
  }
  const axes = shape.map((size, axis) => chooseAxis(edit, selectors[axis]!, size, selectors[axis] === 'positions' ? first : 0, partial))
  return { shape, axes }
}

function chooseAxis(edit: Edit, selector: Selector, size: number, first: number, partial: boolean): AxisChoice {
  const chosen = edit[selector]
  if (!chosen) {
    const all = Array.from({ length: size }, (_, i) => i)
    // Rows of a part stand where they would in the whole.
    return { local: all, ordinal: first === 0 ? all : all.map((i) => first + i), extent: first + size }
  }
  const local: number[] = []
  const ordinal: number[] = []
  for (const [place, index] of chosen.entries()) {
    const inside = index - first >= 0 && index - first < size
    if (!Number.isInteger(index) || index < 0 || (!inside && !partial)) throw outside(edit, selector, index, size)
    if (!inside) continue
    local.push(index - first)
    ordinal.push(place)
  }
  return { local, ordinal, extent: chosen.length }
}

function outside(edit: Edit, selector: Selector, index: number, size: number): EngineFailure {
  const one = { heads: 'head', positions: 'position', dims: 'dimension' }[selector]
  return new EngineFailure('bad-edit', `The edit at ${edit.at} names ${one} ${index}; there are ${count(size)}, from 0 to ${size - 1}.`)
}

/** Calls `visit(position in the tensor, position in the region)` for each element. */
export function forEachElement(region: Region, visit: (at: number, inRegion: number) => void): void {
  const walk = (axis: number, at: number, inRegion: number) => {
    const choice = region.axes[axis]
    if (!choice) return visit(at, inRegion)
    const { local, ordinal, extent } = choice
    for (let i = 0; i < local.length; i++) walk(axis + 1, at * region.shape[axis]! + local[i]!, inRegion * extent + ordinal[i]!)
  }
  walk(0, 0, 0)
}

/** The value of an edit for each element of its region: a number, or an array that fills the region or its last axes. */
export function valueReader(edit: Edit, region: Region): (inRegion: number) => number {
  const { value, op } = edit
  if (op === 'zero') return () => 0
  if (value === undefined) throw new EngineFailure('bad-edit', `The edit at ${edit.at} has no value, which \`${op}\` needs.`)
  if (typeof value === 'number') return () => value
  const extents = region.axes.map((axis) => axis.extent)
  const whole = extents.reduce((product, extent) => product * extent, 1)
  if (op === 'replace' ? value.length !== whole : !isTrailing(value.length, extents)) {
    throw new EngineFailure(
      'bad-edit',
      `The edit at ${edit.at} brings ${count(value.length)} values; its region ${shapeText(extents)} has ${count(whole)}.`,
    )
  }
  return (inRegion) => value[inRegion % value.length]!
}

function isTrailing(length: number, extents: readonly number[]): boolean {
  let product = 1
  if (length === product) return true
  for (const extent of extents.toReversed()) {
    product *= extent
    if (product === length) return true
  }
  return false
}
