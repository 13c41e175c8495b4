/*
 * y = x W + bias in whole numbers: 16-bit activations (quantize-rows) times 8- or 4-bit weights, added exactly within a block of 32 and
 * scaled once a block. Panels of eight outputs: [panel][block][inner pair][8 outputs][2], codes first, then the block's eight scales.
 * A 4-bit code is 0 to 15 and stands for code − 8. A row alone gives the same bits as a row among others, in every build.
 */
import { word } from './numbers'
import { put } from './linear-f32'

/** Bytes of eight outputs over 32 inner positions. */
export const BLOCK_8: usize = 288
export const BLOCK_4: usize = 160

@inline function times(s: v128, w: v128, sum: v128): v128 { return i32x4.add(sum, i32x4.dot_i16x8_s(s, w)) }

/** Whole sums of a block, scaled and added to the row's. */
@inline function scaled(sum: v128, scale: v128, total: v128): v128 {
  return f32x4.add(total, f32x4.mul(f32x4.convert_i32x4_s(sum), scale))
}

/** One row, two panels side by side, 8 bits. */
function rowTwoPanels8(x: usize, xs: usize, w: usize, panel: usize, blocks: i32, y: usize, bias: usize, left: i32): void {
  let ta = f32x4.splat(0), tb = ta, tc = ta, td = ta
  for (let v = w + panel; blocks > 0; blocks--) {
    let a = i32x4.splat(0), b = a, c = a, d = a
    for (const end = x + 64; x < end; x += 16) {
      let s = v128.load32_splat(x)
      a = times(s, v128.load8x8_s(w), a)
      b = times(s, v128.load8x8_s(w, 8), b)
      c = times(s, v128.load8x8_s(v), c)
      d = times(s, v128.load8x8_s(v, 8), d)
      s = v128.load32_splat(x, 4)
      a = times(s, v128.load8x8_s(w, 16), a)
      b = times(s, v128.load8x8_s(w, 24), b)
      c = times(s, v128.load8x8_s(v, 16), c)
      d = times(s, v128.load8x8_s(v, 24), d)
      s = v128.load32_splat(x, 8)
      a = times(s, v128.load8x8_s(w, 32), a)
      b = times(s, v128.load8x8_s(w, 40), b)
      c = times(s, v128.load8x8_s(v, 32), c)
      d = times(s, v128.load8x8_s(v, 40), d)
      s = v128.load32_splat(x, 12)
      a = times(s, v128.load8x8_s(w, 48), a)
      b = times(s, v128.load8x8_s(w, 56), b)
      c = times(s, v128.load8x8_s(v, 48), c)
      d = times(s, v128.load8x8_s(v, 56), d)
      w += 64
      v += 64
    }
    const s = v128.load32_splat(xs)
    xs += 4
    ta = scaled(a, f32x4.mul(v128.load(w), s), ta)
    tb = scaled(b, f32x4.mul(v128.load(w, 16), s), tb)
    tc = scaled(c, f32x4.mul(v128.load(v), s), tc)
    td = scaled(d, f32x4.mul(v128.load(v, 16), s), td)
    w += 32
    v += 32
  }
  put(y, ta, tb, true, bias, left)
  put(y + 32, tc, td, true, bias ? bias + 32 : 0, left - 8)
}

/** One row, two panels side by side, 4 bits. */
function rowTwoPanels4(x: usize, xs: usize, xb: usize, w: usize, panel: usize, blocks: i32, y: usize, bias: usize, left: i32): void {
  const nibble = i8x16.splat(15)
  let ta = f32x4.splat(0), tb = ta, tc = ta, td = ta
  for (let v = w + panel; blocks > 0; blocks--) {
    // Codes stand 8 too high.
    let a = i32x4.splat(load<i32>(xb) * -8), b = a, c = a, d = a
    for (const end = x + 64; x < end; x += 16) {
      const s = v128.load32_splat(x), t = v128.load32_splat(x, 4), s2 = v128.load32_splat(x, 8), t2 = v128.load32_splat(x, 12)
      let codes = v128.load(w)
      let low = v128.and(codes, nibble), high = v128.and(i16x8.shr_u(codes, 4), nibble)
      a = times(t, i16x8.extend_low_i8x16_u(high), times(s, i16x8.extend_low_i8x16_u(low), a))
      b = times(t, i16x8.extend_high_i8x16_u(high), times(s, i16x8.extend_high_i8x16_u(low), b))
      codes = v128.load(v)
      low = v128.and(codes, nibble)
      high = v128.and(i16x8.shr_u(codes, 4), nibble)
      c = times(t, i16x8.extend_low_i8x16_u(high), times(s, i16x8.extend_low_i8x16_u(low), c))
      d = times(t, i16x8.extend_high_i8x16_u(high), times(s, i16x8.extend_high_i8x16_u(low), d))
      codes = v128.load(w, 16)
      low = v128.and(codes, nibble)
      high = v128.and(i16x8.shr_u(codes, 4), nibble)
      a = times(t2, i16x8.extend_low_i8x16_u(high), times(s2, i16x8.extend_low_i8x16_u(low), a))
      b = times(t2, i16x8.extend_high_i8x16_u(high), times(s2, i16x8.extend_high_i8x16_u(low), b))
      codes = v128.load(v, 16)
      low = v128.and(codes, nibble)
      high = v128.and(i16x8.shr_u(codes, 4), nibble)
      c = times(t2, i16x8.extend_low_i8x16_u(high), times(s2, i16x8.extend_low_i8x16_u(low), c))
      d = times(t2, i16x8.extend_high_i8x16_u(high), times(s2, i16x8.extend_high_i8x16_u(low), d))
      w += 32
      v += 32
    }
    const s = v128.load32_splat(xs)
    xs += 4
    xb += 4
    ta = scaled(a, f32x4.mul(v128.load(w), s), ta)
    tb = scaled(b, f32x4.mul(v128.load(w, 16), s), tb)
    tc = scaled(c, f32x4.mul(v128.load(v), s), tc)
    td = scaled(d, f32x4.mul(v128.load(v, 16), s), td)
    w += 32
    v += 32
  }
  put(y, ta, tb, true, bias, left)
  put(y + 32, tc, td, true, bias ? bias + 32 : 0, left - 8)
}

/** Adds a block's whole sums to a row's sums in the tile. */
@inline function addToTile(tile: usize, a: v128, b: v128, w: usize, xs: usize): void {
  const s = v128.load32_splat(xs)
  v128.store(tile, scaled(a, f32x4.mul(v128.load(w), s), v128.load(tile)))
  v128.store(tile, scaled(b, f32x4.mul(v128.load(w, 16), s), v128.load(tile, 16)), 16)
}

/** Four rows, one panel, 8 bits: sums in `tile` [4, 8]. */
function fourRows8(x: usize, xStride: usize, xs: usize, xsStride: usize, w: usize, blocks: i32, tile: usize): void {
  const x1 = x + xStride, x2 = x1 + xStride, x3 = x2 + xStride
  const xs1 = xs + xsStride, xs2 = xs1 + xsStride, xs3 = xs2 + xsStride
  let at: usize = 0
  for (let n: usize = 0, most = <usize>blocks << 2; n < most; n += 4) {
    let a0 = i32x4.splat(0), b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0
    for (const end = at + 64; at < end; at += 8) {
      let a = v128.load8x8_s(w), b = v128.load8x8_s(w, 8)
      let s = v128.load32_splat(x + at)
      a0 = times(s, a, a0)
      b0 = times(s, b, b0)
      s = v128.load32_splat(x1 + at)
      a1 = times(s, a, a1)
      b1 = times(s, b, b1)
      s = v128.load32_splat(x2 + at)
      a2 = times(s, a, a2)
      b2 = times(s, b, b2)
      s = v128.load32_splat(x3 + at)
      a3 = times(s, a, a3)
      b3 = times(s, b, b3)
      a = v128.load8x8_s(w, 16)
      b = v128.load8x8_s(w, 24)
      s = v128.load32_splat(x + at, 4)
      a0 = times(s, a, a0)
      b0 = times(s, b, b0)
      s = v128.load32_splat(x1 + at, 4)
      a1 = times(s, a, a1)
      b1 = times(s, b, b1)
      s = v128.load32_splat(x2 + at, 4)
      a2 = times(s, a, a2)
      b2 = times(s, b, b2)
      s = v128.load32_splat(x3 + at, 4)
      a3 = times(s, a, a3)
      b3 = times(s, b, b3)
      w += 32
    }
    addToTile(tile, a0, b0, w, xs + n)
    addToTile(tile + 32, a1, b1, w, xs1 + n)
    addToTile(tile + 64, a2, b2, w, xs2 + n)
    addToTile(tile + 96, a3, b3, w, xs3 + n)
    w += 32
  }
}

/** Four rows, one panel, 4 bits. */
function fourRows4(x: usize, xStride: usize, xs: usize, xb: usize, xsStride: usize, w: usize, blocks: i32, tile: usize): void {
  const nibble = i8x16.splat(15)
  const x1 = x + xStride, x2 = x1 + xStride, x3 = x2 + xStride
  const xs1 = xs + xsStride, xs2 = xs1 + xsStride, xs3 = xs2 + xsStride
  const sums = xb - xs
  let at: usize = 0
  for (let n: usize = 0, most = <usize>blocks << 2; n < most; n += 4) {
    let a0 = i32x4.splat(load<i32>(xs + n + sums) * -8), b0 = a0
    let a1 = i32x4.splat(load<i32>(xs1 + n + sums) * -8), b1 = a1
    let a2 = i32x4.splat(load<i32>(xs2 + n + sums) * -8), b2 = a2
    let a3 = i32x4.splat(load<i32>(xs3 + n + sums) * -8), b3 = a3
    for (const end = at + 64; at < end; at += 8) {
      const codes = v128.load(w), low = v128.and(codes, nibble), high = v128.and(i16x8.shr_u(codes, 4), nibble)
      let a = i16x8.extend_low_i8x16_u(low), b = i16x8.extend_high_i8x16_u(low)
      let s = v128.load32_splat(x + at)
      a0 = times(s, a, a0)
      b0 = times(s, b, b0)
      s = v128.load32_splat(x1 + at)
      a1 = times(s, a, a1)
      b1 = times(s, b, b1)
      s = v128.load32_splat(x2 + at)
      a2 = times(s, a, a2)
      b2 = times(s, b, b2)
      s = v128.load32_splat(x3 + at)
      a3 = times(s, a, a3)
      b3 = times(s, b, b3)
      a = i16x8.extend_low_i8x16_u(high)
      b = i16x8.extend_high_i8x16_u(high)
      s = v128.load32_splat(x + at, 4)
      a0 = times(s, a, a0)
      b0 = times(s, b, b0)
      s = v128.load32_splat(x1 + at, 4)
      a1 = times(s, a, a1)
      b1 = times(s, b, b1)
      s = v128.load32_splat(x2 + at, 4)
      a2 = times(s, a, a2)
      b2 = times(s, b, b2)
      s = v128.load32_splat(x3 + at, 4)
      a3 = times(s, a, a3)
      b3 = times(s, b, b3)
      w += 16
    }
    addToTile(tile, a0, b0, w, xs + n)
    addToTile(tile + 32, a1, b1, w, xs1 + n)
    addToTile(tile + 64, a2, b2, w, xs2 + n)
    addToTile(tile + 96, a3, b3, w, xs3 + n)
    w += 32
  }
}

/**
 * Arguments: whole rows, bytes of one, rows, panels, bytes a panel, first block, blocks, y, bytes a row of y, outer, bias, scales, sums,
 * bytes of a row of scales, bits, 128 bytes to work in for each thread.
 */
export function linearInteger(args: usize, group: i32, thread: i32): void {
  const rows = word(args, 2), blocks = word(args, 6), outer = word(args, 9), bits = word(args, 14)
  const x: usize = word(args, 0), xStride: usize = word(args, 1), y: usize = word(args, 7), yStride: usize = word(args, 8)
  const panel: usize = word(args, 4), bias: usize = word(args, 10), xs: usize = word(args, 11), xb: usize = word(args, 12)
  const xsStride: usize = word(args, 13)
  const tile = <usize>word(args, 15) + (<usize>thread << 7)
  const w = <usize>word(args, 3) + <usize>word(args, 5) * (bits == 8 ? BLOCK_8 : BLOCK_4)
  const last = min<i32>((group << 2) + 4, (outer + 7) >> 3)
  for (let n = group << 2; n < last; n += 2) {
    const column = <usize>n << 5, left = outer - (n << 3)
    const b = bias ? bias + column : 0
    // A panel without a neighbour is read twice, and its second result is not put anywhere.
    const step = n + 1 < last ? panel : 0
    const at = w + panel * n
    let row = 0
    for (; row + 4 <= rows; row += 4) {
      tileOf(args, row, at, tile, bits)
      putTile(tile, y + yStride * row + column, yStride, b, left)
      if (step == 0) continue
      tileOf(args, row, at + panel, tile, bits)
      putTile(tile, y + yStride * row + column + 32, yStride, b ? b + 32 : 0, left - 8)
    }
    for (; row < rows; row++) {
      const s = xs + xsStride * row
      if (bits == 8) rowTwoPanels8(x + xStride * row, s, at, step, blocks, y + yStride * row + column, b, left)
      else rowTwoPanels4(x + xStride * row, s, xb + xsStride * row, at, step, blocks, y + yStride * row + column, b, left)
    }
  }
}

function tileOf(args: usize, row: i32, w: usize, tile: usize, bits: i32): void {
  const xStride: usize = word(args, 1), xsStride: usize = word(args, 13), blocks = word(args, 6)
  const x = <usize>word(args, 0) + xStride * row
  const xs = <usize>word(args, 11) + xsStride * row
  memory.fill(tile, 0, 128)
  if (bits == 8) fourRows8(x, xStride, xs, xsStride, w, blocks, tile)
  else fourRows4(x, xStride, xs, <usize>word(args, 12) + xsStride * row, xsStride, w, blocks, tile)
}

function putTile(tile: usize, y: usize, yStride: usize, bias: usize, left: i32): void {
  for (let row = 0; row < 4; row++) {
    put(y, v128.load(tile), v128.load(tile, 16), true, bias, left)
    tile += 32
    y += yStride
  }
}
