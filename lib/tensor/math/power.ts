/* Powers with any exponent. */
import { expOfSum } from './exponential'
import { logPair } from './logarithm'
import { multiplyPairs, rest } from './pairs'

/** x^y with the special cases of JavaScript's `**`. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1
  if (x !== x || y !== y) return NaN
  const whole = Math.floor(y) === y
  const odd = whole && Math.abs(y) < 9007199254740992 && Math.floor(y / 2) * 2 !== y
  const size = Math.abs(x)
  if (y === Infinity || y === -Infinity) {
    if (size === 1) return NaN
    return size > 1 === y > 0 ? Infinity : 0
  }
  if (size === 0 || size === Infinity) {
    const value = (size === 0) === y > 0 ? 0 : Infinity
    return odd && (x < 0 || Object.is(x, -0)) ? -value : value
  }
  if (x < 0 && !whole) return NaN
  const sign = x < 0 && odd ? -1 : 1
  if (size === 1) return sign
  const logarithm = logPair(size)
  const logarithmRest = rest
  if (Math.abs(y) > 1e300 || Math.abs(y * logarithm) > 800) return sign * (y * logarithm > 0 ? Infinity : 0)
  const power = multiplyPairs(logarithm, logarithmRest, y, 0)
  return sign * expOfSum(power, rest)
}
