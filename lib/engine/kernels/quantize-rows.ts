/*
 * Rows of float32 as 12-bit numbers (in 16) with one scale for 32 neighbours, and the sum of those 32, turned negative: what the integer kernels multiply with.
 * The last block of a row is filled up with zeros. Rows by four stand pair by pair beside each other, [pair][4 rows][2], as the kernel for four
 * rows reads them; rows left over stand as they are.
 */
import { toWhole } from './numbers'

/** 32 of them times words of 16 bits are less than 2^31, and 32 times codes of 8 bits less than 2^23. */
const MOST: f32 = 2047

/** x [rows, inner] → whole, scales [rows, blocks], sums [rows, blocks] 32-bit, and where halves is not 0 the sums of half blocks [rows, blocks, 2]. */
export function quantizeRows(x: usize, xStride: usize, rows: i32, inner: i32, whole: usize, scales: usize, sums: usize, halves: usize): void {
  const blocks = (inner + 31) >> 5
  for (let row = 0; row < rows; row++) {
    const tiled = row < (rows & ~3)
    const step: usize = tiled ? 16 : 4
    let to = whole + (tiled ? <usize>((row >> 2) * blocks) * 256 + (<usize>(row & 3) << 2) : <usize>(row * blocks) << 6)
    for (let block = 0; block < blocks; block++) {
      const left = inner - (block << 5)
      const from = x + (<usize>block << 7)
      if (left >= 32) wholeBlock(from, to, step, scales, sums)
      else partBlock(from, left, to, step, scales, sums)
      if (halves) {
        halfSums(to, step, halves)
        halves += 8
      }
      to += step << 4
      scales += 4
      sums += 4
    }
    x += xStride
  }
}

/** Turned negative, of a block as it was written. */
function halfSums(whole: usize, step: usize, halves: usize): void {
  for (let part = 0; part < 2; part++, halves += 4) {
    let sum = 0
    for (let pair = 0; pair < 8; pair++, whole += step) sum += load<i16>(whole) + load<i16>(whole, 2)
    store<i32>(halves, -sum)
  }
}

/** What is no number makes its block none. */
@inline function scaleOf(most: f32): f32 { return most < Infinity ? most / MOST : NaN }
/** Less than 1e-30 counts as nothing: its inverse is out of reach. */
@inline function inverseOf(most: f32): f32 { return most > 1e-30 && most < Infinity ? MOST / most : 0 }

@inline function larger(a: v128, b: v128): v128 { return f32x4.max(f32x4.abs(a), f32x4.abs(b)) }

@inline function wholeNumbers(x: usize, inverse: v128): v128 {
  const a = toWhole(f32x4.mul(v128.load(x), inverse))
  const b = toWhole(f32x4.mul(v128.load(x, 16), inverse))
  return i16x8.narrow_i32x4_s(a, b)
}

function wholeBlock(x: usize, whole: usize, step: usize, scales: usize, sums: usize): void {
  let m = larger(larger(v128.load(x), v128.load(x, 16)), larger(v128.load(x, 32), v128.load(x, 48)))
  m = f32x4.max(m, larger(larger(v128.load(x, 64), v128.load(x, 80)), larger(v128.load(x, 96), v128.load(x, 112))))
  m = f32x4.max(m, v128.shuffle<f32>(m, m, 2, 3, 0, 1))
  const most = max<f32>(f32x4.extract_lane(m, 0), f32x4.extract_lane(m, 1))
  store<f32>(scales, scaleOf(most))
  const inverse = f32x4.splat(inverseOf(most))
  const ones = i16x8.splat(1)
  let sum = i32x4.splat(0)
  for (const end = x + 128; x < end; x += 32) {
    const eight = wholeNumbers(x, inverse)
    v128.store32_lane(whole, eight, 0)
    v128.store32_lane(whole + step, eight, 1)
    v128.store32_lane(whole + step + step, eight, 2)
    v128.store32_lane(whole + step + step + step, eight, 3)
    whole += step << 2
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(eight, ones))
  }
  store<i32>(sums, -((i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1)) + (i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3))))
}

function partBlock(x: usize, left: i32, whole: usize, step: usize, scales: usize, sums: usize): void {
  let most: f32 = 0
  for (let i = 0; i < left; i++) most = max<f32>(most, abs<f32>(load<f32>(x + (<usize>i << 2))))
  store<f32>(scales, scaleOf(most))
  const inverse = inverseOf(most)
  let sum = 0
  for (let i = 0; i < 32; i++) {
    const number = i < left ? <i32>nearest<f32>(load<f32>(x + (<usize>i << 2)) * inverse) : 0
    store<i16>(whole + step * (i >> 1) + (<usize>(i & 1) << 1), <i16>number)
    sum += number
  }
  store<i32>(sums, -sum)
}
