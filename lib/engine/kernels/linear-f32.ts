/*
 * y = x W + bias over float32 panels: eight outputs side by side, [panel][inner][8]. Sums run over 256 inner positions at a time, one after
 * the other, whatever the number of rows: a row alone gives the same bits as a row among others.
 */
import { min, multiplyAdd, word } from './numbers'

const SPAN = 256

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
  for (const end = x + (<usize>count << 2); x < end; x += 4, w += 32) {
    const v = v128.load32_splat(x)
    a = multiplyAdd(v, v128.load(w), a)
    b = multiplyAdd(v, v128.load(w, 16), b)
  }
  put(y, a, b, begin, bias, left)
}

/** One row, four whole panels, one span: four streams from memory. */
function rowFourPanels(x: usize, w: usize, panel: usize, count: i32, y: usize, begin: bool, bias: usize): void {
  let a = f32x4.splat(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a
  const w1 = w + panel, w2 = w1 + panel, w3 = w2 + panel
  let at: usize = 0
  for (const end = x + (<usize>count << 2); x < end; x += 4, at += 32) {
    const v = v128.load32_splat(x)
    a = multiplyAdd(v, v128.load(w + at), a)
    b = multiplyAdd(v, v128.load(w + at, 16), b)
    c = multiplyAdd(v, v128.load(w1 + at), c)
    d = multiplyAdd(v, v128.load(w1 + at, 16), d)
    e = multiplyAdd(v, v128.load(w2 + at), e)
    f = multiplyAdd(v, v128.load(w2 + at, 16), f)
    g = multiplyAdd(v, v128.load(w3 + at), g)
    h = multiplyAdd(v, v128.load(w3 + at, 16), h)
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
  for (let at: usize = 0, end = <usize>count << 2; at < end; at += 4, w += 32) {
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

/** All rows through one panel. `w` stands at the first inner position. */
export function panelRows(x: usize, xStride: usize, rows: i32, w: usize, inner: i32, y: usize, yStride: usize, bias: usize, left: i32): void {
  for (let from = 0; from < inner; from += SPAN) {
    const count = min(SPAN, inner - from)
    const last = from + count == inner ? bias : 0
    const begin = from == 0
    const part = w + (<usize>from << 5)
    let xAt = x + (<usize>from << 2), yAt = y, row = 0
    for (; row + 4 <= rows; row += 4) {
      fourRows(xAt, xStride, part, count, yAt, yStride, begin, last, left)
      xAt += xStride << 2
      yAt += yStride << 2
    }
    for (; row < rows; row++) {
      rowPanel(xAt, part, count, yAt, begin, last, left)
      xAt += xStride
      yAt += yStride
    }
  }
}

/** One row through four panels. */
export function rowPanels(x: usize, w: usize, panel: usize, inner: i32, y: usize, bias: usize): void {
  for (let from = 0; from < inner; from += SPAN) {
    const count = min(SPAN, inner - from)
    const last = from + count == inner ? bias : 0
    rowFourPanels(x + (<usize>from << 2), w + (<usize>from << 5), panel, count, y, from == 0, last)
  }
}

/** Arguments: x, bytes a row of x, rows, panels, bytes a panel, first inner position, inner positions, y, bytes a row of y, outer, bias. */
export function linearF32(args: usize, group: i32): void {
  const rows = word(args, 2), inner = word(args, 6), outer = word(args, 9)
  const x: usize = word(args, 0), xStride: usize = word(args, 1), y: usize = word(args, 7), yStride: usize = word(args, 8)
  const panel: usize = word(args, 4), bias: usize = word(args, 10)
  const w = <usize>word(args, 3) + (<usize>word(args, 5) << 5)
  const first = group << 2
  if (rows == 1 && (first + 4) << 3 <= outer) {
    rowPanels(x, w + panel * first, panel, inner, y + (<usize>first << 5), bias ? bias + (<usize>first << 5) : 0)
    return
  }
  for (let n = first; n < first + 4 && n << 3 < outer; n++) {
    const column = <usize>n << 5
    panelRows(x, xStride, rows, w + panel * n, inner, y + column, yStride, bias ? bias + column : 0, outer - (n << 3))
  }
}
