/*
 * 8-bit groups: one scale for each output of a block, and in many packed files a minimum, a second scale for the second 16 inner positions, or
 * both. All take the same steps, with more to add at the end of each.
 */
import { addMinima, BLOCK_8, BLOCK_8HM, BLOCK_8M, put8, times, tooHigh8 } from './blocks'

/** One row, a whole group: sums in `tile` [32]. `sums`: one for each part of a block. */
@inline function row(x: usize, xs: usize, sums: usize, w: usize, blocks: i32, tile: usize, parts: usize, minima: bool, block: usize): void {
  const byte = i16x8.splat(255)
  for (; blocks > 0; blocks--, w += 4 * block - 256, xs += 4) {
    let scales = w + 256
    for (let part: usize = 0; part < parts; part++, scales += 32, sums += 4) {
      let a = i32x4.splat(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a
      for (const end = x + 64 / parts; x < end; x += 4, w += 16) {
        const s = v128.load32_splat(x)
        let v = v128.load(w)
        a = times(s, v128.and(v, byte), a)
        b = times(s, v, b)
        v = v128.load(w + block)
        c = times(s, v128.and(v, byte), c)
        d = times(s, v, d)
        v = v128.load(w + 2 * block)
        e = times(s, v128.and(v, byte), e)
        f = times(s, v, f)
        v = v128.load(w + 3 * block)
        g = times(s, v128.and(v, byte), g)
        h = times(s, v, h)
      }
      const rest = tooHigh8(sums)
      put8(tile, a, b, rest, scales, xs)
      put8(tile + 32, c, d, rest, scales + block, xs)
      put8(tile + 64, e, f, rest, scales + 2 * block, xs)
      put8(tile + 96, g, h, rest, scales + 3 * block, xs)
      if (minima) for (let n: usize = 0; n < 4; n++) addMinima(tile + (n << 5), scales + block * n + (parts << 5), xs, sums)
    }
  }
}

/** Four rows, one panel: sums in `tile` [4, 8]. */
@inline function fourRows(x: usize, xs: usize, sums: usize, xsStride: usize, w: usize, blocks: i32, tile: usize, parts: usize, minima: bool, block: usize): void {
  const byte = i16x8.splat(255), sumsStride = xsStride * parts
  for (; blocks > 0; blocks--, w += 4 * block - 256, xs += 4) {
    let scales = w + 256
    for (let part: usize = 0; part < parts; part++, scales += 32, sums += 4) {
      let a0 = i32x4.splat(0), b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0
      for (const end = x + 256 / parts; x < end; x += 16, w += 16) {
        const b = v128.load(w), a = v128.and(b, byte)
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
      put8(tile, a0, b0, tooHigh8(sums), scales, xs)
      put8(tile + 32, a1, b1, tooHigh8(sums + sumsStride), scales, xs + xsStride)
      put8(tile + 64, a2, b2, tooHigh8(sums + 2 * sumsStride), scales, xs + 2 * xsStride)
      put8(tile + 96, a3, b3, tooHigh8(sums + 3 * sumsStride), scales, xs + 3 * xsStride)
      if (minima) for (let n: usize = 0; n < 4; n++) addMinima(tile + (n << 5), scales + (parts << 5), xs + xsStride * n, sums + sumsStride * n)
    }
  }
}

export function row8(x: usize, xs: usize, xb: usize, w: usize, blocks: i32, tile: usize): void {
  row(x, xs, xb, w, blocks, tile, 1, false, BLOCK_8)
}
export function row8M(x: usize, xs: usize, xb: usize, w: usize, blocks: i32, tile: usize): void {
  row(x, xs, xb, w, blocks, tile, 1, true, BLOCK_8M)
}
export function row8H(x: usize, xs: usize, xh: usize, w: usize, blocks: i32, tile: usize): void {
  row(x, xs, xh, w, blocks, tile, 2, false, BLOCK_8M)
}
export function row8HM(x: usize, xs: usize, xh: usize, w: usize, blocks: i32, tile: usize): void {
  row(x, xs, xh, w, blocks, tile, 2, true, BLOCK_8HM)
}
export function four8(x: usize, xs: usize, xb: usize, xsStride: usize, w: usize, blocks: i32, tile: usize): void {
  fourRows(x, xs, xb, xsStride, w, blocks, tile, 1, false, BLOCK_8)
}
export function four8M(x: usize, xs: usize, xb: usize, xsStride: usize, w: usize, blocks: i32, tile: usize): void {
  fourRows(x, xs, xb, xsStride, w, blocks, tile, 1, true, BLOCK_8M)
}
export function four8H(x: usize, xs: usize, xh: usize, xsStride: usize, w: usize, blocks: i32, tile: usize): void {
  fourRows(x, xs, xh, xsStride, w, blocks, tile, 2, false, BLOCK_8M)
}
export function four8HM(x: usize, xs: usize, xh: usize, xsStride: usize, w: usize, blocks: i32, tile: usize): void {
  fourRows(x, xs, xh, xsStride, w, blocks, tile, 2, true, BLOCK_8HM)
}
