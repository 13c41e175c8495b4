/* Norms, rotation, and what works number by number. Each in an order that does not depend on how many rows there are. */
import { exponential, sixteenPowers, sumOfLanes } from './numbers'

/**
 * A mean in float32 is off by some last bits, which is all there is of a row of equal numbers: what the centred row still has of a mean
 * is taken off as well.
 */
@inline function centred(x: v128, mean: v128, rest: v128): v128 { return f32x4.sub(f32x4.sub(x, mean), rest) }

function squares(x: usize, width: i32, mean: f32, rest: f32): f32 {
  const shift = f32x4.splat(mean), more = f32x4.splat(rest)
  let sum = f32x4.splat(0)
  let i = 0
  for (; i + 4 <= width; i += 4) {
    const v = centred(v128.load(x + (<usize>i << 2)), shift, more)
    sum = f32x4.add(sum, f32x4.mul(v, v))
  }
  let total = sumOfLanes(sum)
  for (; i < width; i++) {
    const v = load<f32>(x + (<usize>i << 2)) - mean - rest
    total += v * v
  }
  return total
}

/** Of the numbers less `from`. */
function meanOf(x: usize, width: i32, from: f32): f32 {
  const shift = f32x4.splat(from)
  let sum = f32x4.splat(0)
  let i = 0
  for (; i + 4 <= width; i += 4) sum = f32x4.add(sum, f32x4.sub(v128.load(x + (<usize>i << 2)), shift))
  let total = sumOfLanes(sum)
  for (; i < width; i++) total += load<f32>(x + (<usize>i << 2)) - from
  return total / <f32>width
}

/** √(mean square + ε) of each row, of the centred row where `centre`. */
export function normScale(x: usize, out: usize, rows: i32, width: i32, epsilon: f32, centre: bool): void {
  for (let row = 0; row < rows; row++) {
    const mean: f32 = centre ? meanOf(x, width, 0) : 0
    const rest: f32 = centre ? meanOf(x, width, mean) : 0
    store<f32>(out, sqrt<f32>(squares(x, width, mean, rest) / <f32>width + epsilon))
    x += <usize>width << 2
    out += 4
  }
}

/** (x − mean) / scale · weight + bias; no bias where it is 0. */
export function normalize(x: usize, scale: usize, weight: usize, bias: usize, out: usize, rows: i32, width: i32, centre: bool): void {
  const bytes = <usize>width << 2
  for (let row = 0; row < rows; row++) {
    const mean: f32 = centre ? meanOf(x, width, 0) : 0
    const rest: f32 = centre ? meanOf(x, width, mean) : 0
    const by = load<f32>(scale)
    const shift = f32x4.splat(mean), more = f32x4.splat(rest), divisor = f32x4.splat(by)
    let at: usize = 0
    for (; at + 16 <= bytes; at += 16) {
      let v = f32x4.mul(f32x4.div(centred(v128.load(x + at), shift, more), divisor), v128.load(weight + at))
      if (bias) v = f32x4.add(v, v128.load(bias + at))
      v128.store(out + at, v)
    }
    for (; at < bytes; at += 4) {
      let v = ((load<f32>(x + at) - mean - rest) / by) * load<f32>(weight + at)
      if (bias) v += load<f32>(bias + at)
      store<f32>(out + at, v)
    }
    x += bytes
    out += bytes
    scale += 4
  }
}

/** Dimension i turns with i + turns/2, those from `turns` on stay; cos and sin [rows, turns/2]. */
export function rotate(x: usize, cos: usize, sin: usize, out: usize, rows: i32, heads: i32, size: i32, turns: i32): void {
  const half = <usize>(turns >> 1) << 2, rest = <usize>(size - turns) << 2
  for (let row = 0; row < rows; row++) {
    for (let head = 0; head < heads; head++) {
      let at: usize = 0
      for (; at + 16 <= half; at += 16) {
        const a = v128.load(x + at), b = v128.load(x + half + at), c = v128.load(cos + at), s = v128.load(sin + at)
        v128.store(out + at, f32x4.sub(f32x4.mul(a, c), f32x4.mul(b, s)))
        v128.store(out + half + at, f32x4.add(f32x4.mul(b, c), f32x4.mul(a, s)))
      }
      for (; at < half; at += 4) {
        const a = load<f32>(x + at), b = load<f32>(x + half + at), c = load<f32>(cos + at), s = load<f32>(sin + at)
        store<f32>(out + at, a * c - b * s)
        store<f32>(out + half + at, b * c + a * s)
      }
      x += half << 1
      out += half << 1
      if (rest == 0) continue
      memory.copy(out, x, rest)
      x += rest
      out += rest
    }
    cos += half
    sin += half
  }
}

/** Buffers are rounded up to 16 bytes, so that whole vectors may be written to their ends. */
export function add(a: usize, b: usize, out: usize, count: i32): void {
  for (const end = a + (<usize>count << 2); a < end; a += 16, b += 16, out += 16) v128.store(out, f32x4.add(v128.load(a), v128.load(b)))
}

export function multiply(a: usize, b: usize, out: usize, count: i32): void {
  for (const end = a + (<usize>count << 2); a < end; a += 16, b += 16, out += 16) v128.store(out, f32x4.mul(v128.load(a), v128.load(b)))
}

export function scale(x: usize, out: usize, count: i32, factor: f32): void {
  const by = f32x4.splat(factor)
  for (const end = x + (<usize>count << 2); x < end; x += 16, out += 16) v128.store(out, f32x4.mul(v128.load(x), by))
}

/** [rows, heads, width] → [rows, width], then the bias: in the order of the projection that adds heads itself. */
export function sumHeads(x: usize, bias: usize, out: usize, rows: i32, heads: i32, width: i32): void {
  const bytes = <usize>width << 2
  for (let row = 0; row < rows; row++) {
    for (let at: usize = 0; at < bytes; at += 4) {
      let sum = load<f32>(x + at)
      for (let head = 1; head < heads; head++) sum += load<f32>(x + bytes * head + at)
      store<f32>(out + at, bias ? sum + load<f32>(bias + at) : sum)
    }
    x += bytes * heads
    out += bytes
  }
}

/** Columns `start` to `start + size` of rows that are `width` wide. */
export function columns(x: usize, out: usize, rows: i32, width: i32, start: i32, size: i32): void {
  for (let row = 0; row < rows; row++) {
    memory.copy(out, x + (<usize>start << 2), <usize>size << 2)
    x += <usize>width << 2
    out += <usize>size << 2
  }
}

/** Functions of `activate`, in the order of their names in the backend. */
const RELU = 0
const SILU = 1
const GELU = 2
const GELU_TANH = 3
const GELU_SIGMOID = 4
const TANH = 5

export function activate(x: usize, out: usize, count: i32, which: i32): void {
  if (which == SILU) {
    const done = siluSixteens(x, 0, out, count)
    x += done
    out += done
    count -= <i32>(done >> 2)
  }
  for (const end = x + (<usize>count << 2); x < end; x += 16, out += 16) v128.store(out, active(v128.load(x), which))
}

/** act(a)·b, with the roundings of the two operations. */
export function activateAndMultiply(a: usize, b: usize, out: usize, count: i32, which: i32): void {
  if (which == SILU) {
    const done = siluSixteens(a, b, out, count)
    a += done
    b += done
    out += done
    count -= <i32>(done >> 2)
  }
  for (const end = a + (<usize>count << 2); a < end; a += 16, b += 16, out += 16)
    v128.store(out, f32x4.mul(active(v128.load(a), which), v128.load(b)))
}

/** Sixteen at a time: x / (1 + e^−x), times b where there is one (0: none). How many bytes are done. */
function siluSixteens(x: usize, b: usize, out: usize, count: i32): usize {
  const bytes = <usize>(count & ~15) << 2
  for (let from: usize = 0; from < bytes; from += 64) {
    for (let at = from; at < from + 64; at += 16) v128.store(out + at, f32x4.neg(v128.load(x + at)))
    sixteenPowers(out + from)
    for (let at = from; at < from + 64; at += 16) {
      const active = f32x4.div(v128.load(x + at), f32x4.add(one(), v128.load(out + at)))
      v128.store(out + at, b ? f32x4.mul(active, v128.load(b + at)) : active)
    }
  }
  return bytes
}

@inline function one(): v128 { return f32x4.splat(1) }

/** x / (1 + e^−(factor·x)) */
@inline function gated(x: v128, exponent: v128): v128 { return f32x4.div(x, f32x4.add(one(), exponential(f32x4.neg(exponent)))) }

@inline function active(x: v128, which: i32): v128 {
  if (which == SILU) return gated(x, x)
  if (which == RELU) return f32x4.max(x, f32x4.splat(0))
  if (which == GELU_SIGMOID) return gated(x, f32x4.mul(x, f32x4.splat(1.702)))
  if (which == GELU_TANH) {
    // x·½(1 + tanh u) = x / (1 + e^−2u)
    const cube = f32x4.mul(f32x4.mul(x, x), x)
    return gated(x, f32x4.mul(f32x4.splat(1.5957691216), f32x4.add(x, f32x4.mul(f32x4.splat(0.044715), cube))))
  }
  if (which == GELU) return gelu(x)
  return hyperbolicTangent(x)
}

/** ½x·(1 + erf(x/√2)), by the complement of |x|: e^(−z²)·P(1/(1 + 0.4 z)), P fitted to 5e-9. */
function gelu(x: v128): v128 {
  const z = f32x4.mul(f32x4.abs(x), f32x4.splat(0.70710678))
  const t = f32x4.div(one(), f32x4.add(one(), f32x4.mul(z, f32x4.splat(0.4))))
  let p = f32x4.splat(0.087410403)
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(-0.463069585))
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.83801454))
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(-0.566774022))
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.556686433))
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.0687820529))
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.257125982))
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.221591991))
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.000232210056))
  const complement = f32x4.mul(exponential(f32x4.neg(f32x4.mul(z, z))), p)
  const half = f32x4.mul(f32x4.mul(f32x4.splat(0.5), x), complement)
  return v128.bitselect(half, f32x4.sub(x, half), f32x4.lt(x, f32x4.splat(0)))
}

/** Its series near zero, else 1 − 2/(e^2x + 1). */
function hyperbolicTangent(x: v128): v128 {
  const size = f32x4.abs(x)
  const square = f32x4.mul(x, x)
  let p = f32x4.splat(0.021869489)
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(-0.053968254))
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(0.13333333))
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(-0.33333334))
  const near = f32x4.add(x, f32x4.mul(f32x4.mul(p, square), x))
  const power = exponential(f32x4.add(size, size))
  const far = f32x4.sub(one(), f32x4.div(f32x4.splat(2), f32x4.add(power, one())))
  const signed = v128.or(far, v128.and(x, f32x4.splat(-0.0)))
  return v128.bitselect(near, signed, f32x4.lt(size, f32x4.splat(0.3)))
}

/** Sum of 16-byte loads: how fast memory can be read. */
export function readThrough(from: usize, bytes: usize): i32 {
  let a = i32x4.splat(0), b = a, c = a, d = a
  for (const end = from + bytes; from < end; from += 64) {
    a = i32x4.add(a, v128.load(from))
    b = i32x4.add(b, v128.load(from, 16))
    c = i32x4.add(c, v128.load(from, 32))
    d = i32x4.add(d, v128.load(from, 48))
  }
  const sum = i32x4.add(i32x4.add(a, b), i32x4.add(c, d))
  return i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3)
}
