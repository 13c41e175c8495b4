/* Bits of numbers against torch's conversions, and the steps between neighbours. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bitCount, bitsOf, decode, encode, flipped, FORMATS, neighbours } from './formats'

const golden = JSON.parse(readFileSync('tests/oracles/quantize/formats.json', 'utf8')) as Record<'inputs' | 'fp16' | 'bf16', string[]>
const word = new DataView(new ArrayBuffer(4))
const floatOf = (hex: string): number => {
  word.setUint32(0, Number.parseInt(hex, 16))
  return word.getFloat32(0)
}

describe.each(['fp16', 'bf16'] as const)('%s', (format) => {
  test('float32 numbers become the bits that torch gives', () => {
    for (const [i, hex] of golden.inputs.entries()) {
      const value = floatOf(hex)
      const code = encode(value, format)
      if (Number.isNaN(value)) expect(decode(code, format)).toBeNaN()
      else expect(code.toString(16).padStart(4, '0'), hex).toBe(golden[format][i])
    }
  })
})

test('fp32 is the host’s float32', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (value) => {
      word.setFloat32(0, value)
      expect(encode(value, 'fp32')).toBe(word.getUint32(0))
      expect(Object.is(decode(word.getUint32(0), 'fp32'), Math.fround(value))).toBe(true)
    }),
  )
})

describe.each(FORMATS)('%s', (format) => {
  const half = 2 ** (bitCount(format) - 1)
  const codes = fc.integer({ min: 0, max: half - 1 }).chain((low) => fc.constantFrom(low, low + half))
  test('a finite code is read and written the same', () => {
    fc.assert(
      fc.property(codes, (code) => {
        const value = decode(code, format)
        if (Number.isFinite(value)) expect(encode(value, format)).toBe(code)
        expect(bitsOf(code, format).reduce((sum, bit) => 2 * sum + Number(bit), 0)).toBe(code)
      }),
    )
  })
  test('flipping twice changes nothing, the neighbour of a neighbour is the number', () => {
    fc.assert(
      fc.property(codes, fc.nat(bitCount(format) - 1), (code, bit) => {
        expect(flipped(flipped(code, bit, format), bit, format)).toBe(code)
        const value = decode(code, format)
        const { below, above } = neighbours(value, format)
        if (above !== null) expect(neighbours(above, format).below! + 0).toBe(value + 0)
        if (below !== null) expect(below).toBeLessThan(value)
      }),
    )
  })
})

test.each([
  ['fp16', 65519, 65504],
  ['fp16', 65520, Infinity],
  ['int8', 3.5, 4],
  ['int8', 2.5, 2],
  ['int8', -200, -128],
  ['int4', 7.6, 7],
  ['int4', -8, -8],
] as const)('%s holds %s as %s', (format, value, held) => expect(decode(encode(value, format), format)).toBe(held))
test('an int4 of −8 turned over in its first bit is 0', () => expect(decode(flipped(encode(-8, 'int4'), 0, 'int4'), 'int4')).toBe(0))
test('beyond the last number there is none', () => {
  expect(neighbours(65504, 'fp16')).toEqual({ below: 65472, above: null })
  expect(neighbours(0, 'fp16').above).toBe(2 ** -24)
  expect(neighbours(-128, 'int8')).toEqual({ below: null, above: -127 })
})
