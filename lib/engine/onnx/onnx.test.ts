/* The tensor tap on files that our own export writes: what is listed, exposed and read, against the engine's own hooks. */
import { beforeAll, describe, expect, test } from 'vitest'
import { exportOnnx } from '../backends/ort/export'
import { OnnxGraph } from '../backends/ort/onnx-graph'
import { ProtobufWriter } from '../backends/ort/protobuf'
import { folderSource } from '../files/folder'
import { memorySource } from '../files/memory'
import { loadModel } from '../load-model'
import { openModel } from '../open-model'
import type { FileSource, LoadedModel } from '../types'
import { exposeTensors } from './expose'
import { readOnnx } from './read'

const oneFile = (bytes: Uint8Array, more: Record<string, Uint8Array> = {}): FileSource => ({
  ...memorySource('tiny', { 'tiny.onnx': bytes, ...more }),
  only: 'tiny.onnx',
})

/** y = relu(x + 1), z = y · y, of which only z is an output. */
function smallGraph(): Uint8Array {
  const graph = new OnnxGraph()
  graph.input('x', 'float32', ['rows', 3])
  graph.node('Relu', [graph.node('Add', ['x', graph.scalar(1)], 'sum')], 'y')
  graph.node('Mul', ['y', 'y'], 'z')
  graph.output('z', ['rows', 3])
  return graph.finish()
}

describe('reading', () => {
  test('inputs, inner tensors with their operations, outputs with their shapes', () => {
    const file = readOnnx(smallGraph())
    expect(file.inputs).toEqual([{ name: 'x', type: 1, shape: ['rows', 3] }])
    expect(file.inner.map(({ name, operation }) => [name, operation])).toEqual([
      ['sum', 'Add'],
      ['y', 'Relu'],
      ['z', 'Mul'],
    ])
    expect(file.outputs).toEqual([{ name: 'z', type: 1, shape: ['rows', 3] }])
    expect(file.inner.at(-1)!.shape).toEqual(['rows', 3])
    expect(file.opset).toBe(17)
  })

  test('exposing keeps the rest byte for byte', () => {
    const bytes = smallGraph()
    const file = readOnnx(bytes)
    const more = exposeTensors(bytes, file, ['sum', 'z'])
    expect(readOnnx(more).outputs.map(({ name }) => name)).toEqual(['z', 'sum'])
    expect(readOnnx(more).inner).toEqual(file.inner)
    expect(exposeTensors(bytes, file, ['z'])).toBe(bytes)
  })

  test('damage is told with its place', () => {
    const bytes = smallGraph()
    expect(() => readOnnx(bytes.subarray(0, bytes.length - 9))).toThrow('bytes, with')
    expect(() => readOnnx(new Uint8Array())).toThrow('has no graph')
    expect(() => readOnnx(Uint8Array.of(0x3b))).toThrow('unknown kind 3')
    expect(() => readOnnx(Uint8Array.from({ length: 12 }, () => 0xff))).toThrow('more than ten bytes')
    const axes = new ProtobufWriter().message(7, (graph) =>
      graph.message(5, (tensor) => {
        for (let axis = 0; axis < 40; axis++) tensor.int(1, 1)
      }),
    )
    expect(() => readOnnx(axes.finish())).toThrow('more than 32 axes')
  })
})

describe('a file of inputs that are no tokens', () => {
  test('is fed by name, and every tensor can be read', async () => {
    const { model } = await loadModel(oneFile(smallGraph()))
    expect(model.feeds).toEqual(['x'])
    expect(model.hooks).toEqual(['sum', 'y', 'z'])
    const x = { data: Float32Array.of(-2, 0, 1, 2, 3, -1), shape: [2, 3], dims: ['N', 'C'] }
    const { tensors } = await model.forward({ ids: [], want: ['*'], feeds: new Map([['x', x]]) })
    expect([...tensors.get('sum')!.data]).toEqual([-1, 1, 2, 3, 4, 0])
    expect([...tensors.get('y')!.data]).toEqual([0, 1, 2, 3, 4, 0])
    expect([...tensors.get('z')!.data]).toEqual([0, 1, 4, 9, 16, 0])
    expect(tensors.get('z')!.shape).toEqual([2, 3])
    await expect(model.forward({ ids: [1] })).rejects.toThrow('needs the input x, float32 [rows, 3]')
    await expect(model.forward({ ids: [], edits: [{ at: 'y', op: 'zero' }] })).rejects.toThrow('edited nowhere')
    await expect(model.decoder()).rejects.toThrow('does not write')
    model.dispose()
  })

  test('other backends are refused', async () => {
    await expect(loadModel(oneFile(smallGraph()), { backend: 'reference' })).rejects.toThrow('runs on ONNX Runtime, not on reference')
  })
})

describe('a language model as a file of others', () => {
  let own: LoadedModel
  beforeAll(async () => {
    own = await openModel(folderSource('public/models/primer-6m'), { backend: 'ort' })
  })

  test('gives the logits and inner tensors of the engine', async () => {
    const { model, tokenizer } = await loadModel(oneFile(exportOnnx(own)))
    expect(model.spec.head).toBe('masked-token')
    expect(model.format).toBe('ONNX, opset 17')
    const ids = tokenizer.encode('17 400 23 9').ids
    expect(ids).toEqual([17, 400, 23, 9])
    const hooks = ['logits', 'blocks.1.attn.hook_pattern', 'blocks.2.hook_resid_post']
    const [theirs, ours] = await Promise.all([model.forward({ ids, want: hooks }), own.forward({ ids, want: hooks })])
    for (const hook of hooks) {
      const [a, b] = [theirs.tensors.get(hook)!, ours.tensors.get(hook)!]
      expect(a.shape).toEqual(b.shape)
      expect(Math.max(...a.data.map((x, i) => Math.abs(x - b.data[i]!))), hook).toBeLessThan(2e-4)
    }
    expect(theirs.tensors.get('blocks.1.attn.hook_pattern')!.dims).toEqual(['H', 'T', 'S'])
    expect(model.weight('model.norm.weight').data).toEqual(own.weight('model.norm.weight').data)
    model.dispose()
  })

  test('its weights may lie beside it', async () => {
    const graph = new OnnxGraph()
    graph.input('x', 'float32', [2])
    graph.node('Mul', ['x', graph.weight('w', [2], 'tiny.data', 0)], 'y')
    graph.output('y', [2])
    const data = new Uint8Array(Float32Array.of(3, 5).buffer)
    const { model } = await loadModel(oneFile(graph.finish(), { 'tiny.data': data }))
    const x = { data: Float32Array.of(2, 2), shape: [2], dims: ['C'] }
    expect([...(await model.forward({ ids: [], feeds: new Map([['x', x]]) })).tensors.get('y')!.data]).toEqual([6, 10])
    await expect(loadModel(oneFile(graph.finish()))).rejects.toThrow('tiny.data')
    model.dispose()
  })
})
