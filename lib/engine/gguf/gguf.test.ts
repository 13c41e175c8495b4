/* Whole files: one that the Python package wrote, ours read back, and hostile ones, each with its sentence. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { EngineFailure } from '../types'
import { widenWeight } from '../weight-types'
import { NeedMore } from './cursor'
import { readGgufLayout, writeGguf, type GgufWritable } from '.'

interface Expected {
  readonly metadata: Record<string, unknown>
  readonly tensors: Record<string, { type: string; shape: number[]; first: number; last: number }>
}
const bytes = new Uint8Array(readFileSync('tests/oracles/gguf/written.gguf'))
const expected = JSON.parse(readFileSync('tests/oracles/gguf/written.json', 'utf8')) as Expected

const plain = (value: unknown): unknown => (ArrayBuffer.isView(value) ? [...(value as unknown as Iterable<number>)] : value)

test('a file of the Python package', () => {
  const { metadata, tensors, version } = readGgufLayout(bytes)
  expect(version).toBe(3)
  for (const [key, value] of Object.entries(expected.metadata)) {
    const flags = Array.isArray(value) && typeof value[0] === 'boolean'
    expect(plain(metadata.get(key)), key).toEqual(flags ? value.map(Number) : value)
  }
  for (const [name, { type, shape, first, last }] of Object.entries(expected.tensors)) {
    const tensor = tensors.get(name)!
    expect(tensor).toMatchObject({ type, shape })
    const values = new Float32Array(shape.reduce((product, size) => product * size, 1))
    widenWeight(tensor.type, bytes.subarray(tensor.begin, tensor.end), values, name)
    expect([values[0], values.at(-1)]).toEqual([first, last])
  }
})

const matrix: GgufWritable = { name: 'a', shape: [2, 32], type: 'F32', data: Float32Array.from({ length: 64 }, (_, i) => i - 20) }
const written = (metadata: [string, string | number][] = [['general.architecture', 'llama']], tensors = [matrix]) =>
  writeGguf(metadata, tensors)

test('what is written is read again', () => {
  const file = writeGguf(
    [
      ['k.text', 'ü'],
      ['k.whole', 7],
      ['k.part', 0.5],
      ['k.flag', true],
      ['k.texts', ['a', 'b']],
      ['k.floats', Float32Array.of(1, -1)],
    ],
    [matrix, { ...matrix, name: 'b', type: 'F16' }, { ...matrix, name: 'c', type: 'Q8_0' }],
  )
  const { metadata, tensors } = readGgufLayout(file)
  expect([...metadata.values()].map(plain)).toEqual(['ü', 7, 0.5, true, ['a', 'b'], [1, -1]])
  expect([...tensors.values()].map(({ name, type, shape }) => [name, type, shape])).toEqual([
    ['a', 'F32', [2, 32]],
    ['b', 'F16', [2, 32]],
    ['c', 'Q8_0', [2, 32]],
  ])
  const b = tensors.get('b')!
  const values = new Float32Array(64)
  widenWeight('F16', file.subarray(b.begin, b.end), values, 'b')
  expect([...values]).toEqual([...matrix.data])
})

test('a part of the head asks for more', () => {
  const file = written()
  expect(() => readGgufLayout(file.subarray(0, 40), file.length)).toThrow(NeedMore)
})

/** The file with some bytes changed. */
function changed(file: Uint8Array, changes: Record<number, number>): Uint8Array {
  const copy = file.slice()
  for (const [at, value] of Object.entries(changes)) copy[Number(at)] = value
  return copy
}

describe('hostile files', () => {
  const whole = written()
  // 24 bytes of head; one entry: 8 + 20 + 4 + 8 + 5; then the tensor: 8 + 1, dimensions, two sizes, type, offset.
  const tensor = 24 + 45
  const cases: [string, Uint8Array, string][] = [
    ['nothing', new Uint8Array(0), 'The GGUF file ends after 0 bytes, inside its first 4 bytes.'],
    ['a web page', new TextEncoder().encode('<!doctype html>'), 'The GGUF file is not a GGUF file: it does not begin with the letters GGUF.'],
    ['version 1', changed(whole, { 4: 1 }), 'it has the version 1; 2 and 3 can be read'],
    ['big-endian', changed(whole, { 4: 0, 7: 3 }), 'it is written for big-endian machines, which is not read'],
    ['too many tensors', changed(whole, { 12: 1 }), 'it announces 4294967297 tensors'],
    ['more tensors than bytes', changed(whole, { 9: 2 }), 'inside its table of tensors'],
    ['more metadata than bytes', changed(whole, { 17: 200 }), 'inside its metadata'],
    ['a name beyond the file', changed(whole, { 29: 1 }), 'inside the name of a metadata entry'],
    ['an unknown kind of metadata', changed(whole, { 52: 99 }), 'the metadata entry general.architecture has the unknown type 99'],
    ['five dimensions', changed(whole, { [tensor + 9]: 5 }), 'tensor a has 5 dimensions; at most 4 can be read'],
    ['overflow', changed(whole, { [tensor + 9 + 4 + 7]: 127 }), 'tensor a has the impossible shape'],
    ['an unknown type', changed(whole, { [tensor + 29]: 200 }), 'tensor a has the unknown type 200'],
    ['rows that no block fits', changed(whole, { [tensor + 29]: 12 }), 'stored as Q4_K, whose blocks hold 256 values of a row'],
    ['a crooked offset', changed(whole, { [tensor + 33]: 3 }), 'tensor a begins at 3, which is not a multiple of 32'],
    ['data beyond the file', changed(whole, { [tensor + 36]: 1 }), 'The GGUF file ends after 0.0 of 16.8 MB.'],
    ['an offset beyond counting', changed(whole, { [tensor + 40]: 127 }), 'tensor a begins at'],
    ['a crooked alignment', written([['general.alignment', 24]]), 'general.alignment is 24, expected a power of two from 8 on'],
    ['a key twice', written([['a', 'x'], ['a', 'y']]), 'the metadata entry a stands there twice'],
    ['a tensor twice', written(undefined, [matrix, matrix]), 'the tensor a stands there twice'],
  ] // prettier-ignore
  test.each(cases)('%s', (_, file, sentence) => {
    try {
      readGgufLayout(file)
    } catch (cause) {
      expect(cause).toBeInstanceOf(EngineFailure)
      expect((cause as Error).message).toContain(sentence)
      return
    }
    expect.fail('was read')
  })
})
