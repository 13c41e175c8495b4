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

/** e^x within two units of the last place; 0 below -87.3, and no larger than e^88. */
@inline export function exponential(given: v128): v128 {
  const x = f32x4.min(given, f32x4.splat(88))
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)))
  // ln 2 in two parts: the first has few bits, so that n times it is exact.
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375))), f32x4.mul(n, f32x4.splat(-2.12194440e-4)))
  let p = f32x4.splat(1.9841270e-4)
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3888889e-3))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3333333e-3))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1666667e-2))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666667e-1))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5))
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), f32x4.splat(1))
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23)
  const small = f32x4.lt(x, f32x4.splat(-87.3))
  return v128.andnot(f32x4.mul(p, power), small)
}
