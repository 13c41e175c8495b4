/* Reading and writing safetensors, hostile headers one by one, and seeded mutations: every outcome is a table or a sentence. */
import { describe, expect, test } from 'vitest'
import { EngineFailure } from '../types'
import { readLayout, readSafetensors, writeSafetensors } from '.'

function fileOf(header: string, dataBytes: number): Uint8Array {
  const text = new TextEncoder().encode(header)
  const bytes = new Uint8Array(8 + text.length + dataBytes)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true)
  bytes.set(text, 8)
  return bytes
}

const entry = (from: number, to: number, shape = '[1]', dtype = 'F32') =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${from},${to}]}`

test('what is written is read again, in order, with odd names and empty tensors', () => {
  const tensors = [
    ['b', { shape: [2, 2], data: Float32Array.of(1, -2, NaN, Infinity) }],
    ['10', { shape: [], data: Float32Array.of(5) }],
    ['__proto__', { shape: [0, 3], data: new Float32Array(0) }],
    ['a "quoted" ü', { shape: [1], data: Float32Array.of(7) }],
  ] as const
  const bytes = writeSafetensors(tensors, { made: 'here' })
  expect([...readSafetensors(bytes)]).toEqual(tensors.map((each) => [...each]))
  expect([...readLayout(bytes).metadata]).toEqual([['made', 'here']])
})

describe('hostile files', () => {
  const cases: [string, Uint8Array, string][] = [
    ['no header length', new Uint8Array(5), 'The model file ends after 5 bytes; a safetensors file begins with 8 bytes of length.'],
    [
      'a web page',
      new TextEncoder().encode('<!doctype html><html></html>'),
      'The model file is not a safetensors file: its first 8 bytes announce a header of',
    ],
    [
      'a header beyond the file',
      fileOf('{}', 0).map((x, i) => (i === 0 ? 200 : x)),
      'The model file ends inside its header, after 10 of 208 bytes.',
    ],
    ['data beyond the file', fileOf(`{"a":${entry(0, 4000000, '[1000000]')}}`, 3000000), 'The model file ends after 3.0 of 4.0 MB.'],
    ['names twice', fileOf(`{"a":${entry(0, 4)},"a":${entry(0, 4)}}`, 4), 'The safetensors header names "a" twice.'],
    ['overlaps', fileOf(`{"a":${entry(0, 4)},"b":${entry(2, 6)}}`, 6), 'Tensor b overlaps the one before it in The model file.'],
    ['a gap', fileOf(`{"a":${entry(0, 4)},"b":${entry(6, 10)}}`, 10), 'The model file has 2 bytes before b that belong to nothing.'],
    ['a tail', fileOf(`{"a":${entry(0, 4)}}`, 9), 'The model file has 5 bytes after its last tensor that belong to nothing.'],
    ['a range of the wrong size', fileOf(`{"a":${entry(0, 4, '[2]')}}`, 4), 'Tensor a of shape [2] needs 8 bytes of F32 and has 4.'],
    ['a range backwards', fileOf(`{"a":${entry(8, 4)}}`, 8), 'Tensor a of shape [1] needs 4 bytes of F32 and has -4.'],
    [
      'overflow',
      fileOf(`{"a":${entry(0, 4, '[4294967296,4294967296]')}}`, 4),
      'Tensor a has the impossible shape [4294967296, 4294967296].',
    ],
    ['overflow to zero', fileOf(`{"a":${entry(0, 0, '[9007199254740991,9007199254740991,0]')}}`, 0), 'Tensor a has the impossible shape'],
    [
      'negative sizes',
      fileOf('{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}', 4),
      'The safetensors header holds something other than a whole number in a list',
    ],
    ['unknown types', fileOf(`{"a":${entry(0, 4, '[1]', 'constructor')}}`, 4), 'Tensor a has the unknown type constructor.'],
    ['depth', fileOf(`{"a":${'{"b":'.repeat(50000)}1${'}'.repeat(50000)}}`, 0), 'The safetensors header is nested too deeply'],
    ['no object', fileOf('[1]', 0), 'The safetensors header lacks "{"'],
    ['more after the end', fileOf('{} x', 0), 'The safetensors header goes on after its end'],
    ['bytes that are no text', fileOf('{}', 0).map((x, i) => (i === 8 ? 255 : x)), 'The model file has a header that is not UTF-8 text.'],
    ['metadata that is no text', fileOf('{"__metadata__":{"a":[1]}}', 0), 'The safetensors metadata "a" is not a text.'],
  ]
  test.each(cases)('%s', (_, bytes, sentence) => {
    try {
      readLayout(bytes)
    } catch (cause) {
      expect(cause).toBeInstanceOf(EngineFailure)
      expect((cause as Error).message).toContain(sentence)
      return
    }
    expect.fail('was read')
  })

  test('20,000 seeded mutations give a table within bounds or a sentence', () => {
    const names = ['w', 'model.layers.0.x', 'ü"\\']
    const original = writeSafetensors(
      names.map((name, i) => [name, { shape: [i + 1, 3], data: new Float32Array(3 * (i + 1)) }]),
      { format: 'pt' },
    )
    let state = 20261124
    const random = (limit: number) => (state = (state * 48271) % 2147483647) % limit
    const headerLength = Number(new DataView(original.buffer).getBigUint64(0, true))
    const tokens = [
      '"',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '9',
      '99999999999999999999',
      '-',
      '\\',
      '\\u0000',
      '"data_offsets"',
      'null',
      '1e9',
      '"F16"',
      '"__metadata__"',
    ]
    let read = 0
    for (let round = 0; round < 20000; round++) {
      let bytes = original.slice()
      for (let change = random(3); change >= 0; change--) {
        const at = random(4) ? Math.min(8 + random(headerLength), bytes.length - 1) : random(bytes.length)
        const kind = random(4)
        if (kind === 0) bytes[at] = random(256)
        else if (kind === 1) bytes[at] = bytes[at]! ^ (1 << random(8))
        else if (kind === 2) bytes.set(new TextEncoder().encode(tokens[random(tokens.length)]!).subarray(0, bytes.length - at), at)
        else bytes = bytes.slice(0, at)
        if (bytes.length === 0) break
      }
      try {
        for (const tensor of readLayout(bytes).tensors.values()) {
          expect(tensor.begin).toBeGreaterThanOrEqual(8)
          expect(tensor.end).toBeLessThanOrEqual(bytes.length)
        }
        read++
      } catch (cause) {
        if (!(cause instanceof EngineFailure)) throw cause
      }
    }
    expect(read).toBeGreaterThan(100)
  })
})
