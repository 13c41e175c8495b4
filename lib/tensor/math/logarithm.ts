/* Logarithms: one fast, one as a pair of doubles for powers and other bases. */
import { exponent, splitExponent } from './bits'
import { INVERSE_LN10, INVERSE_LN10_REST, INVERSE_LN2, INVERSE_LN2_REST, LN2_HIGH, LN2_LOW, LN2_REST } from './constants'
import { addPairs, multiplyPairs, rest, twoProduct, twoSum } from './pairs'

export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return Infinity
  const f = splitExponent(x) - 1
  const s = f / (2 + f)
  const z = s * s
  // log(1+f) = 2·atanh(s) = f − f²/2 + s·(f²/2 + R): the large parts are exact.
  const tail =
    z *
    (0.6666666666666666 +
      z *
        (0.4 +
          z *
            (0.2857142857142857 +
              z *
                (0.2222222222222222 +
                  z *
                    (0.18181818181818182 +
                      z *
                        (0.15384615384615385 +
                          z *
                            (0.13333333333333333 +
                              z *
                                (0.11764705882352941 +
                                  z * (0.10526315789473684 + z * (0.09523809523809523 + z * 0.08695652173913043))))))))))
  const half = 0.5 * f * f
  const n = exponent
  return n * LN2_HIGH - (half - (s * (half + tail) + n * LN2_LOW) - f)
}

/** log(x) of a positive finite x as a pair. */
export function logPair(x: number): number {
  const m = splitExponent(x)
  const n = exponent
  const f = m - 1
  // s = f / (2 + f), its remainder divided again. 2 + f is exact up to `divisorRest`.
  const divisor = twoSum(2, f)
  const divisorRest = rest
  const s = f / divisor
  const back = twoProduct(s, divisor)
  const sRest = (f - back - rest - s * divisorRest) / divisor
  const z = multiplyPairs(s, sRest, s, sRest)
  const zRest = rest
  let sum = 0
  let sumRest = 0
  for (let k = 20; k >= 0; k--) {
    const odd = 2 * k + 1
    const inverse = 1 / odd
    const backOne = twoProduct(inverse, odd)
    const inverseRest = (1 - backOne - rest) / odd
    sum = multiplyPairs(sum, sumRest, z, zRest)
    sumRest = rest
    sum = addPairs(inverse, inverseRest, sum, sumRest)
    sumRest = rest
  }
  sum = multiplyPairs(sum, sumRest, 2 * s, 2 * sRest)
  sumRest = rest
  const low = twoProduct(n, LN2_LOW)
  const lowRest = rest
  const base = twoSum(n * LN2_HIGH, low)
  return addPairs(base, rest + (lowRest + n * LN2_REST), sum, sumRest)
}

function logOverPair(x: number, scale: number, scaleRest: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return Infinity
  const value = logPair(x)
  return multiplyPairs(value, rest, scale, scaleRest)
}

export function log2(x: number): number {
  if (!(x > 0) || x === Infinity) return logOverPair(x, INVERSE_LN2, INVERSE_LN2_REST)
  const m = splitExponent(x)
  return m === 1 ? exponent : logOverPair(x, INVERSE_LN2, INVERSE_LN2_REST)
}

export function log10(x: number): number {
  return logOverPair(x, INVERSE_LN10, INVERSE_LN10_REST)
}
