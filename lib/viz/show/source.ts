/* From a value's origin to a panel's source: which tensor, and which of its axes run in the panel. No drawing. */
import type { Origin } from '../../values/types'
import type { Source } from '../panels'

/**
 * Fills the running axes of an origin. `own` has one entry per axis of the value: an index where the panel fixes it, null
 * where the panel runs along it. An origin whose open axes do not match the value is taken as running along the value's own.
 */
export function sourceOf(origin: Origin, own: readonly (number | null)[], axes?: readonly string[]): Source {
  const open = origin.slice.filter((index) => index === null).length
  const slice = open === own.length ? fill(origin.slice, own) : open < own.length && open > 0 ? fill(origin.slice, own.slice(-open)) : own
  return {
    tensor: origin.tensor,
    slice,
    ...(axes && axes.length === slice.length ? { axes } : {}),
    ...(origin.model === undefined ? {} : { model: origin.model }),
    ...(origin.backend === undefined ? {} : { backend: origin.backend }),
  }
}

function fill(slice: readonly (number | null)[], own: readonly (number | null)[]): readonly (number | null)[] {
  let next = 0
  return slice.map((index) => (index === null ? (own[next++] ?? null) : index))
}

const AXIS_WORDS: Readonly<Record<string, string>> = {
  T: 'position',
  S: 'source',
  H: 'head',
  Hkv: 'key head',
  D: 'head dim',
  C: 'dim',
  F: 'neuron',
  V: 'id',
  L: 'layer',
  N: 'row',
}
/** Our alphabet in words, for axes and cards. */
export const axisWord = (dim: string): string => AXIS_WORDS[dim] ?? dim
