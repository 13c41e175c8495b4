/* Widths of a table's columns where not all have the room they want: numbers keep theirs, words share what is left. No React. */

export interface ColumnWish {
  /** The longest of its entries and its head, in characters. */
  readonly letters: number
  readonly isNumber: boolean
}

const LETTER = 7
const GAP = 12
/** Words are cut, but not to nothing. */
const LEAST = 36
/** Nobody asks for more than this many letters. */
const MOST_LETTERS = 48

/** Widths in px, or null where each column has what it wants. */
export function columnWidths(wishes: readonly ColumnWish[], room: number): readonly number[] | null {
  const wants = wishes.map(({ letters }) => Math.min(letters, MOST_LETTERS) * LETTER + GAP)
  const all = wants.reduce((sum, width) => sum + width, 0)
  if (all <= room) return null
  const fixed = wants.reduce((sum, width, place) => sum + (wishes[place]!.isNumber ? width : 0), 0)
  const words = all - fixed
  const left = Math.max(room - fixed, 0)
  return wants.map((width, place) => (wishes[place]!.isNumber || words === 0 ? width : Math.max(LEAST, (width / words) * left)))
}
