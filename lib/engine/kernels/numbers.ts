/* Small parts that the kernels share, in AssemblyScript: reading arguments, sums of lanes, the exponential. Nothing here keeps state. */

/** The n-th argument: a whole number, an address, or the bits of a float. */
// prettier-ignore
@inline export function word(args: usize, n: i32): i32 { return load<i32>(args + (<usize>n << 2)) }
@inline export function real(args: usize, n: i32): f32 { return load<f32>(args + (<usize>n << 2)) }
@inline export function min(a: i32, b: i32): i32 { return a < b ? a : b }

/** acc + a·b. In the relaxed build one rounding where the machine has it, so that build never makes exact results. */
@inline export function multiplyAdd(a: v128, b: v128, acc: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, acc)
  return f32x4.add(acc, f32x4.mul(a, b))
}

/** (0 + 2) + (1 + 3): the order that summing four vectors at once gives, too. */
@inline export function sumOfLanes(v: v128): f32 {
  return (f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 2)) + (f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 3))
}

/** The sums of the lanes of four vectors, each as `sumOfLanes` has it. */
@inline export function sumsOfLanes(a: v128, b: v128, c: v128, d: v128): v128 {
  // a0+a2 b0+b2 a1+a3 b1+b3, and so for c and d.
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7))
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7))
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7))
}

/** 1.5·2^23: a number of up to 2^22 added to it is rounded to a whole one, halves to even ones, which then stands in the lowest bits. */
const SHIFT: f32 = 12582912
const SHIFT_BITS = 0x4b400000

/** To the nearest whole number, as one of 32 bits; up to 2^22. The instruction for it asks about much that cannot happen here. */
@inline export function toWhole(x: v128): v128 { return i32x4.sub(f32x4.add(x, f32x4.splat(SHIFT)), i32x4.splat(SHIFT_BITS)) }

@inline function shift(x: v128): v128 { return f32x4.add(f32x4.mul(x, f32x4.splat(1.44269504)), f32x4.splat(SHIFT)) }

/** What is left of x when its n, which stands in the low bits of `shifted`, is taken off. ln 2 in two parts: n times the first is exact. */
@inline function rest(x: v128, shifted: v128): v128 {
  const n = f32x4.sub(shifted, f32x4.splat(SHIFT))
  return f32x4.sub(f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375))), f32x4.mul(n, f32x4.splat(-2.12194440e-4)))
}

@inline function horner(p: v128, r: v128, next: f32): v128 { return f32x4.add(f32x4.mul(p, r), f32x4.splat(next)) }

/** 1 + r + p·r² */
@inline function last(p: v128, r: v128): v128 { return f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), f32x4.splat(1)) }

/** Times 2^n; nothing for x below -87.3. */
@inline function scaled(p: v128, shifted: v128, x: v128): v128 {
  const power = i32x4.shl(i32x4.add(shifted, i32x4.splat(127)), 23)
  return v128.andnot(f32x4.mul(p, power), f32x4.lt(x, f32x4.splat(-87.3)))
}

const SERIES_7: f32 = 1.9841270e-4
const SERIES_6: f32 = 1.3888889e-3
const SERIES_5: f32 = 8.3333333e-3
const SERIES_4: f32 = 4.1666667e-2
const SERIES_3: f32 = 1.6666667e-1

/** e^x within two units of the last place; 0 below -87.3, and no larger than e^88. */
@inline export function exponential(given: v128): v128 {
  const x = f32x4.min(given, f32x4.splat(88))
  const shifted = shift(x), r = rest(x, shifted)
  let p = horner(f32x4.splat(SERIES_7), r, SERIES_6)
  p = horner(p, r, SERIES_5)
  p = horner(p, r, SERIES_4)
  p = horner(p, r, SERIES_3)
  p = horner(p, r, 0.5)
  return scaled(last(p, r), shifted, x)
}

/** Sixteen numbers in place, each to the bits of `exponential`: making its constants takes longer than computing with them. */
export function sixteenPowers(at: usize): void {
  const most = f32x4.splat(88)
  const x0 = f32x4.min(v128.load(at), most), x1 = f32x4.min(v128.load(at, 16), most)
  const x2 = f32x4.min(v128.load(at, 32), most), x3 = f32x4.min(v128.load(at, 48), most)
  const s0 = shift(x0), s1 = shift(x1), s2 = shift(x2), s3 = shift(x3)
  const r0 = rest(x0, s0), r1 = rest(x1, s1), r2 = rest(x2, s2), r3 = rest(x3, s3)
  const first = f32x4.splat(SERIES_7)
  let p0 = horner(first, r0, SERIES_6), p1 = horner(first, r1, SERIES_6), p2 = horner(first, r2, SERIES_6), p3 = horner(first, r3, SERIES_6)
  p0 = horner(p0, r0, SERIES_5), p1 = horner(p1, r1, SERIES_5), p2 = horner(p2, r2, SERIES_5), p3 = horner(p3, r3, SERIES_5)
  p0 = horner(p0, r0, SERIES_4), p1 = horner(p1, r1, SERIES_4), p2 = horner(p2, r2, SERIES_4), p3 = horner(p3, r3, SERIES_4)
  p0 = horner(p0, r0, SERIES_3), p1 = horner(p1, r1, SERIES_3), p2 = horner(p2, r2, SERIES_3), p3 = horner(p3, r3, SERIES_3)
  p0 = horner(p0, r0, 0.5), p1 = horner(p1, r1, 0.5), p2 = horner(p2, r2, 0.5), p3 = horner(p3, r3, 0.5)
  v128.store(at, scaled(last(p0, r0), s0, x0))
  v128.store(at, scaled(last(p1, r1), s1, x1), 16)
  v128.store(at, scaled(last(p2, r2), s2, x2), 32)
  v128.store(at, scaled(last(p3, r3), s3, x3), 48)
}
