/*
 * Attention for grouped heads, row by row: scores, softmax and mix as operations of their own, for reading and editing between them, and
 * fused over all of a head's rows, with the same sums in the same order. Keys and values stand as [S, keyHeads, D].
 */
import { exponential, multiplyAdd, real, sixteenPowers, sumOfLanes, sumsOfLanes, word } from './numbers'

/** q·k over D. */
@inline function product(q: usize, k: usize, size: i32): f32 {
  let sum = f32x4.splat(0)
  let d = 0
  for (; d + 4 <= size; d += 4) {
    const at = <usize>d << 2
    sum = multiplyAdd(v128.load(q + at), v128.load(k + at), sum)
  }
  return withRest(sumOfLanes(sum), q, k, d, size)
}

@inline function withRest(sum: f32, q: usize, k: usize, d: i32, size: i32): f32 {
  for (; d < size; d++) sum += load<f32>(q + (<usize>d << 2)) * load<f32>(k + (<usize>d << 2))
  return sum
}

/** One query's scores with the first `count` keys, times the factor where it is not 1. */
function scoreRow(q: usize, keys: usize, stride: usize, size: i32, count: i32, factor: f32, out: usize): void {
  const by = f32x4.splat(factor), whole = (size & 3) == 0
  let s = 0
  // Eight keys at a time: a sum waits for the one before it, eight sums hardly wait at all.
  for (; s + 8 <= count && whole; s += 8) {
    const k1 = keys + stride, k2 = k1 + stride, k3 = k2 + stride, k4 = k3 + stride, k5 = k4 + stride, k6 = k5 + stride, k7 = k6 + stride
    let a = f32x4.splat(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a
    for (let at: usize = 0, end = <usize>size << 2; at < end; at += 16) {
      const v = v128.load(q + at)
      a = multiplyAdd(v, v128.load(keys + at), a)
      b = multiplyAdd(v, v128.load(k1 + at), b)
      c = multiplyAdd(v, v128.load(k2 + at), c)
      d = multiplyAdd(v, v128.load(k3 + at), d)
      e = multiplyAdd(v, v128.load(k4 + at), e)
      f = multiplyAdd(v, v128.load(k5 + at), f)
      g = multiplyAdd(v, v128.load(k6 + at), g)
      h = multiplyAdd(v, v128.load(k7 + at), h)
    }
    v128.store(out, f32x4.mul(sumsOfLanes(a, b, c, d), by))
    v128.store(out, f32x4.mul(sumsOfLanes(e, f, g, h), by), 16)
    keys = k7 + stride
    out += 32
  }
  for (; s + 4 <= count && whole; s += 4) {
    const k1 = keys + stride, k2 = k1 + stride, k3 = k2 + stride
    let a = f32x4.splat(0), b = a, c = a, d = a
    for (let at: usize = 0, end = <usize>size << 2; at < end; at += 16) {
      const v = v128.load(q + at)
      a = multiplyAdd(v, v128.load(keys + at), a)
      b = multiplyAdd(v, v128.load(k1 + at), b)
      c = multiplyAdd(v, v128.load(k2 + at), c)
      d = multiplyAdd(v, v128.load(k3 + at), d)
    }
    v128.store(out, f32x4.mul(sumsOfLanes(a, b, c, d), by))
    keys = k3 + stride
    out += 16
  }
  for (; s < count; s++) {
    store<f32>(out, product(q, keys, size) * factor)
    keys += stride
    out += 4
  }
}

/** In place over `count` numbers; what stands fourth from another is added to it first, so that trailing zeros change nothing. */
export function softmaxRow(x: usize, out: usize, count: i32): void {
  let largest: f32 = -Infinity
  let i = 0
  let m = f32x4.splat(-Infinity)
  for (; i + 4 <= count; i += 4) m = f32x4.max(m, v128.load(x + (<usize>i << 2)))
  largest = max<f32>(max<f32>(f32x4.extract_lane(m, 0), f32x4.extract_lane(m, 1)), max<f32>(f32x4.extract_lane(m, 2), f32x4.extract_lane(m, 3)))
  for (let j = i; j < count; j++) largest = max<f32>(largest, load<f32>(x + (<usize>j << 2)))
  const shift = f32x4.splat(largest)
  let sums = f32x4.splat(0)
  for (i = 0; i + 16 <= count; i += 16) {
    const to = out + (<usize>i << 2)
    for (let at: usize = 0; at < 64; at += 16) v128.store(to + at, f32x4.sub(v128.load(x + (<usize>i << 2) + at), shift))
    sixteenPowers(to)
    for (let at: usize = 0; at < 64; at += 16) sums = f32x4.add(sums, v128.load(to + at))
  }
  for (; i + 4 <= count; i += 4) {
    const power = exponential(f32x4.sub(v128.load(x + (<usize>i << 2)), shift))
    v128.store(out + (<usize>i << 2), power)
    sums = f32x4.add(sums, power)
  }
  if (i < count) {
    const first = i
    let rest = f32x4.splat(-Infinity)
    rest = f32x4.replace_lane(rest, 0, load<f32>(x + (<usize>i << 2)))
    if (i + 1 < count) rest = f32x4.replace_lane(rest, 1, load<f32>(x + (<usize>i << 2), 4))
    if (i + 2 < count) rest = f32x4.replace_lane(rest, 2, load<f32>(x + (<usize>i << 2), 8))
    rest = exponential(f32x4.sub(rest, shift))
    sums = f32x4.add(sums, rest)
    for (; i < count; i++) {
      store<f32>(out + (<usize>i << 2), f32x4.extract_lane(rest, 0))
      rest = v128.shuffle<f32>(rest, rest, 1, 2, 3, 0)
    }
    i = first
  }
  const sum = sumOfLanes(sums)
  const divisor = f32x4.splat(sum)
  let at = out
  for (const end = out + (<usize>i << 2); at < end; at += 16) v128.store(at, f32x4.div(v128.load(at), divisor))
  for (const end = out + (<usize>count << 2); at < end; at += 4) store<f32>(at, load<f32>(at) / sum)
}

/** Σ pattern[s]·value[s] over the first `count` positions. */
function mixRow(pattern: usize, values: usize, stride: usize, size: i32, count: i32, z: usize): void {
  const end = pattern + (<usize>count << 2)
  let d = 0
  for (; d + 32 <= size; d += 32) mixEight(pattern, end, values + (<usize>d << 2), stride, z + (<usize>d << 2))
  for (; d + 4 <= size; d += 4) {
    let sum = f32x4.splat(0)
    let v = values + (<usize>d << 2)
    for (let p = pattern; p < end; p += 4, v += stride) sum = multiplyAdd(v128.load32_splat(p), v128.load(v), sum)
    v128.store(z + (<usize>d << 2), sum)
  }
  for (; d < size; d++) {
    let sum: f32 = 0
    let v = values + (<usize>d << 2)
    for (let p = pattern; p < end; p += 4) {
      sum += load<f32>(p) * load<f32>(v)
      v += stride
    }
    store<f32>(z + (<usize>d << 2), sum)
  }
}

/** 32 dimensions. */
function mixEight(pattern: usize, end: usize, v: usize, stride: usize, z: usize): void {
  let a = f32x4.splat(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a
  for (let p = pattern; p < end; p += 4, v += stride) {
    const weight = v128.load32_splat(p)
    a = multiplyAdd(weight, v128.load(v), a)
    b = multiplyAdd(weight, v128.load(v, 16), b)
    c = multiplyAdd(weight, v128.load(v, 32), c)
    d = multiplyAdd(weight, v128.load(v, 48), d)
    e = multiplyAdd(weight, v128.load(v, 64), e)
    f = multiplyAdd(weight, v128.load(v, 80), f)
    g = multiplyAdd(weight, v128.load(v, 96), g)
    h = multiplyAdd(weight, v128.load(v, 112), h)
  }
  v128.store(z, a)
  v128.store(z, b, 16)
  v128.store(z, c, 32)
  v128.store(z, d, 48)
  v128.store(z, e, 64)
  v128.store(z, f, 80)
  v128.store(z, g, 96)
  v128.store(z, h, 112)
}

/** Query rows that one piece of work takes. */
const ROWS = 16
const FEW_ROWS = 4

/**
 * Fused. Arguments: q [T,H,D], keys, values [S,K,D], z [T,H,D], T, S, heads, key heads, D, factor, window (0: none), a place for a row of
 * scores, and its bytes for each thread. Piece = head, then rows by 16.
 */
export function attend(args: usize, piece: i32, thread: i32): void {
  const T = word(args, 4), S = word(args, 5), heads = word(args, 6), keyHeads = word(args, 7), size = word(args, 8)
  const head = piece % heads, from = piece / heads * ROWS
  const row = <usize>word(args, 11) + <usize>word(args, 12) * thread
  const stride = <usize>(keyHeads * size) << 2, offset = <usize>(head * keyHeads / heads * size) << 2
  const keys = <usize>word(args, 1) + offset, values = <usize>word(args, 2) + offset
  const window = word(args, 10)
  if (piece == 0 && T < FEW_ROWS) {
    touch(word(args, 1), S * keyHeads * size, row)
    touch(word(args, 2), S * keyHeads * size, row)
  }
  for (let t = from; t < min<i32>(T, from + ROWS); t++) {
    const at = <usize>((t * heads + head) * size) << 2
    const end = S - T + t + 1
    const begin = window > 0 ? max<i32>(0, end - window) : 0
    // Where a window begins, scores before it count as zeros of the pattern: the same lanes as in the whole row.
    const skip = begin & ~3
    fillRow(row, begin - skip)
    scoreRow(<usize>word(args, 0) + at, keys + stride * begin, stride, size, end - begin, real(args, 9), row + (<usize>(begin - skip) << 2))
    softmaxRow(row, row, end - skip)
    mixRow(row, values + stride * skip, stride, size, end - skip, <usize>word(args, 3) + at)
  }
}

/**
 * A head's keys lie apart, which memory is slow to bring. Read once in one stream they are in the nearer cache when the heads ask for them; with
 * many rows that is so anyway.
 */
function touch(from: usize, count: i32, place: usize): void {
  let sum = i32x4.splat(0)
  for (const end = from + (<usize>count << 2); from < end; from += 64) sum = v128.or(sum, v128.load(from))
  v128.store(place, sum)
}

function fillRow(row: usize, count: i32): void {
  for (let i = 0; i < count; i++) store<f32>(row + (<usize>i << 2), -Infinity)
}

/** Raw scores. Arguments: q, keys, out [H,T,S], T, S, heads, key heads, D. Piece = head. */
export function scores(args: usize, head: i32): void {
  const T = word(args, 3), S = word(args, 4), heads = word(args, 5), keyHeads = word(args, 6), size = word(args, 7)
  const stride = <usize>(keyHeads * size) << 2
  const keys = <usize>word(args, 1) + (<usize>(head * keyHeads / heads * size) << 2)
  // A result that is written afterwards is the place for what nobody reads.
  if (head == 0 && T < FEW_ROWS && S > 3) touch(word(args, 1), S * keyHeads * size, word(args, 2))
  for (let t = 0; t < T; t++) {
    const out = <usize>word(args, 2) + (<usize>((head * T + t) * S) << 2)
    scoreRow(<usize>word(args, 0) + (<usize>((t * heads + head) * size) << 2), keys, stride, size, S, 1, out)
  }
}

/** Rows of any softmax. Arguments: x, out, rows, width. Piece = row. */
export function softmax(args: usize, row: i32): void {
  const width = word(args, 3)
  const at = <usize>(row * width) << 2
  softmaxRow(<usize>word(args, 0) + at, <usize>word(args, 1) + at, width)
}

/** Arguments: pattern [H,T,S], values, z, T, S, heads, key heads, D. Piece = head. */
export function mix(args: usize, head: i32): void {
  const T = word(args, 3), S = word(args, 4), heads = word(args, 5), keyHeads = word(args, 6), size = word(args, 7)
  const stride = <usize>(keyHeads * size) << 2
  const values = <usize>word(args, 1) + (<usize>(head * keyHeads / heads * size) << 2)
  if (head == 0 && T < FEW_ROWS && size > 3) touch(word(args, 1), S * keyHeads * size, word(args, 2))
  for (let t = 0; t < T; t++) {
    const pattern = <usize>word(args, 0) + (<usize>((head * T + t) * S) << 2)
    mixRow(pattern, values, stride, size, S, <usize>word(args, 2) + (<usize>((t * heads + head) * size) << 2))
  }
}

/** Later keys become -Infinity, and with a window (0: none) those too far back. */
export function causalMask(x: usize, out: usize, heads: i32, T: i32, S: i32, window: i32): void {
  for (let row = 0; row < heads * T; row++) {
    const end = S - T + row % T + 1
    const bytes = <usize>S << 2
    memory.copy(out, x, bytes)
    for (let s = end; s < S; s++) store<f32>(out + (<usize>s << 2), -Infinity)
    if (window > 0) fillRow(out, max<i32>(0, end - window))
    x += bytes
    out += bytes
  }
}
