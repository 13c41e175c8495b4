/* How many times larger b is than a: the quotient of two numbers, or of the root mean squares of two arrays. */
import { NodeFailure } from '../../graph/states'
import { numberOf, type NumberValue } from '../../values'

export const UNIT = 'times'

export function rms(values: Float32Array): number {
  let squares = 0
  for (const value of values) squares += value * value
  return Math.sqrt(squares / Math.max(1, values.length))
}

export function quotient(a: number, b: number): NumberValue {
  const value = b / a
  if (Number.isFinite(value)) return numberOf(value, UNIT)
  throw new NodeFailure('not-finite', a === 0 ? 'a is nothing but zero: b is no number of times as large.' : 'The ratio is not finite.', {
    port: 'measure',
    hint: 'Take difference.',
  })
}
