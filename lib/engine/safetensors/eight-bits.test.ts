/* Eight-bit weights: every code of both FP8 formats as PyTorch reads them, I8, and the scales that lie beside them. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { oracle } from '../../../tests/oracle-folder'
import { scaleMatrix } from '../arrange'
import { memorySource } from '../files/memory'
import { openModel } from '../open-model'
import { firstBad, widenWeight } from '../weight-types'
import { readSafetensors, type PlainTensor } from '.'

const codes = Uint8Array.from({ length: 256 }, (_, code) => code)
const widened = (type: string): number[] => {
  const values = new Float32Array(256)
  widenWeight(type, codes, values, 'w')
  return [...values]
}

const folder = oracle('quantize')
describe('every code', () => {
  test.skipIf(folder === undefined).each([
    ['F8_E4M3', 'fp8_e4m3fn'],
    ['F8_E5M2', 'fp8_e5m2'],
  ])('%s', (type, name) => {
    const { values } = JSON.parse(readFileSync(`${folder}/formats.json`, 'utf8')) as {
      values: Record<string, (number | string | null)[]>
    }
    expect(widened(type).map(String)).toEqual(values[name]!.map((value) => (value === null ? 'NaN' : String(Number(value)))))
  })
  test('I8', () => expect(widened('I8')).toEqual([...new Int8Array(codes.buffer)]))
})

test('the first that is no number', () => {
  expect(firstBad('F8_E4M3', Uint8Array.of(1, 0x7e, 0xff), 'w')).toEqual({ index: 2, value: NaN })
  expect(firstBad('F8_E5M2', Uint8Array.of(1, 0x7b, 0x7c), 'w')).toEqual({ index: 2, value: Infinity })
  expect(firstBad('I8', codes, 'w')).toBeNull()
  expect(firstBad('BF16', Uint8Array.of(0, 0, 0x80, 0x7f), 'w')).toEqual({ index: 1, value: Infinity })
  expect(firstBad('Q8_0', new Uint8Array(34).fill(1, 2).fill(0x7c, 1, 2), 'w')).toEqual({ index: 0, value: Infinity })
})

describe('scales', () => {
  const ones = () => new Float32Array(6).fill(1)
  test.each([
    ['one for all', [2], [], [2, 2, 2, 2, 2, 2]],
    ['one a row', [2, 3], [2], [2, 2, 2, 3, 3, 3]],
    ['one a row, as a column', [2, 3], [2, 1], [2, 2, 2, 3, 3, 3]],
    ['one a block', [5], [1, 1], [5, 5, 5, 5, 5, 5]],
  ])('%s', (_, scales, shape, wanted) => {
    const x = ones()
    expect(scaleMatrix(x, 2, Float32Array.from(scales), shape)).toBe(true)
    expect([...x]).toEqual(wanted)
  })
  test('blocks of 128', () => {
    const x = new Float32Array(130 * 129).fill(1)
    expect(scaleMatrix(x, 130, Float32Array.of(1, 2, 3, 4), [2, 2])).toBe(true)
    expect([x[0], x[128], x[128 * 129], x.at(-1)]).toEqual([1, 2, 3, 4])
  })
  test('another shape', () => expect(scaleMatrix(ones(), 2, Float32Array.of(1, 2, 3), [3])).toBe(false))
})

/** The golden's weights, one matrix as I8 with a scale a row. */
function withBytes(tensors: Map<string, PlainTensor>, name: string): { file: Uint8Array; values: Float32Array } {
  const { shape, data } = tensors.get(name)!
  const columns = shape[1]!
  const scales = Float32Array.from(
    { length: shape[0]! },
    (_, row) => data.subarray(row * columns, (row + 1) * columns).reduce((most, x) => Math.max(most, Math.abs(x)), 0) / 127,
  )
  const rounded = Int8Array.from(data, (x, i) => Math.round(x / scales[Math.floor(i / columns)]!))
  const entries: [string, string, readonly number[], Uint8Array][] = [...tensors].map(([each, tensor]) =>
    each === name ? [each, 'I8', shape, new Uint8Array(rounded.buffer)] : [each, 'F32', tensor.shape, new Uint8Array(tensor.data.buffer)],
  )
  entries.push([`${name}_scale`, 'F32', [shape[0]!, 1], new Uint8Array(scales.buffer)])
  let at = 0
  const header = Object.fromEntries(
    entries.map(([each, dtype, dims, bytes]) => [each, { dtype, shape: dims, data_offsets: [at, (at += bytes.length)] }]),
  )
  const text = new TextEncoder().encode(JSON.stringify(header))
  const file = new Uint8Array(8 + text.length + at)
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true)
  file.set(text, 8)
  let to = 8 + text.length
  for (const [, , , bytes] of entries) {
    file.set(bytes, to)
    to += bytes.length
  }
  return { file, values: Float32Array.from(rounded, (code, i) => code * scales[Math.floor(i / columns)]!) }
}

test('a model with an eight-bit matrix is held packed and widened with its scales', async () => {
  const place = 'tests/oracles/goldens/llama-gqa'
  const name = 'model.layers.0.mlp.up_proj.weight'
  const { file, values } = withBytes(readSafetensors(readFileSync(`${place}/model.safetensors`)), name)
  const source = memorySource('eight', { 'config.json': readFileSync(`${place}/config.json`), 'model.safetensors': file })
  const model = await openModel(source, { backend: 'reference' })
  expect([...model.weight(name).data]).toEqual([...values])
  expect(model.format).toBe('safetensors, F32, I8')
  expect(model.weightBytes).toBeLessThan(4 * model.parameters)
  await expect(openModel(source, { backend: 'reference', memoryLimit: 1000 })).rejects.toThrow(
    /^eight has 0 million weights and would take about .+ on reference; at most 1000 bytes may be taken here\.$/,
  )
})
