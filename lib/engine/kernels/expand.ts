/*
 * 8- and 4-bit groups with float32 activations, the exact path: a span of a group is expanded to float32 beside the caches and multiplied as
 * any other, so the result has the bits of the expanded matrix.
 */
import { min, word } from './numbers'
import { blockBytes, isEight } from './blocks'
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

/** Half a block of eight outputs: 16 inner positions. */
function expandHalf8(w: usize, scales: usize, to: usize): void {
  const byte = i16x8.splat(255), low = v128.load(scales), high = v128.load(scales, 16), middle = i16x8.splat(128)
  for (const end = w + 128; w < end; w += 16, to += 256) {
    const words = v128.load(w)
    spread(i16x8.sub(v128.and(words, byte), middle), i16x8.shr_s(words, 8), low, high, to)
  }
}

function expandBlock8(w: usize, bits: i32, to: usize): void {
  const halves = bits > 81
  expandHalf8(w, w + 256, to)
  expandHalf8(w + 128, w + (halves ? 288 : 256), to + 2048)
  if (bits == 8 || bits == 82) return
  const minima = w + (halves ? 320 : 288)
  addEightMinima(minima, to)
  addEightMinima(halves ? minima + 32 : minima, to + 2048)
}

function addEightMinima(minima: usize, to: usize): void {
  const a = v128.load(minima), b = v128.load(minima, 16)
  for (const end = to + 2048; to < end; to += 128) {
    v128.store(to, f32x4.add(v128.load(to), a))
    v128.store(to, f32x4.add(v128.load(to, 16), b), 16)
  }
}

/** Sixteen outputs; `zero`: what a code stands too high, `last`: the same for the signed one. */
@inline function expandBlock4(w: usize, to: usize, zero: v128, last: v128): void {
  const code = i16x8.splat(15)
  const a = v128.load(w, 256), b = v128.load(w, 272), c = v128.load(w, 288), d = v128.load(w, 304)
  for (const end = w + 256; w < end; w += 16, to += 256) {
    const words = v128.load(w)
    spread(i16x8.sub(v128.and(words, code), zero), i16x8.sub(v128.and(i16x8.shr_u(words, 4), code), zero), a, b, to)
    spread(i16x8.sub(v128.and(i16x8.shr_u(words, 8), code), zero), i16x8.sub(i16x8.shr_s(words, 12), last), c, d, to + 32)
  }
}

function addMinima(minima: usize, to: usize): void {
  const a = v128.load(minima), b = v128.load(minima, 16), c = v128.load(minima, 32), d = v128.load(minima, 48)
  for (const end = to + 4096; to < end; to += 128) {
    v128.store(to, f32x4.add(v128.load(to), a))
    v128.store(to, f32x4.add(v128.load(to, 16), b), 16)
    v128.store(to, f32x4.add(v128.load(to, 32), c), 32)
    v128.store(to, f32x4.add(v128.load(to, 48), d), 48)
  }
}

function expandHalf4(w: usize, to: usize): void { expandBlock4(w, to, i16x8.splat(8), i16x8.splat(0)) }

function expandHalf4M(w: usize, to: usize): void {
  expandBlock4(w, to, i16x8.splat(0), i16x8.splat(-8))
  addMinima(w + 320, to)
}

/** Blocks of a group to float32 [blocks·32, 32]. */
function expandBlocks(w: usize, bits: i32, blocks: i32, to: usize): void {
  const block = blockBytes(bits)
  for (; blocks > 0; blocks--, to += 4096, w += 4 * block) {
    if (isEight(bits)) for (let n = 0; n < 4; n++) expandBlock8(w + block * n, bits, to + (<usize>n << 5))
    else for (let n = 0; n < 2; n++) {
      const from = w + 2 * block * n, at = to + (<usize>n << 6)
      if (bits == 4) expandHalf4(from, at)
      else expandHalf4M(from, at)
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
  const pair = (i & 31) >> 1
  const word = (pair << 4) + ((column & 3) << 2) + ((i & 1) << 1)
  if (isEight(bits)) {
    const block = group + <usize>((i >> 5 << 2) + (column >> 3)) * blockBytes(bits)
    const code = column & 4 ? <i32>load<i8>(block + word, 1) : <i32>load<u8>(block + word) - 128
    const halves = bits > 81, scale = block + 256 + (halves ? (i & 16) << 1 : 0) + (<usize>(column & 7) << 2)
    const number = <f32>code * load<f32>(scale)
    return bits == 8 || bits == 82 ? number : number + load<f32>(scale + (halves ? 64 : 32))
  }
  const block = group + <usize>((i >> 5 << 2) + (column >> 4 << 1)) * blockBytes(bits)
  const place = column >> 2 & 3
  const code = place == 3 ? <i32>load<i16>(block + word) >> 12 : <i32>load<u16>(block + word) >> (place << 2) & 15
  const scale = block + 256 + (<usize>(column & 15) << 2), by = load<f32>(scale)
  if (bits == 4) return <f32>(place == 3 ? code : code - 8) * by
  return <f32>(place == 3 ? code + 8 : code) * by + load<f32>(scale, 64)
}
