/* Puts the rows of stored matrices in the order that Hugging Face's files have, packed as they are, and turns plain ones. */
import type { Arrangement } from './model-file'

/** For each row the row that it is stored in; null where all stand in their place. */
function storedRows(arrangement: Arrangement, rows: number): Uint32Array | null {
  if (arrangement.kind === 'interleaved') {
    const half = rows / arrangement.heads / 2
    return Uint32Array.from({ length: rows }, (_, row) => {
      const within = row % (2 * half)
      return row - within + (within % half) * 2 + Math.floor(within / half)
    })
  }
  if (arrangement.kind === 'by-part') {
    const { heads, parts } = arrangement
    const size = rows / heads / parts
    return Uint32Array.from({ length: rows }, (_, row) => {
      const [head, part, within] = [Math.floor(row / (parts * size)), Math.floor(row / size) % parts, row % size]
      return (part * heads + head) * size + within
    })
  }
  return null
}

/** Reorders rows in place; `bytes` must belong to the caller. */
export function arrangeRows(bytes: Uint8Array, rows: number, arrangement: Arrangement): void {
  const from = storedRows(arrangement, rows)
  if (!from) return
  const size = bytes.length / rows
  const stored = bytes.slice()
  for (let row = 0; row < rows; row++) bytes.set(stored.subarray(from[row]! * size, (from[row]! + 1) * size), row * size)
}

/** [rows, columns] → [columns, rows], in tiles that stay in the cache. */
export function turned(x: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(x.length)
  const TILE = 32
  for (let top = 0; top < rows; top += TILE)
    for (let left = 0; left < columns; left += TILE)
      for (let row = top; row < Math.min(rows, top + TILE); row++)
        for (let column = left; column < Math.min(columns, left + TILE); column++) out[column * rows + row] = x[row * columns + column]!
  return out
}

/** Multiplies a matrix with scales: one for all, one a row, or one a block of 128 by 128. False where their shape is none of these. */
export function scaleMatrix(x: Float32Array, rows: number, scales: Float32Array, shape: readonly number[]): boolean {
  const columns = x.length / rows
  const block = blockOf(rows, columns, scales.length, shape)
  if (!block) return false
  const across = Math.ceil(columns / block.wide)
  for (let row = 0; row < rows; row++) {
    const line = Math.floor(row / block.tall) * across
    for (let column = 0; column < columns; column++) x[row * columns + column]! *= scales[line + Math.floor(column / block.wide)]!
  }
  return true
}

function blockOf(rows: number, columns: number, count: number, shape: readonly number[]) {
  if (count === 1) return { tall: rows, wide: columns }
  if (count === rows && (shape[1] ?? 1) === 1) return { tall: 1, wide: columns }
  const fits = shape.length === 2 && shape[0] === Math.ceil(rows / 128) && shape[1] === Math.ceil(columns / 128)
  return fits ? { tall: 128, wide: 128 } : null
}
