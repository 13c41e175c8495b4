/* Points with two numbers as letters on a grid, and what each letter is. */
import { layoutScatter } from '../layout/scatter'
import { pointName } from '../marks/scatter'
import { number } from '../numbers'
import type { ScatterPanel } from '../panels'
import { axisLines } from '../scatter'

const COLUMNS = 64
const ROWS = 18
/** A letter of a terminal is about twice as high as wide. */
const HIGH = 2
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

export function scatterLines(panel: ScatterPanel): string[] {
  const layout = layoutScatter(panel, { width: COLUMNS * 10, height: ROWS * HIGH * 10, font: 10, most: 1 })
  const cells = Array.from({ length: ROWS }, () => Array.from({ length: COLUMNS }, () => ' '))
  for (const { place, x, y } of layout.points) {
    const row = cells[Math.min(ROWS - 1, Math.floor(y / (HIGH * 10)))]!
    const column = Math.min(COLUMNS - 1, Math.floor(x / 10))
    // Where several stand on one another there is room for none of their letters.
    row[column] = row[column] === ' ' ? (LETTERS[place] ?? '·') : '*'
  }
  const named = layout.points
    .filter(({ place }) => place < LETTERS.length)
    .map(
      ({ place }) =>
        `${LETTERS[place]}  ${number(panel.points[2 * place]!)}, ${number(panel.points[2 * place + 1]!)}  ${pointName(panel, place)}`,
    )
  return [...cells.map((row) => `│${row.join('').trimEnd()}`), `└${'─'.repeat(COLUMNS)}`, ...axisLines(panel, layout), ...named]
}
