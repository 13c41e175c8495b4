/*
 * y = x W + bias in whole numbers: 12-bit activations (quantize-rows) times 8- or 4-bit weights, added exactly within a block of 32 and
 * scaled once a block. Groups of 32 outputs, a block of each as one stream from memory, since several at a time are read at half the speed:
 * panels of 8 outputs with 8 bits, of 16 with 4, codes first, [inner pair][4 outputs][2] of 16-bit words, then the panel's scales, then its minima.
 *
 * A word holds codes of two or four outputs, lowest first, each 4 outputs after the one before; only the last is signed. A word cut off above a
 * code is that code and those below it, so one sum serves to take the lower ones off the next: no code has to be widened by itself. The sums stay
 * within 32 bits for activations of 12 bits. A row alone gives the same bits as a row among others, in every build.
 */
import { min, word } from './numbers'
import { addMinima, addToTile, BLOCK_4, BLOCK_4M, BLOCK_8, BLOCK_8HM, BLOCK_8M, blockBytes, clear, times } from './blocks'
import { finishParts, put, spanTo } from './linear-f32'
import { four8, four8H, four8HM, four8M, row8, row8H, row8HM, row8M } from './linear-eight'

/**
 * Four bits: without minima a code stands 8 too high, but for the last of a word, which is signed; with minima that one stands 8 too low.
 */
@inline function tooHigh4(xb: usize, block: usize): v128 { return block == BLOCK_4 ? i32x4.shl(v128.load32_splat(xb), 3) : i32x4.splat(0) }
@inline function tooLow4(xb: usize, block: usize): v128 { return block == BLOCK_4 ? i32x4.splat(0) : i32x4.neg(i32x4.shl(v128.load32_splat(xb), 3)) }

/** Sums with words cut off after one, two, three and four codes, of 16 outputs. */
@inline function put4(tile: usize, a: v128, b: v128, c: v128, d: v128, w: usize, xs: usize, xb: usize, block: usize): void {
  const rest = tooHigh4(xb, block)
  d = i32x4.add(i32x4.shr_s(i32x4.sub(d, c), 12), tooLow4(xb, block))
  c = i32x4.add(i32x4.shr_s(i32x4.sub(c, b), 8), rest)
  b = i32x4.add(i32x4.shr_s(i32x4.sub(b, a), 4), rest)
  addToTile(tile, i32x4.add(a, rest), b, w, xs)
  addToTile(tile + 32, c, d, w + 32, xs)
  if (block == BLOCK_4) return
  addMinima(tile, w + 64, xs, xb)
  addMinima(tile + 32, w + 96, xs, xb)
}

/** One row, a whole group, 4 bits: sums in `tile` [32]. */
@inline function rowGroup4(x: usize, xs: usize, xb: usize, w: usize, blocks: i32, tile: usize, block: usize): void {
  const one = i16x8.splat(15), two = i16x8.splat(255), three = i16x8.splat(4095)
  for (; blocks > 0; blocks--) {
    let a = i32x4.splat(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a
    for (const end = x + 64; x < end; x += 4, w += 16) {
      const s = v128.load32_splat(x)
      let v = v128.load(w)
      a = times(s, v128.and(v, one), a)
      b = times(s, v128.and(v, two), b)
      c = times(s, v128.and(v, three), c)
      d = times(s, v, d)
      v = v128.load(w + 2 * block)
      e = times(s, v128.and(v, one), e)
      f = times(s, v128.and(v, two), f)
      g = times(s, v128.and(v, three), g)
      h = times(s, v, h)
    }
    put4(tile, a, b, c, d, w, xs, xb, block)
    put4(tile + 64, e, f, g, h, w + 2 * block, xs, xb, block)
    w += 4 * block - 256
    xs += 4
    xb += 4
  }
}

/** The first and second codes of 16 outputs, or the third and fourth. */
@inline function lower(words: v128, half: i32): v128 { return v128.and(half == 0 ? words : i16x8.shr_u(words, 8), i16x8.splat(15)) }
@inline function upper(words: v128, half: i32): v128 {
  return half == 0 ? v128.and(i16x8.shr_u(words, 4), i16x8.splat(15)) : i16x8.shr_s(words, 12)
}

/** Their sums into the tile. */
@inline function putHalf4(tile: usize, a: v128, b: v128, scales: usize, xs: usize, xb: usize, half: i32, block: usize): void {
  const rest = tooHigh4(xb, block)
  addToTile(tile, i32x4.add(a, rest), i32x4.add(b, half == 0 ? rest : tooLow4(xb, block)), scales, xs)
  if (block == BLOCK_4M) addMinima(tile, scales + 64, xs, xb)
}

/** Four rows, eight outputs of a panel of 16, 4 bits: sums in `tile` [4, 8]. */
@inline function fourRows4(x: usize, xs: usize, xb: usize, xsStride: usize, w: usize, blocks: i32, tile: usize, half: i32, block: usize): void {
  const xs1 = xs + xsStride, xs2 = xs1 + xsStride, xs3 = xs2 + xsStride
  const sums = xb - xs
  for (let n: usize = 0, most = <usize>blocks << 2; n < most; n += 4) {
    const at = xs + n, at1 = xs1 + n, at2 = xs2 + n, at3 = xs3 + n
    let a0 = i32x4.splat(0), b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0
    for (const end = x + 256; x < end; x += 16, w += 16) {
      const v = v128.load(w), a = lower(v, half), b = upper(v, half)
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
    }
    const scales = w + (half << 5)
    putHalf4(tile, a0, b0, scales, at, at + sums, half, block)
    putHalf4(tile + 32, a1, b1, scales, at1, at1 + sums, half, block)
    putHalf4(tile + 64, a2, b2, scales, at2, at2 + sums, half, block)
    putHalf4(tile + 96, a3, b3, scales, at3, at3 + sums, half, block)
    w += 4 * block - 256
  }
}

/**
 * Arguments: whole rows, bytes of one, rows, weights, bytes a group, first block, blocks, y, bytes a row of y, outer, bias, then three as of
 * `spanTo` with a span in blocks, bits, 128 bytes to work in for each thread, scales, sums, bytes of a row of scales, sums of half blocks (0: none).
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
  const bits = word(args, 14)
  for (let n = 0; n < 4 && left > n << 3; n++) {
    const at: usize = <usize>n << 5
    for (let row = 0; row < rows; row += 4) {
      fourTile(args, row, from, count, w, n, tile, bits)
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

/** Four rows through eight outputs, into the tile. `w`: the group's block; `n`: which eight of its 32. */
function fourTile(args: usize, row: i32, from: i32, count: i32, w: usize, n: i32, tile: usize, bits: i32): void {
  const xsStride: usize = word(args, 18), skip = xsStride * row + (<usize>from << 2)
  const x = <usize>word(args, 0) + <usize>word(args, 1) * row + (<usize>from << 8)
  const xs = <usize>word(args, 16) + skip, xb = <usize>word(args, 17) + skip
  clear(tile)
  if (bits == 8) return four8(x, xs, xb, xsStride, w + BLOCK_8 * n, count, tile)
  if (bits == 81) return four8M(x, xs, xb, xsStride, w + BLOCK_8M * n, count, tile)
  if (bits > 81) {
    const xh = <usize>word(args, 19) + (skip << 1)
    if (bits == 82) four8H(x, xs, xh, xsStride, w + BLOCK_8M * n, count, tile)
    else four8HM(x, xs, xh, xsStride, w + BLOCK_8HM * n, count, tile)
    return
  }
  const panel = w + blockBytes(bits) * (n & 2)
  if (bits == 4) {
    if (n & 1) four4Upper(x, xs, xb, xsStride, panel, count, tile)
    else four4Lower(x, xs, xb, xsStride, panel, count, tile)
  } else if (n & 1) four4MUpper(x, xs, xb, xsStride, panel, count, tile)
  else four4MLower(x, xs, xb, xsStride, panel, count, tile)
}

function four4Lower(x: usize, xs: usize, xb: usize, xsStride: usize, w: usize, blocks: i32, tile: usize): void {
  fourRows4(x, xs, xb, xsStride, w, blocks, tile, 0, BLOCK_4)
}
function four4Upper(x: usize, xs: usize, xb: usize, xsStride: usize, w: usize, blocks: i32, tile: usize): void {
  fourRows4(x, xs, xb, xsStride, w, blocks, tile, 1, BLOCK_4)
}
function four4MLower(x: usize, xs: usize, xb: usize, xsStride: usize, w: usize, blocks: i32, tile: usize): void {
  fourRows4(x, xs, xb, xsStride, w, blocks, tile, 0, BLOCK_4M)
}
function four4MUpper(x: usize, xs: usize, xb: usize, xsStride: usize, w: usize, blocks: i32, tile: usize): void {
  fourRows4(x, xs, xb, xsStride, w, blocks, tile, 1, BLOCK_4M)
}

/** One row through a group, into the tile. */
function rowTile(args: usize, row: i32, from: i32, count: i32, w: usize, tile: usize, bits: i32): void {
  const skip = <usize>word(args, 18) * row + (<usize>from << 2)
  const x = <usize>word(args, 0) + <usize>word(args, 1) * row + (<usize>from << 6)
  const xs = <usize>word(args, 16) + skip, xb = <usize>word(args, 17) + skip
  clear(tile)
  if (bits == 8) row8(x, xs, xb, w, count, tile)
  else if (bits == 81) row8M(x, xs, xb, w, count, tile)
  else if (bits == 82) row8H(x, xs, <usize>word(args, 19) + (skip << 1), w, count, tile)
  else if (bits == 83) row8HM(x, xs, <usize>word(args, 19) + (skip << 1), w, count, tile)
  else if (bits == 4) rowGroup4(x, xs, xb, w, count, tile, BLOCK_4)
  else rowGroup4(x, xs, xb, w, count, tile, BLOCK_4M)
}
