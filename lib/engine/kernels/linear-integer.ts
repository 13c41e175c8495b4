/*
 * y = x W + bias in whole numbers: 16-bit activations (quantize-rows) times 8- or 4-bit weights, added exactly within a block of 32 and
 * scaled once a block. Groups of 32 outputs, [group][block][panel][inner pair][8 outputs][2], codes first, then the panel's eight scales: one
 * stream from memory, since several at a time are read at half the speed. A 4-bit code is 0 to 15 and stands for code − 8. A row alone gives the same bits as a row among others, in every build.
 */
import { min, word } from './numbers'
import { finishParts, put, spanTo } from './linear-f32'

/** Bytes of eight outputs over 32 inner positions; four of them make a block of a group. */
export const BLOCK_8: usize = 288
export const BLOCK_4: usize = 160
/** 4 bits with a minimum for each output, behind the scales: a code is 0 to 15 and stands for code · scale + minimum. */
export const BLOCK_4M: usize = 192

/** Bits 41 are those with a minimum. */
@inline export function blockBytes(bits: i32): usize { return bits == 8 ? BLOCK_8 : bits == 4 ? BLOCK_4 : BLOCK_4M }

@inline function times(s: v128, w: v128, sum: v128): v128 { return i32x4.add(sum, i32x4.dot_i16x8_s(s, w)) }

/** Whole sums of a block, scaled and added to the row's. */
@inline function scaled(sum: v128, scale: v128, total: v128): v128 {
  return f32x4.add(total, f32x4.mul(f32x4.convert_i32x4_s(sum), scale))
}

/** Adds a block's whole sums to a row's sums in the tile. */
@inline function addToTile(tile: usize, a: v128, b: v128, w: usize, xs: usize): void {
  const s = v128.load32_splat(xs)
  v128.store(tile, scaled(a, f32x4.mul(v128.load(w), s), v128.load(tile)))
  v128.store(tile, scaled(b, f32x4.mul(v128.load(w, 16), s), v128.load(tile, 16)), 16)
}

/** Adds a block's minima, as often as the sum of the row's numbers says. */
@inline function addMinima(tile: usize, w: usize, xs: usize, xb: usize): void {
  const by = f32x4.splat(load<f32>(xs) * <f32>load<i32>(xb))
  v128.store(tile, f32x4.add(v128.load(tile), f32x4.mul(v128.load(w, 32), by)))
  v128.store(tile, f32x4.add(v128.load(tile, 16), f32x4.mul(v128.load(w, 48), by)), 16)
}

/** One row, a whole group, 8 bits: sums in `tile` [32]. */
function rowGroup8(x: usize, xs: usize, w: usize, blocks: i32, tile: usize): void {
  for (; blocks > 0; blocks--) {
    let a = i32x4.splat(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a
    for (const end = x + 64; x < end; x += 8) {
      let s = v128.load32_splat(x)
      a = times(s, v128.load8x8_s(w), a)
      b = times(s, v128.load8x8_s(w, 8), b)
      c = times(s, v128.load8x8_s(w, 288), c)
      d = times(s, v128.load8x8_s(w, 296), d)
      e = times(s, v128.load8x8_s(w, 576), e)
      f = times(s, v128.load8x8_s(w, 584), f)
      g = times(s, v128.load8x8_s(w, 864), g)
      h = times(s, v128.load8x8_s(w, 872), h)
      s = v128.load32_splat(x, 4)
      a = times(s, v128.load8x8_s(w, 16), a)
      b = times(s, v128.load8x8_s(w, 24), b)
      c = times(s, v128.load8x8_s(w, 304), c)
      d = times(s, v128.load8x8_s(w, 312), d)
      e = times(s, v128.load8x8_s(w, 592), e)
      f = times(s, v128.load8x8_s(w, 600), f)
      g = times(s, v128.load8x8_s(w, 880), g)
      h = times(s, v128.load8x8_s(w, 888), h)
      w += 32
    }
    addToTile(tile, a, b, w, xs)
    addToTile(tile + 32, c, d, w + 288, xs)
    addToTile(tile + 64, e, f, w + 576, xs)
    addToTile(tile + 96, g, h, w + 864, xs)
    w += 4 * BLOCK_8 - 256
    xs += 4
  }
}

/** One row, two panels of a group, 4 bits: sums in `tile` [16]. */
@inline function rowTwo4(x: usize, xs: usize, xb: usize, w: usize, tile: usize, block: usize): void {
  const nibble = i8x16.splat(15)
  // Codes stand 8 too high.
  let a = i32x4.splat(block == BLOCK_4 ? load<i32>(xb) * -8 : 0), b = a, c = a, d = a
  for (const end = x + 64; x < end; x += 8, w += 16) {
    const s = v128.load32_splat(x), t = v128.load32_splat(x, 4)
    let codes = v128.load(w)
    let low = v128.and(codes, nibble), high = v128.and(i16x8.shr_u(codes, 4), nibble)
    a = times(t, i16x8.extend_low_i8x16_u(high), times(s, i16x8.extend_low_i8x16_u(low), a))
    b = times(t, i16x8.extend_high_i8x16_u(high), times(s, i16x8.extend_high_i8x16_u(low), b))
    codes = v128.load(w + block)
    low = v128.and(codes, nibble)
    high = v128.and(i16x8.shr_u(codes, 4), nibble)
    c = times(t, i16x8.extend_low_i8x16_u(high), times(s, i16x8.extend_low_i8x16_u(low), c))
    d = times(t, i16x8.extend_high_i8x16_u(high), times(s, i16x8.extend_high_i8x16_u(low), d))
  }
  addToTile(tile, a, b, w, xs)
  addToTile(tile + 32, c, d, w + block, xs)
  if (block == BLOCK_4) return
  addMinima(tile, w, xs, xb)
  addMinima(tile + 32, w + block, xs, xb)
}

/** One row, a whole group, 4 bits: sums in `tile` [32]. */
@inline function rowGroup4(x: usize, xs: usize, xb: usize, w: usize, blocks: i32, tile: usize, block: usize): void {
  for (; blocks > 0; blocks--) {
    rowTwo4(x, xs, xb, w, tile, block)
    rowTwo4(x, xs, xb, w + 2 * block, tile + 64, block)
    x += 64
    xs += 4
    xb += 4
    w += 4 * block
  }
}

/** Four rows, one panel, 8 bits: sums in `tile` [4, 8]. */
function fourRows8(x: usize, xs: usize, xsStride: usize, w: usize, blocks: i32, tile: usize): void {
  const xs1 = xs + xsStride, xs2 = xs1 + xsStride, xs3 = xs2 + xsStride
  for (let n: usize = 0, most = <usize>blocks << 2; n < most; n += 4) {
    let a0 = i32x4.splat(0), b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0
    for (const end = x + 256; x < end; x += 32, w += 32) {
      let a = v128.load8x8_s(w), b = v128.load8x8_s(w, 8)
      let s = v128.load32_splat(x)
      a0 = times(s, a, a0)
      b0 = times(s, b, b0)
      s = v128.load32_splat(x, 4)
      a1 = times(s, a, a1)
      b1 = times(s, b, b1)
      s = v128.load32_splat(x, 8)
      a2 = times(s, a, a2)
      b2 = times(s, b, b2)
      s = v128.load32_splat(x, 12)
      a3 = times(s, a, a3)
      b3 = times(s, b, b3)
      a = v128.load8x8_s(w, 16)
      b = v128.load8x8_s(w, 24)
      s = v128.load32_splat(x, 16)
      a0 = times(s, a, a0)
      b0 = times(s, b, b0)
      s = v128.load32_splat(x, 20)
      a1 = times(s, a, a1)
      b1 = times(s, b, b1)
      s = v128.load32_splat(x, 24)
      a2 = times(s, a, a2)
      b2 = times(s, b, b2)
      s = v128.load32_splat(x, 28)
      a3 = times(s, a, a3)
      b3 = times(s, b, b3)
    }
    addToTile(tile, a0, b0, w, xs + n)
    addToTile(tile + 32, a1, b1, w, xs1 + n)
    addToTile(tile + 64, a2, b2, w, xs2 + n)
    addToTile(tile + 96, a3, b3, w, xs3 + n)
    w += 4 * BLOCK_8 - 256
  }
}

/** Four rows, one panel, 4 bits. */
@inline function fourRows4(x: usize, xs: usize, xb: usize, xsStride: usize, w: usize, blocks: i32, tile: usize, block: usize): void {
  const nibble = i8x16.splat(15)
  const xs1 = xs + xsStride, xs2 = xs1 + xsStride, xs3 = xs2 + xsStride
  const sums = xb - xs, eight = block == BLOCK_4 ? -8 : 0
  for (let n: usize = 0, most = <usize>blocks << 2; n < most; n += 4) {
    let a0 = i32x4.splat(load<i32>(xs + n + sums) * eight), b0 = a0
    let a1 = i32x4.splat(load<i32>(xs1 + n + sums) * eight), b1 = a1
    let a2 = i32x4.splat(load<i32>(xs2 + n + sums) * eight), b2 = a2
    let a3 = i32x4.splat(load<i32>(xs3 + n + sums) * eight), b3 = a3
    for (const end = x + 256; x < end; x += 32, w += 16) {
      const codes = v128.load(w), low = v128.and(codes, nibble), high = v128.and(i16x8.shr_u(codes, 4), nibble)
      let a = i16x8.extend_low_i8x16_u(low), b = i16x8.extend_high_i8x16_u(low)
      let s = v128.load32_splat(x)
      a0 = times(s, a, a0)
      b0 = times(s, b, b0)
      s = v128.load32_splat(x, 4)
      a1 = times(s, a, a1)
      b1 = times(s, b, b1)
      s = v128.load32_splat(x, 8)
      a2 = times(s, a, a2)
      b2 = times(s, b, b2)
      s = v128.load32_splat(x, 12)
      a3 = times(s, a, a3)
      b3 = times(s, b, b3)
      a = i16x8.extend_low_i8x16_u(high)
      b = i16x8.extend_high_i8x16_u(high)
      s = v128.load32_splat(x, 16)
      a0 = times(s, a, a0)
      b0 = times(s, b, b0)
      s = v128.load32_splat(x, 20)
      a1 = times(s, a, a1)
      b1 = times(s, b, b1)
      s = v128.load32_splat(x, 24)
      a2 = times(s, a, a2)
      b2 = times(s, b, b2)
      s = v128.load32_splat(x, 28)
      a3 = times(s, a, a3)
      b3 = times(s, b, b3)
    }
    addToTile(tile, a0, b0, w, xs + n)
    addToTile(tile + 32, a1, b1, w, xs1 + n)
    addToTile(tile + 64, a2, b2, w, xs2 + n)
    addToTile(tile + 96, a3, b3, w, xs3 + n)
    if (block != BLOCK_4) {
      addMinima(tile, w, xs + n, xs + n + sums)
      addMinima(tile + 32, w, xs1 + n, xs1 + n + sums)
      addMinima(tile + 64, w, xs2 + n, xs2 + n + sums)
      addMinima(tile + 96, w, xs3 + n, xs3 + n + sums)
    }
    w += 4 * block - 128
  }
}

/**
 * Arguments: whole rows, bytes of one, rows, weights, bytes a group, first block, blocks, y, bytes a row of y, outer, bias, then three as of
 * `spanTo` with a span in blocks, bits, 128 bytes to work in for each thread, scales, sums, bytes of a row of scales.
 */
export function linearInteger(args: usize, group: i32, thread: i32): void {
  const rows = word(args, 2), bits = word(args, 14), blocks = word(args, 6), span = word(args, 11)
  const parts = word(args, 12) != 0
  const block = blockBytes(bits), yStride: usize = word(args, parts ? 13 : 8)
  const bias: usize = word(args, 10) && !parts ? word(args, 10) + (<usize>group << 7) : 0
  const tile = <usize>word(args, 15) + (<usize>thread << 7)
  const w = <usize>word(args, 3) + <usize>word(args, 4) * group + <usize>word(args, 5) * 4 * block
  const left = word(args, 9) - (group << 5)
  const tiled = rows & ~3
  let n = 0
  for (let from = 0; from < blocks; from += span, n++) {
    const count = min(span, blocks - from), first = parts || from == 0
    const y = spanTo(args, n, group), last = from + count == blocks ? bias : 0, at = w + 4 * block * from
    spanFours(args, tiled, from, count, at, tile, y, yStride, first, last, left)
    for (let row = tiled; row < rows; row++) {
      rowTile(args, row, from, count, at, tile, bits)
      putGroup(tile, y + yStride * row, first, last, left)
    }
  }
  finishParts(args, n, group)
}

/** Rows by four through each panel of a group, one span. */
function spanFours(args: usize, rows: i32, from: i32, count: i32, w: usize, tile: usize, y: usize, yStride: usize, first: bool, bias: usize, left: i32): void {
  const bits = word(args, 14), block = blockBytes(bits)
  for (let n = 0; n < 4 && left > n << 3; n++) {
    const at: usize = <usize>n << 5
    for (let row = 0; row < rows; row += 4) {
      fourTile(args, row, from, count, w + block * n, tile, bits)
      for (let i = 0; i < 4; i++) {
        const sums = tile + (<usize>i << 5)
        put(y + yStride * (row + i) + at, v128.load(sums), v128.load(sums, 16), first, bias ? bias + at : 0, left - (n << 3))
      }
    }
  }
}

function putGroup(tile: usize, y: usize, first: bool, bias: usize, left: i32): void {
  for (let at: usize = 0; at < 128 && left > 0; at += 32, left -= 8) put(y + at, v128.load(tile + at), v128.load(tile + at, 16), first, bias ? bias + at : 0, left)
}

/** Four rows through one panel, into the tile. */
function fourTile(args: usize, row: i32, from: i32, count: i32, w: usize, tile: usize, bits: i32): void {
  const xsStride: usize = word(args, 18), skip = xsStride * row + (<usize>from << 2)
  const x = <usize>word(args, 0) + <usize>word(args, 1) * row + (<usize>from << 8)
  const xs = <usize>word(args, 16) + skip, xb = <usize>word(args, 17) + skip
  memory.fill(tile, 0, 128)
  if (bits == 8) fourRows8(x, xs, xsStride, w, count, tile)
  else if (bits == 4) fourRows4(x, xs, xb, xsStride, w, count, tile, BLOCK_4)
  else fourRows4(x, xs, xb, xsStride, w, count, tile, BLOCK_4M)
}

/** One row through a group, into the tile. */
function rowTile(args: usize, row: i32, from: i32, count: i32, w: usize, tile: usize, bits: i32): void {
  const skip = <usize>word(args, 18) * row + (<usize>from << 2)
  const x = <usize>word(args, 0) + <usize>word(args, 1) * row + (<usize>from << 6)
  const xs = <usize>word(args, 16) + skip, xb = <usize>word(args, 17) + skip
  memory.fill(tile, 0, 128)
  if (bits == 8) rowGroup8(x, xs, w, count, tile)
  else if (bits == 4) rowGroup4(x, xs, xb, w, count, tile, BLOCK_4)
  else rowGroup4(x, xs, xb, w, count, tile, BLOCK_4M)
}
