/* How a matrix is rounded: scheme, bits, and what shares one scale. Where the blocks of a row begin and end. Nothing is computed here. */
import { EngineFailure } from '../types'

export type Scheme = 'absmax' | 'zero-point'
export type Sharing = 'tensor' | 'channel' | 'group'

export interface QuantizeSettings {
  readonly scheme: Scheme
  /** 2 to 8. */
  readonly bits: number
  /** What shares one scale: the whole matrix, a row (one output), or a run of `group` neighbours in a row. */
  readonly per: Sharing
  readonly group: number
}

/** Blocks of [rows, columns] in the order of their scales: `perRow` of `size` numbers a row, the last of a row shorter; none where one scale serves all. */
export interface Blocks {
  readonly size: number
  readonly perRow: number
  readonly count: number
}

export function blocksOf(rows: number, columns: number, { per, group }: QuantizeSettings): Blocks {
  if (per === 'tensor') return { size: columns, perRow: 0, count: 1 }
  const size = per === 'channel' ? columns : Math.min(group, columns)
  const perRow = Math.ceil(columns / size)
  return { size, perRow, count: rows * perRow }
}

/** M of the formulas: the largest code above zero. */
export const largestCode = ({ scheme, bits }: QuantizeSettings): number => (scheme === 'absmax' ? 2 ** (bits - 1) - 1 : 2 ** bits - 1)

/** Canonical text: equal for settings that round alike. */
export const settingsText = ({ scheme, bits, per, group }: QuantizeSettings): string =>
  `${scheme} ${bits} bits by ${per === 'group' ? `group of ${group}` : per}`

export function checkSettings({ bits, per, group }: QuantizeSettings): void {
  if (!Number.isInteger(bits) || bits < 2 || bits > 8)
    throw new EngineFailure('bad-setting', `bits should be a whole number from 2 to 8, got ${bits}.`)
  if (per === 'group' && (!Number.isInteger(group) || group < 1))
    throw new EngineFailure('bad-setting', `group should be a whole number of at least 1, got ${group}.`)
}
