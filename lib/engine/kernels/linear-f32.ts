/*
 * y = x W + bias over float32 groups of 32 outputs, [group][inner][32]: four panels of eight, read from memory in one stream. Sums run over
 * a span of inner positions at a time, one after the other, whatever the number of rows: a row alone gives the same bits as a row among others.
 * A span is 128 positions, or a head of the attention where its output is projected.
 */
import { min, multiplyAdd, word } from './numbers'

/** Bytes from one inner position to the next. */
const STEP: usize = 128

/** Adds a sum of one row and one panel to what earlier spans gave, then the bias; only `left` of the eight numbers belong to the matrix. */
@inline export function put(y: usize, a: v128, b: v128, begin: bool, bias: usize, left: i32): void {
  if (left >= 8) {
    if (!begin) {
      a = f32x4.add(v128.load(y), a)
      b = f32x4.add(v128.load(y, 16), b)
    }
    if (bias) {
      a = f32x4.add(a, v128.load(bias))
      b = f32x4.add(b, v128.load(bias, 16))
    }
    v128.store(y, a)
    v128.store(y, b, 16)
    return
  }
  putPart(y, a, b, begin, bias, left)
}

function putPart(y: usize, a: v128, b: v128, begin: bool, bias: usize, left: i32): void {
  for (let i = 0; i < left; i++) {
    const at = <usize>i << 2
    let sum = f32x4.extract_lane(i < 4 ? a : b, 0)
    if (!begin) sum = load<f32>(y + at) + sum
    if (bias) sum = sum + load<f32>(bias + at)
    store<f32>(y + at, sum)
    const turned = v128.shuffle<f32>(i < 4 ? a : b, a, 1, 2, 3, 0)
    if (i < 4) a = turned
    else b = turned
  }
}

/** One row, one panel, one span. */
@inline function rowPanel(x: usize, w: usize, count: i32, y: usize, begin: bool, bias: usize, left: i32): void {
  let a = f32x4.splat(0), b = a
  for (const end = x + (<usize>count << 2); x < end; x += 4, w += STEP) {
    const v = v128.load32_splat(x)
    a = multiplyAdd(v, v128.load(w), a)
    b = multiplyAdd(v, v128.load(w, 16), b)
  }
  put(y, a, b, begin, bias, left)
}

/** One row, a whole group, one span. */
function rowGroup(x: usize, w: usize, count: i32, y: usize, begin: bool, bias: usize): void {
  let a = f32x4.splat(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a
  for (const end = x + (<usize>count << 2); x < end; x += 4, w += STEP) {
    const v = v128.load32_splat(x)
    a = multiplyAdd(v, v128.load(w), a)
    b = multiplyAdd(v, v128.load(w, 16), b)
    c = multiplyAdd(v, v128.load(w, 32), c)
    d = multiplyAdd(v, v128.load(w, 48), d)
    e = multiplyAdd(v, v128.load(w, 64), e)
    f = multiplyAdd(v, v128.load(w, 80), f)
    g = multiplyAdd(v, v128.load(w, 96), g)
    h = multiplyAdd(v, v128.load(w, 112), h)
  }
  put(y, a, b, begin, bias, 8)
  put(y + 32, c, d, begin, bias ? bias + 32 : 0, 8)
  put(y + 64, e, f, begin, bias ? bias + 64 : 0, 8)
  put(y + 96, g, h, begin, bias ? bias + 96 : 0, 8)
}

/** Four rows, one panel, one span. */
function fourRows(x: usize, xStride: usize, w: usize, count: i32, y: usize, yStride: usize, begin: bool, bias: usize, left: i32): void {
  let a0 = f32x4.splat(0), b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0
  const x1 = x + xStride, x2 = x1 + xStride, x3 = x2 + xStride
  for (let at: usize = 0, end = <usize>count << 2; at < end; at += 4, w += STEP) {
    const a = v128.load(w), b = v128.load(w, 16)
    let v = v128.load32_splat(x + at)
    a0 = multiplyAdd(v, a, a0)
    b0 = multiplyAdd(v, b, b0)
    v = v128.load32_splat(x1 + at)
    a1 = multiplyAdd(v, a, a1)
    b1 = multiplyAdd(v, b, b1)
    v = v128.load32_splat(x2 + at)
    a2 = multiplyAdd(v, a, a2)
    b2 = multiplyAdd(v, b, b2)
    v = v128.load32_splat(x3 + at)
    a3 = multiplyAdd(v, a, a3)
    b3 = multiplyAdd(v, b, b3)
  }
  put(y, a0, b0, begin, bias, left)
  put(y + yStride, a1, b1, begin, bias, left)
  put(y + yStride + yStride, a2, b2, begin, bias, left)
  put(y + yStride + yStride + yStride, a3, b3, begin, bias, left)
}

/** All rows through one panel, one span. */
function panelRows(x: usize, xStride: usize, rows: i32, w: usize, count: i32, y: usize, yStride: usize, begin: bool, bias: usize, left: i32): void {
  let row = 0
  for (; row + 4 <= rows; row += 4) {
    fourRows(x, xStride, w, count, y, yStride, begin, bias, left)
    x += xStride << 2
    y += yStride << 2
  }
  for (; row < rows; row++) {
    rowPanel(x, w, count, y, begin, bias, left)
    x += xStride
    y += yStride
  }
}

/** All rows through a group, one span; `left` of its outputs belong to the matrix. */
export function groupSpan(x: usize, xStride: usize, rows: i32, w: usize, count: i32, y: usize, yStride: usize, begin: bool, bias: usize, left: i32): void {
  if (rows == 1 && left >= 32) {
    rowGroup(x, w, count, y, begin, bias)
    return
  }
  for (let n: usize = 0; n < 128 && left > 0; n += 32, left -= 8) {
    panelRows(x, xStride, rows, w + n, count, y + n, yStride, begin, bias ? bias + n : 0, left)
  }
}

/** y = the parts of a row added in their order, then the bias: the sums of `put` from parts that were written down. */
function addParts(parts: usize, step: usize, count: i32, y: usize, bias: usize, left: i32): void {
  for (let n = 0; n < 4 && left > 0; n++, left -= 8) {
    for (let i = 0; i < count; i++) {
      const from = parts + step * i
      const last = i == count - 1 ? bias : 0
      if (left >= 8) put(y, v128.load(from), v128.load(from, 16), i == 0, last, 8)
      else putPart(y, loadPart(from, left), loadPart(from + 16, left - 4), i == 0, last, left)
    }
    parts += 32
    y += 32
    if (bias) bias += 32
  }
}

/** The first of four numbers: what lies behind them may be another thread's. */
function loadPart(from: usize, count: i32): v128 {
  let four = f32x4.splat(0)
  if (count > 0) four = f32x4.replace_lane(four, 0, load<f32>(from))
  if (count > 1) four = f32x4.replace_lane(four, 1, load<f32>(from + 4))
  if (count > 2) four = f32x4.replace_lane(four, 2, load<f32>(from + 8))
  if (count > 3) four = f32x4.replace_lane(four, 3, load<f32>(from + 12))
  return four
}

/**
 * Where sums of spans go. Arguments 7 to 10: y, bytes a row of y, outer, bias; 11 to 13: inner positions a span, where each span's sums are
 * written as well (0: nowhere), bytes a row of them. Read or not, y has the same bits.
 */
@inline export function spanTo(args: usize, span: i32, group: i32): usize {
  const column = <usize>group << 7
  const parts: usize = word(args, 12)
  return (parts ? parts + ((<usize>word(args, 9) * span) << 2) : <usize>word(args, 7)) + column
}

/** What is left to do for y where spans were written down. */
export function finishParts(args: usize, spans: i32, group: i32): void {
  const parts: usize = word(args, 12)
  if (!parts) return
  const column = <usize>group << 7
  const bias: usize = word(args, 10) ? word(args, 10) + column : 0
  for (let row = 0; row < word(args, 2); row++) {
    const y = <usize>word(args, 7) + <usize>word(args, 8) * row + column
    addParts(parts + <usize>word(args, 13) * row + column, <usize>word(args, 9) << 2, spans, y, bias, word(args, 9) - (group << 5))
  }
}

/** Arguments: x, bytes a row of x, rows, weights, bytes a group, first inner position, inner positions, then those of `spanTo`. */
export function linearF32(args: usize, group: i32): void {
  const inner = word(args, 6), span = word(args, 11)
  const parts = word(args, 12) != 0
  const bias: usize = word(args, 10) && !parts ? word(args, 10) + (<usize>group << 7) : 0
  const w = <usize>word(args, 3) + <usize>word(args, 4) * group + <usize>word(args, 5) * STEP
  let n = 0
  for (let from = 0; from < inner; from += span, n++) {
    const count = min(span, inner - from)
    const x = <usize>word(args, 0) + (<usize>from << 2)
    const last = from + count == inner ? bias : 0
    const yStride = word(args, parts ? 13 : 8)
    groupSpan(x, word(args, 1), word(args, 2), w + <usize>from * STEP, count, spanTo(args, n, group), yStride, parts || from == 0, last, word(args, 9) - (group << 5))
  }
  finishParts(args, n, group)
}
