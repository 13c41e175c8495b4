/* Whole models with packed matrices: logits of the oracle on both backends, bytes that are held, and stopping. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { folderSource } from '../files/folder'
import { openModel } from '../open-model'
import { readLayout } from '../safetensors'
import type { Backend, LoadedModel } from '../types'
import { quantizeModel } from './quantize-model'
import type { QuantizeSettings } from './settings'

const folder = 'tests/oracles/quantize'
const file = new Uint8Array(readFileSync(`${folder}/cases.safetensors`))
const { tensors } = readLayout(file, 'cases.safetensors')
const { models } = JSON.parse(readFileSync(`${folder}/cases.json`, 'utf8')) as { models: ModelCase[] }
interface ModelCase {
  readonly name: string
  readonly model: string
  readonly scheme: QuantizeSettings['scheme']
  readonly bits: number
  readonly granularity: QuantizeSettings['per']
  readonly group: number | null
  readonly weights: Readonly<Record<string, { readonly shape: number[]; readonly max_abs_error: number; readonly mse: number }>>
}
const backends: readonly Backend[] = ['reference', 'wasm', 'ort']
const settingsOf = ({ scheme, bits, granularity, group }: ModelCase): QuantizeSettings => ({
  scheme,
  bits,
  per: granularity,
  group: group ?? 0,
})
const read = (name: string): Float32Array => {
  const { begin, end } = tensors.get(name)!
  return new Float32Array(file.slice(begin, end).buffer)
}

/** Largest difference over the scale of what is expected. */
function distance(got: Float32Array, expected: Float32Array): number {
  let scale = 1
  for (const x of expected) scale = Math.max(scale, Math.abs(x))
  return got.length === expected.length ? got.reduce((worst, x, i) => Math.max(worst, Math.abs(x - expected[i]!) / scale), 0) : Infinity
}
const logits = async (model: LoadedModel, ids: readonly number[]) => (await model.forward({ ids })).tensors.get('logits')!.data

describe.each(backends)('on %s', (backend) => {
  test.each(models.map((each) => [each.name, each] as const))('%s', async (name, each) => {
    const source = `tests/oracles/goldens/${each.model}`
    const model = await openModel(folderSource(source), { backend })
    const ids = JSON.parse(readFileSync(`${source}/case.json`, 'utf8')).inputs.input_ids as number[]
    const packed = await quantizeModel(model, settingsOf(each))
    expect(distance(await logits(packed, ids), read(`logits/${name}`))).toBeLessThanOrEqual(3e-5)
    const rounded = packed.quantization!.matrices.filter(({ bits }) => bits < 32)
    expect(rounded.map((matrix) => matrix.name).sort()).toEqual(Object.keys(each.weights).sort())
    for (const { name: matrix, shape, max, rms } of rounded) {
      const golden = each.weights[matrix]!
      expect(shape).toEqual(golden.shape)
      expect(max).toBeCloseTo(golden.max_abs_error, 7)
      expect(rms * rms).toBeCloseTo(golden.mse, 9)
      expect(packed.weight(matrix).shape).toEqual(golden.shape)
    }
    // A pass with a cache reads the same weights, and so does an edit of head results.
    const decoder = await packed.decoder()
    const last = await decoder.step(ids)
    expect(distance(last, read(`logits/${name}`).slice(-last.length))).toBeLessThanOrEqual(3e-5)
    const edits = [{ at: 'blocks.1.attn.hook_result', heads: [0], op: 'zero' as const }]
    const zeroed = (await packed.forward({ ids, edits, want: ['logits'] })).tensors.get('logits')!.data
    const byZ = await packed.forward({ ids, edits: [{ ...edits[0]!, at: 'blocks.1.attn.hook_z' }], want: ['logits'] })
    expect(distance(zeroed, byZ.tensors.get('logits')!.data)).toBeLessThanOrEqual(3e-5)
    packed.dispose()
    model.dispose()
  })
})

describe('the embedded model', async () => {
  const source = folderSource('public/models/primer-6m')
  const model = await openModel(source, { backend: 'reference' })
  const four: QuantizeSettings = { scheme: 'absmax', bits: 4, per: 'group', group: 32 }

  test('both backends agree on every hook', async () => {
    const ort = await openModel(source, { backend: 'ort' })
    const ids = [0, 481, 499, 13, 1044, 7]
    const [a, b] = await Promise.all([quantizeModel(model, four), quantizeModel(ort, four)])
    expect(a.digest).toBe(b.digest)
    const want = ['logits', 'blocks.*.attn.hook_pattern', 'blocks.*.hook_resid_post']
    const [left, right] = [await a.forward({ ids, want }), await b.forward({ ids, want })]
    for (const [hook, { data }] of left.tensors) expect(distance(right.tensors.get(hook)!.data, data), hook).toBeLessThanOrEqual(3e-5)
    b.dispose()
    ort.dispose()
  })
  test('of many made one after the other, the first still answers as it did', async () => {
    const source = folderSource('tests/oracles/goldens/llama-gqa')
    const small = await openModel(source, { backend: 'ort' })
    const ids = [1, 5, 9, 2]
    const settings = [8, 7, 6, 5, 4, 3, 2].map((bits): QuantizeSettings => ({ ...four, bits }))
    const made = await Promise.all(settings.map((each) => quantizeModel(small, each)))
    const first: Float32Array[] = []
    for (const each of made) first.push((await logits(each, ids)).slice())
    for (const [i, each] of made.entries()) expect(await logits(each, ids)).toEqual(first[i])
    for (const each of [...made, small]) each.dispose()
  })
  test('the bytes shown are the bytes held', async () => {
    const packed = await quantizeModel(model, four)
    const { matrices } = packed.quantization!
    expect(matrices.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(packed.weightBytes)
    // 6 layers of q, k, v, o, gate, up, down; half a byte a weight and four for each 32.
    const linear = 6 * (256 * 256 * 2 + 128 * 256 * 2 + 3 * 256 * 768)
    expect(packed.weightBytes).toBe(linear / 2 + (linear / 32) * 4 + (model.parameters - linear) * 4)
    expect(packed.digest).not.toBe(model.digest)
    expect(packed.digest).not.toBe((await quantizeModel(model, { ...four, bits: 3 })).digest)
  })
  test('eight bits twice is eight bits once', async () => {
    const eight: QuantizeSettings = { scheme: 'absmax', bits: 8, per: 'channel', group: 32 }
    const once = await quantizeModel(model, eight)
    const twice = await quantizeModel(once, eight)
    expect(twice.quantization!.matrices.every(({ max }) => max < 1e-6)).toBe(true)
    expect(twice.name).toBe('primer-6m at 8 bits')
  })
  test('it says how far it is, and stops when told', async () => {
    const shares: number[] = []
    await quantizeModel(model, four, { signal: new AbortController().signal, progress: (share) => shares.push(share) })
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect([shares.length > 40, shares.at(-1)]).toEqual([true, 1])
    const stopper = new AbortController()
    let told = 0
    const making = quantizeModel(model, four, {
      signal: stopper.signal,
      progress: (share) => {
        told = share
        if (share > 0.2) stopper.abort()
      },
    })
    await expect(making).rejects.toThrow('aborted')
    expect(told).toBeLessThan(0.3)
  })
  test('bits that no grid has are refused', async () => {
    await expect(quantizeModel(model, { ...four, bits: 9 })).rejects.toThrow('bits should be a whole number from 2 to 8, got 9.')
  })
})
