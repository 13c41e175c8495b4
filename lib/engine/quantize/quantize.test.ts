/* Every case of the quantize oracle (NumPy and torch, see its README): codes, scales, zeros and values bit for bit. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readLayout } from '../safetensors'
import { pack, packedBytes, unpack } from './pack'
import { quantizeMatrix } from './quantize-matrix'
import { blocksOf, largestCode, type QuantizeSettings } from './settings'
import { errorsOf, worstRows } from './statistics'

const folder = 'tests/oracles/quantize'
const { cases } = JSON.parse(readFileSync(path.join(folder, 'cases.json'), 'utf8')) as { cases: Case[] }
const file = new Uint8Array(readFileSync(path.join(folder, 'cases.safetensors')))
const { tensors } = readLayout(file, 'cases.safetensors')

interface Case {
  readonly name: string
  readonly matrix: string
  readonly scheme: QuantizeSettings['scheme']
  readonly bits: number
  readonly granularity: QuantizeSettings['per']
  readonly group: number | null
  readonly bits_per_weight: number
  readonly max_abs_error: number
  readonly mse: number
  readonly snr_db: number
}

const bytesOf = (name: string): Uint8Array | null => {
  const stored = tensors.get(name)
  return stored ? file.slice(stored.begin, stored.end) : null
}
const floats = (name: string): Float32Array => new Float32Array(bytesOf(name)!.buffer)
const shapeOf = (name: string) => tensors.get(name)!.shape as [number, number]
const settingsOf = ({ scheme, bits, granularity, group }: Case): QuantizeSettings => ({ scheme, bits, per: granularity, group: group ?? 0 })

describe.each(cases.map((each) => [each.name, each] as const))('%s', (name, each) => {
  const settings = settingsOf(each)
  const x = floats(`x/${each.matrix}`)
  const [rows, columns] = shapeOf(`x/${each.matrix}`)
  const making = quantizeMatrix(x, rows, columns, settings)

  test('codes, scales, zeros and values', async () => {
    const packed = await making
    const codes = unpack(packed.codes, each.bits, x.length)
    const golden = bytesOf(`q/${name}`)!
    const M = largestCode(settings)
    const same = codes.every((code, i) => (each.scheme === 'absmax' ? code - M === (golden[i]! << 24) >> 24 : code === golden[i]))
    expect(same).toBe(true)
    expect(Array.from(packed.scales)).toEqual(Array.from(floats(`scale/${name}`)))
    if (each.scheme === 'zero-point') expect(packed.zeroPoints()).toEqual(bytesOf(`zero/${name}`))
    if (tensors.has(`value/${name}`)) expect(Array.from(packed.expand(), plusZero)).toEqual(Array.from(floats(`value/${name}`), plusZero))
  })
  test('its numbers', async () => {
    const packed = await making
    const errors = errorsOf(x, packed)
    expect(Math.abs(errors.max / each.max_abs_error - 1) || 0).toBeLessThanOrEqual(1e-6)
    expect(Math.abs(errors.mse / each.mse - 1) || 0).toBeLessThanOrEqual(1e-6)
    if (each.mse > 0) expect(10 * Math.log10((errors.size * errors.size) / errors.mse)).toBeCloseTo(each.snr_db, 5)
    // The oracle counts scales as float16; held are float32.
    const zeros = each.scheme === 'absmax' ? 0 : each.bits
    const count = packed.blocks.count
    expect((each.bits * x.length + (16 + zeros) * count) / x.length).toBeCloseTo(each.bits_per_weight, 6)
    expect(packed.bytes).toBe(packedBytes(x.length, each.bits) + 4 * count + (zeros ? packedBytes(count, each.bits) : 0))
    expect(worstRows(errors, rows)[0]!.max).toBeGreaterThan(0)
  })
})
const plusZero = (value: number) => value + 0

test('what is packed is unpacked the same', () => {
  const codes = fc
    .integer({ min: 2, max: 8 })
    .chain((bits) => fc.tuple(fc.constant(bits), fc.array(fc.nat(2 ** bits - 1), { maxLength: 70 })))
  fc.assert(
    fc.property(codes, ([bits, list]) => {
      const packed = pack(list, bits)
      expect(packed.length).toBe(Math.ceil((list.length * bits) / 8))
      expect(Array.from(unpack(packed, bits, list.length))).toEqual(list)
    }),
  )
})

const plain: QuantizeSettings = { scheme: 'absmax', bits: 4, per: 'group', group: 32 }
test('a group longer than the row is the row', () => {
  expect(blocksOf(3, 20, plain)).toEqual({ size: 20, perRow: 1, count: 3 })
  expect(blocksOf(3, 100, plain)).toEqual({ size: 32, perRow: 4, count: 12 })
})
test.each([
  ['NaN', [1, NaN, 2, 3], 'Row 0, column 1 holds NaN'],
  ['an infinity', [1, 2, 3, -Infinity], 'Row 1, column 1 holds −infinity'],
  ['too wide a span', [3.4e38, -3.4e38, 0, 1], 'their span is more than float32 can hold'],
])('%s is refused in words', async (_, numbers, words) => {
  for (const per of ['tensor', 'channel', 'group'] as const)
    await expect(quantizeMatrix(Float32Array.from(numbers), 2, 2, { ...plain, scheme: 'zero-point', per })).rejects.toThrow(words)
})
test('numbers below what a scale can hold become zero', async () => {
  for (const scheme of ['absmax', 'zero-point'] as const) {
    const packed = await quantizeMatrix(Float32Array.from([1e-45, 0, -1e-45, 0]), 1, 4, { ...plain, bits: 8, scheme })
    expect(Array.from(packed.expand(), plusZero)).toEqual([0, 0, 0, 0])
  }
})
