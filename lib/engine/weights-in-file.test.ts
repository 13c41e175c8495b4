/* Weights that stay in their file where its parts can be read at once: the same numbers, read again, and few of them held. */
import { expect, test } from 'vitest'
import { primerGguf } from '../../tests/primer-gguf'
import { memorySource } from './files/memory'
import { openModel } from './open-model'
import { quantizeModel } from './quantize'
import { EngineFailure, type Backend, type FileSource } from './types'

const bytes = primerGguf('Q8_0')
const ids = [0, 17, 403, 1021, 88, 5, 612]
const inMemory: FileSource = { ...memorySource('primer', { 'primer.gguf': bytes }), only: 'primer.gguf' }

/** A file whose parts are there at once, until it is gone. */
function onDisk() {
  const state = { reads: 0, bytes: 0, gone: false }
  const read = (start: number, end: number): Uint8Array => {
    if (state.gone) throw new EngineFailure('unreadable-file', 'primer.gguf cannot be read any more.')
    state.reads++
    state.bytes += end - start
    return bytes.slice(start, end)
  }
  return { state, source: { ...inMemory, reader: async () => read } satisfies FileSource }
}

const sameBits = (a: Float32Array, b: Float32Array): boolean =>
  Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(Buffer.from(b.buffer, b.byteOffset, b.byteLength))

test.each(['wasm', 'reference', 'ort'] satisfies Backend[])('the same model on %s', async (backend) => {
  const { state, source } = onDisk()
  const [held, lying] = [await openModel(inMemory, { backend }), await openModel(source, { backend })]
  expect(lying.digest).toBe(held.digest)
  expect(lying.weightBytes).toBe(held.weightBytes)
  const wanted = { ids, want: ['*'] }
  const [one, two] = [(await held.forward(wanted)).tensors, (await lying.forward(wanted)).tensors]
  for (const [name, { data }] of one) expect(sameBits(two.get(name)!.data, data), name).toBe(true)
  for (const name of held.weightNames) {
    expect(lying.weight(name).shape, name).toEqual(held.weight(name).shape)
    expect(sameBits(lying.weight(name).data, held.weight(name).data), name).toBe(true)
  }
  expect(sameBits(lying.embedding().data, held.embedding().data)).toBe(true)
  const settings = { scheme: 'absmax', bits: 4, per: 'group', group: 32 } as const
  const [first, second] = [await quantizeModel(held, settings), await quantizeModel(lying, settings)]
  const [three, four] = [await first.forward({ ids }), await second.forward({ ids })]
  expect(sameBits(three.tensors.get('logits')!.data, four.tensors.get('logits')!.data)).toBe(true)
  expect(state.reads).toBeGreaterThan(20)
  for (const model of [held, lying, first, second]) model.dispose()
})

test('the kernels read each matrix once, and need the file no more', async () => {
  const { state, source } = onDisk()
  const model = await openModel(source, { backend: 'wasm' })
  const before = (await model.forward({ ids })).tensors.get('logits')!.data.slice()
  expect(state.bytes).toBeGreaterThan(0.9 * model.weightBytes)
  expect(state.bytes).toBeLessThanOrEqual(model.weightBytes)
  const { reads } = state
  state.gone = true
  const decoder = await model.decoder()
  await decoder.step(ids)
  await model.forward({ ids: ids.toReversed(), want: ['*'] })
  expect((await model.forward({ ids })).tensors.get('logits')!.data).toEqual(before)
  expect(state.reads).toBe(reads)
  expect(() => model.weight(model.weightNames.find((name) => name.includes('q_proj'))!)).toThrow('cannot be read any more')
  decoder.dispose()
  model.dispose()
})
