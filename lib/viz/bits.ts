/* What every drawing of a bits panel shares: its rows, the runs of one role, and the words under them. */
import { significant } from './numbers'
import type { BitMark, BitsPanel } from './panels'

/** Bits a row: sixteen can still be read and hit in the width of a node. */
export const ROW_BITS = 16

export interface BitRun {
  readonly role: BitMark['role']
  /** Of the first bit. */
  readonly start: number
  readonly bits: readonly BitMark[]
}

/** Rows of runs; a row that a role ends in begins the next run behind a gap. */
export function bitRows(panel: BitsPanel): readonly (readonly BitRun[])[] {
  const rows: BitRun[][] = []
  panel.bits.forEach((bit, place) => {
    if (place % ROW_BITS === 0) rows.push([])
    const row = rows.at(-1)!
    const last = row.at(-1)
    if (last && last.role === bit.role) row[row.length - 1] = { ...last, bits: [...last.bits, bit] }
    else row.push({ role: bit.role, start: place, bits: [bit] })
  })
  return rows
}

/** `0.0999756`, and that it is rounded where it is. */
export const heldWords = (panel: BitsPanel): string =>
  panel.value === panel.wanted || Number.isNaN(panel.value)
    ? significant(panel.value)
    : `${significant(panel.value)}, for ${significant(panel.wanted)}`

export function neighbourWords({ below, above }: BitsPanel): string {
  const side = (value: number | null, none: string): string => (value === null ? none : significant(value))
  return `below ${side(below, 'nothing')}, above ${side(above, 'nothing')}`
}

/** Whether a bit can be turned over: a param holds no infinity, no NaN and no minus zero. */
export function canTurn(panel: BitsPanel, place: number): boolean {
  const flipped = panel.bits[place]?.flipped ?? NaN
  return panel.param !== undefined && Number.isFinite(flipped) && !Object.is(flipped, -0)
}
