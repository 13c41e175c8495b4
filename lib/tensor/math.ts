/*
 * The elementary functions, made only of + - * /, Math.sqrt, Math.floor and bit access, so that every JavaScript engine gives the same last bit.
 * About one unit in the last place of a double (tanh, erf: two). Math's own functions are each engine's own affair and are not used in lib.
 */

const word = new Float64Array(1)
const bits = new Uint32Array(word.buffer)
word[0] = 1
/** Index of a double's upper half in `bits`: 1 on little-endian machines. */
const HIGH = bits[1] === 0x3ff00000 ? 1 : 0
const LOW = 1 - HIGH

// Constants in parts: a first part with trailing zeros multiplies small integers exactly.
const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10
/** What the two parts miss of ln 2. */
const LN2_REST = 1.1612227229362532e-26
const INVERSE_LN2 = 1.4426950408889634
const INVERSE_LN2_REST = 2.0355273740931033e-17
const INVERSE_LN10 = 0.4342944819032518
const INVERSE_LN10_REST = 1.098319650216765e-17
const PI_HALF_HIGH = 1.5707963267341256
const PI_HALF_MIDDLE = 6.077100506303966e-11
const PI_HALF_LOW = 2.0222662487111665e-21
const PI_HALF_LAST = 8.4784276603689e-32
const PI_HALF = 1.5707963267948966
const TWO_OVER_PI = 0.6366197723675814
const TWO_OVER_ROOT_PI = 1.1283791670955126

/** 2/π with 1216 bits behind the point: enough for the largest double. */
const TWO_OVER_PI_BITS =
  0xa2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1deb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6babn
const TWO_OVER_PI_SCALE = 1216

/** 2^n for −1022 ≤ n ≤ 1023. */
function powerOfTwo(n: number): number {
  bits[HIGH] = (n + 1023) << 20
  bits[LOW] = 0
  return word[0]!
}

/** x·2^n with one rounding, also where the result is subnormal. */
function scaleByPowerOfTwo(x: number, n: number): number {
  if (n >= -1022 && n <= 1023) return x * powerOfTwo(n)
  if (n > 1023) return x * powerOfTwo(1023) * powerOfTwo(n - 1023 > 1023 ? 1023 : n - 1023)
  // The first factor stays in the normal range for the callers' x in (0.5, 2).
  return x * powerOfTwo(-969) * powerOfTwo(n + 969 < -1022 ? -1022 : n + 969)
}

let exponent = 0
/** Splits a positive finite x into m·2^exponent with m in [√½, √2); gives m, leaves `exponent`. */
function splitExponent(x: number): number {
  let extra = 0
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984
    extra = -54
  }
  word[0] = x
  const high = bits[HIGH]!
  exponent = (high >>> 20) - 1023 + extra
  bits[HIGH] = (high & 0xfffff) | 0x3ff00000
  let m = word[0]!
  if (m >= 1.4142135623730951) {
    m *= 0.5
    exponent++
  }
  return m
}

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
function expOfSum(x: number, rest: number): number {
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

// ---- Sums of two doubles (about 106 bits), for pow, log2 and log10. A function gives the larger part and leaves the smaller in `rest`.

let rest = 0

function twoSum(a: number, b: number): number {
  const sum = a + b
  const shift = sum - a
  rest = a - (sum - shift) + (b - shift)
  return sum
}

function twoProduct(a: number, b: number): number {
  const product = a * b
  const aHigh = 134217729 * a - (134217729 * a - a)
  const bHigh = 134217729 * b - (134217729 * b - b)
  const aLow = a - aHigh
  const bLow = b - bHigh
  rest = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
  return product
}

/** (a + aRest)·(b + bRest) */
function multiplyPairs(a: number, aRest: number, b: number, bRest: number): number {
  const product = twoProduct(a, b)
  return twoSum(product, rest + (a * bRest + aRest * b))
}

/** (a + aRest) + (b + bRest) */
function addPairs(a: number, aRest: number, b: number, bRest: number): number {
  const sum = twoSum(a, b)
  return twoSum(sum, rest + (aRest + bRest))
}

/** log(x) of a positive finite x as a pair. */
function logPair(x: number): number {
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

// ---- Angles

let angleRest = 0
let angle = 0
/** Reduces x to [−π/4, π/4]: gives the quadrant 0..3, leaves the angle as the pair `angle`, `angleRest`. */
function reduceAngle(x: number): number {
  if (Math.abs(x) <= 0.7853981633974483) {
    angle = x
    angleRest = 0
    return 0
  }
  if (Math.abs(x) > 1e6) return reduceHugeAngle(x)
  const n = Math.floor(x * TWO_OVER_PI + 0.5)
  // Two parts are subtracted exactly, the rest keeps what cancellation would lose.
  const first = x - n * PI_HALF_HIGH
  const second = twoSum(first, -(n * PI_HALF_MIDDLE))
  const tail = rest - n * PI_HALF_LOW
  const result = twoSum(second, tail)
  angle = result
  angleRest = rest - n * PI_HALF_LAST
  return ((n % 4) + 4) % 4
}

function reduceHugeAngle(x: number): number {
  word[0] = Math.abs(x)
  const high = bits[HIGH]!
  const shift = (high >>> 20) - 1075
  const mantissa = (BigInt((high & 0xfffff) | 0x100000) << 32n) | BigInt(bits[LOW]!)
  const product = mantissa * TWO_OVER_PI_BITS
  const point = BigInt(TWO_OVER_PI_SCALE - shift)
  let quadrant = Number((product >> point) & 3n)
  // 128 bits behind the point.
  let fraction = ((product & ((1n << point) - 1n)) << 128n) >> point
  if (fraction >= 1n << 127n) {
    fraction -= 1n << 128n
    quadrant = (quadrant + 1) & 3
  }
  const large = Number(fraction)
  const small = Number(fraction - BigInt(large))
  const unit = powerOfTwo(-128)
  angle = multiplyPairs(large * unit, small * unit, PI_HALF, 6.123233995736766e-17)
  angleRest = rest
  if (x > 0) return quadrant
  angle = -angle
  angleRest = -angleRest
  return (4 - quadrant) & 3
}

function sineKernel(r: number, low: number): number {
  const z = r * r
  const tail =
    -0.16666666666666666 +
    z *
      (0.008333333333333333 +
        z *
          (-0.0001984126984126984 +
            z *
              (2.7557319223985893e-6 +
                z * (-2.505210838544172e-8 + z * (1.6059043836821613e-10 + z * (-7.647163731819816e-13 + z * 2.8114572543455206e-15))))))
  return r + (r * z * tail + low * (1 - 0.5 * z))
}

function cosineKernel(r: number, low: number): number {
  const z = r * r
  const tail =
    0.041666666666666664 +
    z *
      (-0.001388888888888889 +
        z *
          (2.48015873015873e-5 +
            z *
              (-2.755731922398589e-7 +
                z * (2.08767569878681e-9 + z * (-1.1470745597729725e-11 + z * (4.779477332387385e-14 - z * 1.5619206968586225e-16))))))
  const half = 0.5 * z
  const first = 1 - half
  return first + (1 - first - half + (z * z * tail - r * low))
}

export function sin(x: number): number {
  if (x - x !== 0) return NaN
  if (x === 0) return x
  const quadrant = reduceAngle(x)
  const value = quadrant & 1 ? cosineKernel(angle, angleRest) : sineKernel(angle, angleRest)
  return quadrant & 2 ? -value : value
}

export function cos(x: number): number {
  if (x - x !== 0) return NaN
  const quadrant = reduceAngle(x)
  const value = quadrant & 1 ? sineKernel(angle, angleRest) : cosineKernel(angle, angleRest)
  return quadrant === 1 || quadrant === 2 ? -value : value
}

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
