/* Widths of a table's columns where not all have the room they want: numbers keep theirs, short words too, long ones share what is left. */

export interface ColumnWish {
  /** The longest of its entries and its head, in characters. */
  readonly letters: number
  readonly isNumber: boolean
}

const LETTER = 7
const GAP = 12
const CLOSE_LETTER = 6.6
const CLOSE_GAP = 6
/** Words are cut, but not to nothing. */
const LEAST = 36
/** Nobody asks for more than this many letters. */
const MOST_LETTERS = 48

/** Widths in px, or null where each column has what it wants. */
export function columnWidths(wishes: readonly ColumnWish[], room: number): readonly number[] | null {
  const wants = wishes.map(({ letters }) => Math.min(letters, MOST_LETTERS) * LETTER + GAP)
  const sum = (widths: readonly number[]): number => widths.reduce((total, width) => total + width, 0)
  if (sum(wants) <= room) return null
  const widths = [...wants]
  const words = wants.flatMap((_, place) => (wishes[place]!.isNumber ? [] : [place])).sort((a, b) => wants[a]! - wants[b]!)
  let left = room - sum(wants.filter((_, place) => wishes[place]!.isNumber))
  words.forEach((place, at) => {
    const share = left / (words.length - at)
    widths[place] = Math.max(LEAST, Math.min(wants[place]!, share))
    left -= widths[place]!
  })
  return squeezed(widths, wishes, room)
}

/** How many of the columns fit at all, the first ones first; the rest is counted and not shown. */
export function columnsThatFit(wishes: readonly ColumnWish[], room: number): number {
  let used = 0
  const fits = wishes.findIndex(({ letters, isNumber }) => {
    used += isNumber ? letters * CLOSE_LETTER + CLOSE_GAP : LEAST
    return used > room
  })
  return fits < 0 ? wishes.length : Math.max(1, fits)
}

/** Where even that is too much, numbers stand closer, as far as their digits allow. */
function squeezed(widths: readonly number[], wishes: readonly ColumnWish[], room: number): readonly number[] {
  const over = widths.reduce((total, width) => total + width, 0) - room
  if (over <= 0) return widths
  const spare = wishes.map(({ letters, isNumber }, place) => (isNumber ? widths[place]! - (letters * CLOSE_LETTER + CLOSE_GAP) : 0))
  const all = spare.reduce((total, width) => total + Math.max(0, width), 0)
  const share = all > 0 ? Math.min(1, over / all) : 0
  return widths.map((width, place) => width - share * Math.max(0, spare[place]!))
}
