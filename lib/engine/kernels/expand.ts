/*
 * 8- and 4-bit groups with float32 activations, the exact path: a span of a group is expanded to float32 beside the caches and multiplied as
 * any other, so the result has the bits of the expanded matrix.
 */
import { min, word } from './numbers'
import { BLOCK_8, blockBytes } from './linear-integer'
import { finishParts, groupSpan, spanTo } from './linear-f32'

/** Two inner positions of eight outputs, as pairs, scaled, to two rows of 32. */
@inline function spread(a: v128, b: v128, low: v128, high: v128, to: usize): void {
  const a0 = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(a)), a1 = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(a))
  const b0 = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(b)), b1 = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(b))
  v128.store(to, f32x4.mul(v128.shuffle<f32>(a0, a1, 0, 2, 4, 6), low))
  v128.store(to, f32x4.mul(v128.shuffle<f32>(b0, b1, 0, 2, 4, 6), high), 16)
  v128.store(to, f32x4.mul(v128.shuffle<f32>(a0, a1, 1, 3, 5, 7), low), 128)
  v128.store(to, f32x4.mul(v128.shuffle<f32>(b0, b1, 1, 3, 5, 7), high), 144)
}

function expandBlock8(w: usize, to: usize): void {
  const low = v128.load(w, 256), high = v128.load(w, 272)
  for (const end = w + 256; w < end; w += 16, to += 256) spread(v128.load8x8_s(w), v128.load8x8_s(w, 8), low, high, to)
}

function expandBlock4(w: usize, to: usize): void {
  const nibble = i8x16.splat(15), eight = i16x8.splat(8)
  const low = v128.load(w, 128), high = v128.load(w, 144)
  for (const end = w + 128; w < end; w += 16, to += 512) {
    const codes = v128.load(w), first = v128.and(codes, nibble), second = v128.and(i16x8.shr_u(codes, 4), nibble)
    spread(i16x8.sub(i16x8.extend_low_i8x16_u(first), eight), i16x8.sub(i16x8.extend_high_i8x16_u(first), eight), low, high, to)
    spread(i16x8.sub(i16x8.extend_low_i8x16_u(second), eight), i16x8.sub(i16x8.extend_high_i8x16_u(second), eight), low, high, to + 256)
  }
}

function expandBlock4M(w: usize, to: usize): void {
  const nibble = i8x16.splat(15)
  const low = v128.load(w, 128), high = v128.load(w, 144), lowest = v128.load(w, 160), highest = v128.load(w, 176)
  for (const end = w + 128; w < end; w += 16, to += 512) {
    const codes = v128.load(w), first = v128.and(codes, nibble), second = v128.and(i16x8.shr_u(codes, 4), nibble)
    spread(i16x8.extend_low_i8x16_u(first), i16x8.extend_high_i8x16_u(first), low, high, to)
    spread(i16x8.extend_low_i8x16_u(second), i16x8.extend_high_i8x16_u(second), low, high, to + 256)
    for (let row: usize = 0; row < 512; row += 128) {
      v128.store(to + row, f32x4.add(v128.load(to + row), lowest))
      v128.store(to + row, f32x4.add(v128.load(to + row, 16), highest), 16)
    }
  }
}

/** Blocks of a group to float32 [blocks·32, 32]. */
function expandBlocks(w: usize, bits: i32, blocks: i32, to: usize): void {
  const block = blockBytes(bits)
  for (; blocks > 0; blocks--, to += 4096) {
    for (let panel: usize = 0; panel < 128; panel += 32) {
      if (bits == 8) expandBlock8(w, to + panel)
      else if (bits == 4) expandBlock4(w, to + panel)
      else expandBlock4M(w, to + panel)
      w += block
    }
  }
}

/**
 * Arguments as of `linearF32`, then bits, a place to expand in, and its bytes for each thread: blocks of 4096 for a span, and one more. The
 * first inner position may be any.
 */
export function linearExpanded(args: usize, group: i32, thread: i32): void {
  const first = word(args, 5), inner = word(args, 6), span = word(args, 11), bits = word(args, 14)
  const parts = word(args, 12) != 0
  const block = 4 * blockBytes(bits)
  const place = <usize>word(args, 15) + <usize>word(args, 16) * thread
  const bias: usize = word(args, 10) && !parts ? word(args, 10) + (<usize>group << 7) : 0
  const w = <usize>word(args, 3) + <usize>word(args, 4) * group
  let n = 0
  for (let from = 0; from < inner; from += span, n++) {
    const count = min(span, inner - from)
    const begin = (first + from) >> 5, end = (first + from + count + 31) >> 5
    expandBlocks(w + block * begin, bits, end - begin, place)
    const x = <usize>word(args, 0) + (<usize>from << 2)
    const last = from + count == inner ? bias : 0
    const at = place + (<usize>((first + from) & 31) << 7)
    const yStride = word(args, parts ? 13 : 8)
    groupSpan(x, word(args, 1), word(args, 2), at, count, spanTo(args, n, group), yStride, parts || from == 0, last, word(args, 9) - (group << 5))
  }
  finishParts(args, n, group)
}

/** Rows of a matrix held in groups, as for an embedding: `ids` 32-bit → y [count, inner]. Bits 32 are float32 groups. */
export function gather(weights: usize, group: usize, bits: i32, inner: i32, ids: usize, count: i32, y: usize): void {
  for (let n = 0; n < count; n++) {
    const id = load<i32>(ids + (<usize>n << 2))
    const at = weights + group * (id >> 5)
    for (let i = 0; i < inner; i++) store<f32>(y + (<usize>i << 2), element(at, bits, i, id & 31))
    y += <usize>inner << 2
  }
}

@inline function element(group: usize, bits: i32, i: i32, column: i32): f32 {
  if (bits == 32) return load<f32>(group + (<usize>i << 7) + (<usize>column << 2))
  const lane = column & 7
  const pair = ((i & 31) >> 1 << 4) + (lane << 1) + (i & 1)
  if (bits == 8) {
    const block = group + <usize>((i >> 5 << 2) + (column >> 3)) * BLOCK_8
    return <f32>load<i8>(block + pair) * load<f32>(block + 256 + (<usize>lane << 2))
  }
  const block = group + <usize>((i >> 5 << 2) + (column >> 3)) * blockBytes(bits)
  // Sixteen bytes hold two pairs: the first in the low halves, the second in the high ones.
  const byte = load<u8>(block + (pair >> 5 << 4) + (pair & 15))
  const code = <i32>(pair & 16 ? byte >> 4 : byte & 15)
  const by = load<f32>(block + 128 + (<usize>lane << 2))
  return bits == 4 ? <f32>(code - 8) * by : <f32>code * by + load<f32>(block + 160 + (<usize>lane << 2))
}
