import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Hasher, canonicalJson, hashJson, hashParts } from './hash'

describe('hashParts', () => {
  test('is sha-256 over tag, length and bytes (checked with node:crypto)', () => {
    const head = Buffer.alloc(9)
    head.writeUInt8(1, 0)
    head.writeDoubleLE(3, 1)
    const expected = createHash('sha256').update(head).update('abc').digest('hex')
    expect(hashParts(['abc'])).toBe(expected)
  })

  test('parts do not run together', () => {
    expect(hashParts(['ab', 'c'])).not.toBe(hashParts(['a', 'bc']))
    expect(hashParts([])).not.toBe(hashParts(['']))
    expect(hashParts(['1'])).not.toBe(hashParts([1]))
  })

  test('−0 is 0, every NaN is one NaN', () => {
    const payload = new DataView(new ArrayBuffer(8))
    payload.setBigUint64(0, 0x7ff8000000000123n)
    expect(hashParts([-0])).toBe(hashParts([0]))
    expect(hashParts([payload.getFloat64(0)])).toBe(hashParts([Number.NaN]))
    expect(hashParts([Number.NaN])).not.toBe(hashParts([Infinity]))
  })

  test('typed arrays count their type and only their own window', () => {
    const floats = new Float32Array([9, 1, 2, 9])
    expect(hashParts([floats.subarray(1, 3)])).toBe(hashParts([new Float32Array([1, 2])]))
    expect(hashParts([new Uint8Array(4)])).not.toBe(hashParts([new Float32Array(1)]))
    expect(hashParts([Buffer.from([1, 2])])).toBe(hashParts([new Uint8Array([1, 2])]))
  })

  test('lone surrogates are told apart', () => {
    expect(hashParts(['\ud800'])).not.toBe(hashParts(['\ud801']))
    expect(hashParts(['🦊'])).not.toBe(hashParts(['\ufffd']))
  })

  test('incremental equals at once', () => {
    expect(new Hasher().add('a').add(2).hex()).toBe(hashParts(['a', 2]))
  })
})

describe('canonicalJson', () => {
  test('sorts keys, leaves out undefined, normalises −0', () => {
    expect(canonicalJson({ b: [1, -0, 'x'], a: { d: null, c: true }, e: undefined })).toBe('{"a":{"c":true,"d":null},"b":[1,0,"x"]}')
    expect(hashJson({ a: 1, b: 2 })).toBe(hashJson({ b: 2, a: 1 }))
  })
  test('numbers that JSON cannot hold keep their names', () => {
    expect(canonicalJson([Number.NaN, Infinity])).toBe('[number:NaN,number:Infinity]')
    expect(canonicalJson(null)).not.toBe(canonicalJson(Number.NaN))
  })
})
