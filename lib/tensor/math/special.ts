/* The hyperbolic tangent and the error function. */
import { TWO_OVER_ROOT_PI } from './constants'
import { expm1, expOfSum } from './exponential'
import { rest, twoProduct } from './pairs'

export function tanh(x: number): number {
  const size = Math.abs(x)
  if (x !== x || x === 0) return x
  if (size > 22) return x > 0 ? 1 : -1
  const t = expm1(size < 1 ? -2 * size : 2 * size)
  const value = size < 1 ? -t / (t + 2) : 1 - 2 / (t + 2)
  return x > 0 ? value : -value
}

/** The error function: its series of positive terms up to 2, a continued fraction of the complement beyond. */
export function erf(x: number): number {
  const size = Math.abs(x)
  if (x !== x || x === 0) return x
  const value = size >= 6 ? 1 : size < 2 ? erfSeries(size) : 1 - erfComplement(size)
  return x > 0 ? value : -value
}

function erfSeries(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return TWO_OVER_ROOT_PI * expOfNegativeSquare(x) * sum
}

function erfComplement(x: number): number {
  let value = x
  for (let n = 120; n >= 1; n--) value = x + n / 2 / value
  return (expOfNegativeSquare(x) * TWO_OVER_ROOT_PI * 0.5) / value
}

function expOfNegativeSquare(x: number): number {
  const square = twoProduct(x, x)
  return expOfSum(-square, -rest)
}
