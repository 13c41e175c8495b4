/* ONNX files of others through the Forward kind: fed by tensors or tokens, with every tensor readable. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { encodeText, exportOnnx, openModel } from '../../lib/engine'
import { OnnxGraph } from '../../lib/engine/backends/ort/onnx-graph'
import { folderSource } from '../../lib/engine/files/folder'
import { runNode } from '../../lib/graph/run-node'
import { services, passOver, farthest } from '../model-service'
import { Text } from '../../lib/values'
import { embed } from '../../lib/nodes/embed/embed'
import { tensor } from '../../lib/nodes/tensor/tensor'
import { tokenizer } from '../../lib/nodes/tokenizer/tokenizer'
import { forward } from '../../lib/nodes/forward/forward'
import { portName } from '../../lib/nodes/forward/own-inputs'

const folder = mkdtempSync(path.join(tmpdir(), 'onnx-'))
afterAll(() => rmSync(folder, { recursive: true }))

function opened(name: string, bytes: Uint8Array) {
  const source = path.join(folder, name)
  writeFileSync(source, bytes)
  return services.models.open({ source, backend: 'auto' }, { signal: new AbortController().signal, progress: () => {} })
}

function picture(): Uint8Array {
  const graph = new OnnxGraph()
  graph.input('pixel.values', 'float32', [1, 2, 2])
  graph.node('Mul', ['pixel.values', graph.scalar(2)], 'encoder/twice')
  graph.node('Relu', ['encoder/twice'], 'seen')
  graph.output('seen', [1, 2, 2])
  return graph.finish()
}

it('an input that is no token becomes a port', async () => {
  const model = await opened('picture.onnx', picture())
  expect(model.abilities).toEqual(['inside'])
  expect(portName('pixel.values')).toBe('pixel_values')
  const pixels = { data: Float32Array.of(1, -1, 2, -2), shape: [2, 2], dims: ['N', 'C'], origin: { tensor: 'drawn', slice: [null, null] } }
  const inputs = { model, edits: [], pixel_values: pixels }
  const { run, logits } = await runNode(forward, { inputs, params: { feeds: ['pixel.values'] } })
  expect(logits).toBeUndefined()
  expect([...(await run.read('encoder/twice')).data]).toEqual([2, -2, 4, -4])
  const read = await runNode(tensor, { inputs: { run }, params: { hook: 'seen' } })
  expect([...read.tensor.data]).toEqual([2, 0, 4, 0])
  await expect(runNode(forward, { inputs: { model, edits: [] }, params: {} })).rejects.toThrow('needs pixel.values besides tokens')
  const twice = { ...pixels, data: Float32Array.of(9, 9, 9, 9) }
  const other = await runNode(forward, { inputs: { ...inputs, pixel_values: twice }, params: { feeds: ['pixel.values'] } })
  expect(other.run.digest).not.toBe(run.digest)
})

it('a file that reads tokens gives logits, and its encoder’s vectors are refused in words', async () => {
  const own = await passOver('Once upon a time')
  const model = await opened('primer.onnx', exportOnnx(own.model.engine))
  const { tokens } = await runNode(tokenizer, { inputs: { text: own.tokens.ids.join(' '), tokenizer: model.tokenizer }, params: {} })
  const { run, logits } = await runNode(forward, { inputs: { model, tokens, edits: [] }, params: {} })
  expect(logits!.shape).toEqual(own.logits.shape)
  expect(farthest(logits!.data, [...own.logits.data])).toBeLessThan(1e-3)
  expect((await run.read('blocks.0.attn.hook_pattern')).shape).toEqual([8, tokens.ids.length, tokens.ids.length])
  await expect(runNode(forward, { inputs: { model: own.model, edits: [] }, params: {} })).rejects.toThrow('needs tokens')
  const x = { data: Float32Array.of(1), shape: [1], dims: ['C'], origin: { tensor: 'drawn', slice: [null] } }
  await expect(
    runNode(forward, { inputs: { model: own.model, tokens: own.tokens, edits: [], x }, params: { feeds: ['x'] } }),
  ).rejects.toThrow('takes tokens alone')
  const texts = { type: Text, value: 'A text.' }
  await expect(runNode(embed, { inputs: { texts, model }, params: {} })).rejects.toThrow('does not say how its rows')
})

it('an encoder’s file gives vectors of texts, pooled and normed as the node says', async () => {
  const own = await openModel(folderSource('tests/oracles/goldens/distilbert-plain'), { backend: 'reference' })
  const model = await opened('encoder.onnx', exportOnnx(own))
  expect(model.abilities).toEqual(['inside', 'embed'])
  // Without a tokenizer.json beside it, texts are ids.
  const texts = { type: Text, value: '3 17 5' }
  const made = async (params: { pool?: 'own' | 'mean' | 'first'; norm?: 'own' | 'unit' | 'none' }) =>
    (await runNode(embed, { inputs: { texts, model }, params })).embeddings
  const encoding = model.tokenizer.engine.encode(texts.value)
  const vector = await made({})
  expect(vector.shape).toEqual([1, 40])
  expect(vector.origin.tensor).toBe('sentence_embedding')
  expect(farthest(vector.data, [...(await encodeText(own, encoding))])).toBeLessThan(1e-5)
  const first = await made({ pool: 'first', norm: 'none' })
  expect(farthest(first.data, [...(await encodeText(own, encoding, { pooling: { by: 'first', unit: false } }))])).toBeLessThan(1e-4)
  expect(first.texts!.digest).not.toBe(vector.texts!.digest)
  expect(farthest(await vector.texts!.encode(texts.value, new AbortController().signal), [...vector.data])).toBe(0)
})
