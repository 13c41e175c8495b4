/* The part of a matrix that shares one scale and was hurt most, with the grid it was rounded to. */
import { gridOf, type QuantizeSettings } from '../../engine'
import type { TensorValue } from '../../values'
import { matrixShape } from './rounded'

export interface Comb {
  /** `row 12, columns 32 to 63`. */
  readonly words: string
  readonly numbers: TensorValue
  /** Every step the grid has, used or not, in rising order. */
  readonly grid: readonly number[]
}

export function worstComb(before: TensorValue, after: TensorValue, settings: QuantizeSettings): Comb {
  const [rows, columns] = matrixShape(before.shape)
  if (settings.per === 'tensor') return combOf(before, 0, before.data.length, 'the whole tensor', settings)
  const size = settings.per === 'channel' ? columns : Math.min(settings.group, columns)
  let [worst, at] = [-1, 0]
  for (let row = 0; row < rows; row++)
    for (let start = row * columns; start < (row + 1) * columns; start += size) {
      const error = squares(before.data, after.data, start, Math.min(start + size, (row + 1) * columns))
      if (error > worst) [worst, at] = [error, start]
    }
  const row = Math.floor(at / columns)
  const end = Math.min(at + size, (row + 1) * columns)
  const words = size >= columns ? `row ${row}` : `row ${row}, columns ${at - row * columns} to ${end - row * columns - 1}`
  return combOf(before, at, end, words, settings)
}

function squares(a: Float32Array, b: Float32Array, start: number, end: number): number {
  let sum = 0
  for (let i = start; i < end; i++) sum += (a[i]! - b[i]!) * (a[i]! - b[i]!)
  return sum / (end - start)
}

function combOf(before: TensorValue, start: number, end: number, words: string, settings: QuantizeSettings): Comb {
  const data = before.data.subarray(start, end)
  const numbers: TensorValue = { data, shape: [data.length], dims: ['N'], origin: { tensor: before.origin.tensor, slice: [null] } }
  return { words, numbers, grid: gridOf(data, settings) }
}
