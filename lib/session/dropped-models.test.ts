/* Several files dropped at once: parts of a GGUF file, an ONNX file with what belongs to it, folders of them; and what is refused in words. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { folderToParts } from '../../tests/to-gguf'
import { exportOnnx, loadModel, openModel } from '../engine'
import { OnnxGraph } from '../engine/backends/ort/onnx-graph'
import { folderSource } from '../engine/files/folder'
import { givenFiles } from './dropped-models'
import { DroppedModels } from './model-places'

type Content = Uint8Array | string
const file = (name: string, content: Content) => new File([typeof content === 'string' ? content : content.slice()], name)
/** As a folder's files come: with the path below what was dropped. */
const within = (place: string, content: Content = '') =>
  Object.defineProperty(file(place.split('/').at(-1)!, content), 'webkitRelativePath', { value: place })

async function dropped(files: readonly File[]) {
  const places = new DroppedModels()
  const given = givenFiles(files)
  places.add(given.name, given.files)
  return { name: given.name, source: (await places.find(given.name))! }
}

const LLAMA = 'tests/oracles/goldens/llama-gqa'

describe('a GGUF file in parts', () => {
  const parts = Object.entries(folderToParts(LLAMA, 3, 'tiny'))

  test('all of them at once are one model, in whatever order they come', async () => {
    const { name, source } = await dropped(parts.toReversed().map(([name, bytes]) => file(name, bytes)))
    expect([name, source.name]).toEqual(['tiny.gguf', 'tiny'])
    const model = await openModel(source, { backend: 'reference' })
    const whole = await openModel(folderSource(LLAMA), { backend: 'reference' })
    const ids = [1, 2, 3]
    const [ours, theirs] = await Promise.all([model, whole].map((each) => each.forward({ ids })))
    const [a, b] = [ours!, theirs!].map(({ tensors }) => tensors.get('logits')!.data)
    expect(Math.max(...a!.map((x, at) => Math.abs(x - b![at]!)))).toBeLessThan(1e-5)
  })

  test('in a folder, too; one alone names what is missing', async () => {
    const { name } = await dropped([within('big/README.md'), ...parts.map(([name, bytes]) => within(`big/${name}`, bytes))])
    expect(name).toBe('big/tiny.gguf')
    const { source } = await dropped([file(...parts[1]!)])
    await expect(openModel(source, { backend: 'reference' })).rejects.toThrow(
      'tiny comes in 3 parts, and tiny-00001-of-00003.gguf is not there.',
    )
  })

  test('beside another model it is not chosen by chance', () => {
    expect(() => givenFiles([...parts.map(([name, bytes]) => within(`big/${name}`, bytes)), within('big/b.gguf')])).toThrow(
      'big holds 2 GGUF models: b.gguf, tiny in 3 parts.',
    )
  })
})

describe('an ONNX file with what belongs to it', async () => {
  const own = await openModel(folderSource('public/models/primer-6m'), { backend: 'reference' })
  const bytes = exportOnnx(own)
  const tokenizer = readFileSync('public/models/primer-6m/tokenizer.json')
  own.dispose()

  test.each([
    ['side by side', [file('primer.onnx', bytes), file('tokenizer.json', tokenizer), file('config.json', '{}')], 'primer.onnx'],
    [
      'in a folder',
      [within('primer/config.json', '{}'), within('primer/tokenizer.json', tokenizer), within('primer/model.onnx', bytes)],
      'primer/model.onnx',
    ],
    [
      'in a folder of a repository, the usual one of two',
      [within('primer/tokenizer.json', tokenizer), within('primer/onnx/model.onnx', bytes), within('primer/onnx/model_fp16.onnx', 'none')],
      'primer/onnx/model.onnx',
    ],
  ])('%s', async (_, files, expected) => {
    const { name, source } = await dropped(files)
    expect(name).toBe(expected)
    const opened = await loadModel(source)
    expect(opened.tokenizer.encode('Once upon a time').tokens.length).toBeLessThan(8)
    expect(opened.model.spec.vocabulary).toBe(4096)
    opened.model.dispose()
  })

  test('weights beside it are found in its own folder, and missed by name', async () => {
    const graph = new OnnxGraph()
    graph.input('x', 'float32', [2])
    graph.node('Mul', ['x', graph.weight('w', [2], 'model.onnx_data', 0)], 'y')
    graph.output('y', [2])
    const data = new Uint8Array(Float32Array.of(3, 5).buffer)
    const { source } = await dropped([within('r/onnx/model.onnx', graph.finish()), within('r/onnx/model.onnx_data', data)])
    const { model } = await loadModel(source)
    const x = { data: Float32Array.of(2, 2), shape: [2], dims: ['C'] }
    expect([...(await model.forward({ ids: [], feeds: new Map([['x', x]]) })).tensors.get('y')!.data]).toEqual([6, 10])
    const alone = await dropped([file('model.onnx', graph.finish())])
    await expect(loadModel(alone.source)).rejects.toThrow('model.onnx keeps weights in model.onnx_data, which is not there.')
  })

  test('a place outside its folder is none', async () => {
    const graph = new OnnxGraph()
    graph.input('x', 'float32', [2])
    graph.node('Mul', ['x', graph.weight('w', [2], '../secret', 0)], 'y')
    graph.output('y', [2])
    const { source } = await dropped([
      within('r/onnx/model.onnx', graph.finish()),
      within('r/secret', 'hidden'),
      within('r/tokenizer.json', '{}'),
    ])
    await expect(loadModel(source)).rejects.toThrow('keeps weights in ../secret, which is not there.')
  })

  test('of several the usual name decides, or nothing', () => {
    expect(() => givenFiles([within('r/encoder.onnx'), within('r/decoder.onnx')])).toThrow(
      'r holds 2 ONNX files: decoder.onnx, encoder.onnx.',
    )
  })

  test('a folder with safetensors is a model as any other', () => {
    const files = [within('m/config.json'), within('m/model.safetensors'), within('m/onnx/model.onnx')]
    expect(givenFiles(files).name).toBe('m')
  })
})

test('what is no model is refused with what would be one', () => {
  expect(() => givenFiles([file('a.txt', ''), file('b.txt', '')])).toThrow('These 2 files cannot be opened as a model.')
})
