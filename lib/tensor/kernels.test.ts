/* Kernels on cases small enough to work out by hand, and formats against their definition. */
import { describe, expect, test } from 'vitest'
import * as tensor from '.'

const f32 = (...x: number[]) => Float32Array.from(x)

describe('formats', () => {
  test('every half float widens to the value its bits define', () => {
    const bytes = new Uint8Array(Uint16Array.from({ length: 65536 }, (_, i) => i).buffer)
    const wide = new Float32Array(65536)
    expect(tensor.widenInto('F16', bytes, wide)).toBe(0x7c00)
    for (let h = 0; h < 65536; h++) {
      const sign = h & 0x8000 ? -1 : 1
      const e = (h >> 10) & 31
      const f = h & 1023
      const value = e === 0 ? sign * f * 2 ** -24 : e === 31 ? (f ? NaN : sign * Infinity) : sign * (1 + f / 1024) * 2 ** (e - 15)
      if (!Object.is(wide[h], value)) expect.fail(`${h}: ${wide[h]} is not ${value}`)
    }
  })
  test('bfloat16 is the upper half of a float32, at odd addresses too', () => {
    const wide = new Float32Array(2)
    expect(tensor.widenInto('BF16', Uint8Array.of(9, 0x80, 0x3f, 0x20, 0xc0).subarray(1), wide)).toBe(-1)
    expect([...wide]).toEqual([1, -2.5])
  })
  test('the first value that is not finite is named', () => {
    const bytes = new Uint8Array(f32(1, 2, NaN, Infinity).buffer)
    expect(tensor.widenInto('F32', bytes, new Float32Array(4))).toBe(2)
  })
})

describe('views', () => {
  const view = tensor.viewOf(f32(1, 2, 3, 4, 5, 6), [2, 3])
  test('transpose, slice and select share the buffer; dense copies only what it must', () => {
    expect([...tensor.dense(tensor.transpose(view, [1, 0]))]).toEqual([1, 4, 2, 5, 3, 6])
    expect([...tensor.dense(tensor.slice(view, 1, 1, 3))]).toEqual([2, 3, 5, 6])
    expect([...tensor.dense(tensor.select(view, 1, 2))]).toEqual([3, 6])
    expect(tensor.dense(tensor.select(view, 0, 1)).buffer).toBe(view.data.buffer)
    expect(tensor.at(tensor.transpose(view, [1, 0]), 2, 0)).toBe(3)
  })
  test('what is outside is refused', () => {
    expect(() => tensor.slice(view, 1, 2, 4)).toThrow('2..4 is outside axis 1 of size 3.')
    expect(() => tensor.viewOf(f32(1), [2])).toThrow('1 values do not fill the shape [2].')
  })
  test('flat positions', () => expect(tensor.unflatten(7, [3, 4])).toEqual([1, 3]))
})

describe('kernels', () => {
  test('linear in both layouts', () => {
    const x = f32(1, 2, 3, 4)
    expect([...tensor.linear(x, f32(1, 0, 0, 1, 1, 1), f32(0, 0, 10), 2, 3)]).toEqual([1, 2, 13, 3, 4, 17])
    expect([...tensor.linearInOut(x, f32(1, 0, 1, 0, 1, 1), f32(0, 0, 10), 2, 3)]).toEqual([1, 2, 13, 3, 4, 17])
  })
  test('softmax of masked rows', () => {
    expect([...tensor.softmaxRows(f32(0, 0, -Infinity, 5, -Infinity, -Infinity), 3)]).toEqual([0.5, 0.5, 0, 1, 0, 0])
  })
  test('norms', () => {
    expect([...tensor.normScale('rms', f32(3, 4, 0, 0), 2, 0)]).toEqual([Math.fround(Math.sqrt(12.5)), 0])
    expect([...tensor.normalize('layer', f32(1, 3), tensor.normScale('layer', f32(1, 3), 2, 0), f32(2, 2), f32(0, 1))]).toEqual([-2, 3])
  })
  test('a quarter turn', () => expect([...tensor.rotateHalves(f32(1, 2, 3, 4), f32(0, 1), f32(1, 0), 1, 4)]).toEqual([-3, 2, 1, 4]))
  test('grouped heads share keys; future keys are masked', () => {
    const shape = { heads: 2, keyHeads: 1, size: 1 }
    const scores = tensor.attentionScores(f32(1, 2, 3, 4), f32(10, 100), shape)
    expect([...tensor.causalMask(scores, 2, 2)]).toEqual([10, -Infinity, 30, 300, 20, -Infinity, 40, 400])
    expect([...tensor.mixValues(f32(1, 0, 0.5, 0.5, 1, 0, 0, 1), f32(1, 3), shape)]).toEqual([1, 1, 2, 3])
  })
  test('head results add up to the projection', () => {
    const z = f32(1, 2)
    expect([...tensor.headResults(z, f32(1, 2, 3, 4), 'out-in', 2, 1, 2)]).toEqual([1, 3, 4, 8])
    expect([...tensor.headResults(z, f32(1, 3, 2, 4), 'in-out', 2, 1, 2)]).toEqual([1, 3, 4, 8])
  })
  test('activations at known points', () => {
    expect(tensor.activations.gelu(1)).toBeCloseTo(0.8413447460685429, 14)
    expect(tensor.activations['gelu-tanh'](1)).toBeCloseTo(0.8411919906082768, 14)
    expect(tensor.activations.silu(-2)).toBeCloseTo(-0.2384058440442351, 14)
  })
})
