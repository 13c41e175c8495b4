/* How far a rounded matrix is from what it was: in all, and row by row. Sums in double. */
import type { PackedMatrix } from './packed-matrix'

export interface RowError {
  readonly row: number
  readonly max: number
  readonly rms: number
  /** The row's own root mean square, before rounding. */
  readonly size: number
}

export interface ErrorStatistics {
  readonly max: number
  /** Of the magnitudes. */
  readonly mean: number
  readonly mse: number
  readonly rms: number
  /** Root mean square of the numbers before rounding. */
  readonly size: number
  readonly rows: readonly RowError[]
}

/** `x` before rounding; error = x − value. Whoever has the values at hand gives them; else they are expanded row by row. */
export function errorsOf(x: Float32Array, packed: PackedMatrix, expanded?: Float32Array): ErrorStatistics {
  const { rows, columns } = packed
  const zeros = packed.zeroPoints()
  const work = new Uint8Array(columns)
  const values = expanded ?? new Float32Array(columns)
  const all: RowError[] = []
  let [max, sum, squares, power] = [0, 0, 0, 0]
  for (let row = 0; row < rows; row++) {
    if (!expanded) packed.expandRow(row, zeros, work, values)
    const at = expanded ? row * columns : 0
    let [rowMax, rowSquares, rowPower] = [0, 0, 0]
    for (let i = 0; i < columns; i++) {
      const before = x[row * columns + i]!
      const error = Math.abs(before - values[at + i]!)
      if (error > rowMax) rowMax = error
      sum += error
      rowSquares += error * error
      rowPower += before * before
    }
    all.push({ row, max: rowMax, rms: Math.sqrt(rowSquares / columns), size: Math.sqrt(rowPower / columns) })
    if (rowMax > max) max = rowMax
    squares += rowSquares
    power += rowPower
  }
  const count = Math.max(1, rows * columns)
  return { max, mean: sum / count, mse: squares / count, rms: Math.sqrt(squares / count), size: Math.sqrt(power / count), rows: all }
}

/** Rows by their root mean square error, the largest first; of equals the lower row. */
export const worstRows = (errors: ErrorStatistics, count: number): readonly RowError[] =>
  errors.rows.toSorted((a, b) => b.rms - a.rms || a.row - b.row).slice(0, count)
