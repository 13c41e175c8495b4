/* Blocks of packed groups: how many bytes each kind takes, and how their whole sums become floats in a tile of sums. */

/** Bytes of eight outputs over 32 inner positions; four of them make a block of a group. */
export const BLOCK_8: usize = 288
export const BLOCK_4: usize = 160
/** 4 bits with a minimum for each output: a code is 0 to 15 and stands for code · scale + minimum. */
export const BLOCK_4M: usize = 192

/** 8 bits with a minimum for each output, or with a second scale for the second 16 inner positions. */
export const BLOCK_8M: usize = 320
/** With both: two scales, then two minima. */
export const BLOCK_8HM: usize = 384

/** Bits 41 and 81 are those with a minimum, 82 those with two scales, 83 those with two of each. */
@inline export function blockBytes(bits: i32): usize {
  return bits == 8 ? BLOCK_8 : bits == 4 ? BLOCK_4 : bits == 41 ? BLOCK_4M : bits == 83 ? BLOCK_8HM : BLOCK_8M
}

/** 8 bits of one kind or another. */
@inline export function isEight(bits: i32): bool { return bits == 8 || bits > 80 }

@inline export function times(s: v128, w: v128, sum: v128): v128 { return i32x4.add(sum, i32x4.dot_i16x8_s(s, w)) }

/** 128 bytes; filling memory would be a call out of the kernels. */
@inline export function clear(tile: usize): void { for (let at: usize = 0; at < 128; at += 16) v128.store(tile + at, i32x4.splat(0)) }

/** Whole sums of a block, scaled and added to the row's. */
@inline export function scaled(sum: v128, scale: v128, total: v128): v128 {
  return f32x4.add(total, f32x4.mul(f32x4.convert_i32x4_s(sum), scale))
}

/** Adds a block's whole sums to a row's sums in the tile. */
@inline export function addToTile(tile: usize, a: v128, b: v128, w: usize, xs: usize): void {
  const s = v128.load32_splat(xs)
  v128.store(tile, scaled(a, f32x4.mul(v128.load(w), s), v128.load(tile)))
  v128.store(tile, scaled(b, f32x4.mul(v128.load(w, 16), s), v128.load(tile, 16)), 16)
}

/** Adds a block's minima of eight outputs, as often as the sum of the row's numbers says: `xb` holds it turned negative. */
@inline export function addMinima(tile: usize, minima: usize, xs: usize, xb: usize): void {
  const by = f32x4.splat(-(load<f32>(xs) * <f32>load<i32>(xb)))
  v128.store(tile, f32x4.add(v128.load(tile), f32x4.mul(v128.load(minima), by)))
  v128.store(tile, f32x4.add(v128.load(tile, 16), f32x4.mul(v128.load(minima, 16), by)), 16)
}

/** Sums with the lower codes of eight bits and with whole words, in place of the sums with lower and with upper codes. */
@inline export function put8(tile: usize, low: v128, both: v128, rest: v128, scales: usize, xs: usize): void {
  addToTile(tile, i32x4.add(low, rest), i32x4.shr_s(i32x4.sub(both, low), 8), scales, xs)
}

/** The lower code of eight bits stands 128 too high. */
@inline export function tooHigh8(xb: usize): v128 { return i32x4.shl(v128.load32_splat(xb), 7) }
