/* e^x and e^x − 1. */
import { powerOfTwo, scaleByPowerOfTwo } from './bits'
import { INVERSE_LN2, LN2_HIGH, LN2_LOW } from './constants'

/** (e^r − 1 − r) / r² for |r| ≤ 0.35: the Taylor series, cut below 2^-56. */
function exponentialTail(r: number): number {
  return (
    0.5 +
    r *
      (0.16666666666666666 +
        r *
          (0.041666666666666664 +
            r *
              (0.008333333333333333 +
                r *
                  (0.001388888888888889 +
                    r *
                      (0.0001984126984126984 +
                        r *
                          (2.48015873015873e-5 +
                            r *
                              (2.7557319223985893e-6 +
                                r *
                                  (2.755731922398589e-7 +
                                    r *
                                      (2.505210838544172e-8 +
                                        r * (2.08767569878681e-9 + r * (1.6059043836821613e-10 + r * 1.1470745597729725e-11)))))))))))
  )
}

/** e^(x + rest), where rest is tiny beside x. */
export function expOfSum(x: number, rest: number): number {
  if (x > 709.782712893384) return Infinity
  if (x < -745.1332191019412) return 0
  const n = Math.floor(x * INVERSE_LN2 + 0.5)
  const high = x - n * LN2_HIGH
  const low = n * LN2_LOW - rest
  const r = high - low
  const lost = high - r - low
  const value = 1 + (r + (r * r * exponentialTail(r) + lost * (1 + r)))
  return n === 0 ? value : scaleByPowerOfTwo(value, n)
}

export function exp(x: number): number {
  return x === x ? expOfSum(x, 0) : NaN
}

/** e^x − 1, exact near zero. */
export function expm1(x: number): number {
  if (x !== x || x === 0) return x
  if (x > 709.782712893384) return Infinity
  if (x < -40) return -1
  const n = Math.floor(x * INVERSE_LN2 + 0.5)
  const high = x - n * LN2_HIGH
  const low = n * LN2_LOW
  const r = high - low
  const lost = high - r - low
  const p = r + (r * r * exponentialTail(r) + lost * (1 + r))
  if (n === 0) return p
  if (n > 60) return scaleByPowerOfTwo(1 + p, n)
  const scale = powerOfTwo(n)
  return scale * p + (scale - 1)
}
