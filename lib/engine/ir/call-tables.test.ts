/* What calls bring: masks, positions, types, shares, and the buckets of relative positions as PyTorch computes MPNet's. */
import { expect, test } from 'vitest'
import { maskRows, plainCall, poolShares, positionIds, relativeBuckets, typeIds } from './call-tables'

/** Where a bucket begins, of keys `sign`·distance away. */
function starts(sign: 1 | -1, buckets: number, distance: number): [number, number][] {
  const first = sign > 0 ? 0 : 600
  const row = relativeBuckets({ buckets, distance }, { T: 1, S: 601, first })
  const along = sign > 0 ? [...row] : [...row].toReversed()
  return along.flatMap((bucket, far): [number, number][] => (far === 0 || bucket !== along[far - 1] ? [[far, bucket]] : []))
}

test('relative buckets', () => {
  // transformers 5.23.0, MPNetEncoder.relative_position_bucket over −600 … 600.
  const at = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 23, 32, 46, 64, 91]
  expect(starts(-1, 32, 128)).toEqual(at.map((far, bucket) => [far, bucket]))
  expect(starts(1, 32, 128)).toEqual(at.map((far, bucket) => [far, bucket === 0 ? 0 : 16 + bucket]))
  const few = [0, 1, 2, 3, 4, 8, 16, 32]
  expect(starts(-1, 16, 64)).toEqual(few.map((far, bucket) => [far, bucket]))
})

test('masks', () => {
  const shown = (mask: Float32Array, S: number) =>
    Array.from({ length: mask.length / S }, (_, t) => [...mask.subarray(t * S, (t + 1) * S)].map((x) => (x === 0 ? 'x' : '.')).join(''))
  const whole = { T: 4, S: 4, first: 0 }
  expect(shown(maskRows({ causal: true, window: null }, whole, null), 4)).toEqual(['x...', 'xx..', 'xxx.', 'xxxx'])
  expect(shown(maskRows({ causal: true, window: 2 }, whole, null), 4)).toEqual(['x...', 'xx..', '.xx.', '..xx'])
  expect(shown(maskRows({ causal: true, window: 2 }, { T: 1, S: 5, first: 4 }, null), 5)).toEqual(['...xx'])
  expect(shown(maskRows({ causal: false, window: null }, whole, [1, 1, 0, 0]), 4)).toEqual(['xx..', 'xx..', 'xx..', 'xx..'])
  // Padding before the text sees at least itself.
  expect(shown(maskRows({ causal: true, window: null }, whole, [0, 0, 1, 1]), 4)).toEqual(['x...', '.x..', '..x.', '..xx'])
})

test('positions, types and shares', () => {
  expect([...positionIds(null, [9, 9, 9], 4)]).toEqual([4, 5, 6])
  expect([...positionIds(1, [1, 0, 7, 7, 1], 0)]).toEqual([1, 2, 3, 4, 1])
  expect([...typeIds(plainCall([5, 6]))]).toEqual([0, 0])
  expect([...typeIds({ ids: [5, 6], mask: null, types: [0, 1] })]).toEqual([0, 1])
  expect([...poolShares({ ids: [5, 6, 0, 0], mask: [1, 1, 0, 0], types: null })]).toEqual([0.5, 0.5, 0, 0])
})
