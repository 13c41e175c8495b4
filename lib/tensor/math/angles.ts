/* Sine and cosine of any double. */
import { bits, HIGH, LOW, powerOfTwo, word } from './bits'
import {
  PI_HALF,
  PI_HALF_HIGH,
  PI_HALF_LAST,
  PI_HALF_LOW,
  PI_HALF_MIDDLE,
  TWO_OVER_PI,
  TWO_OVER_PI_BITS,
  TWO_OVER_PI_SCALE,
} from './constants'
import { multiplyPairs, rest, twoSum } from './pairs'

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
