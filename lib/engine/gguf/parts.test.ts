/* A GGUF file in parts: the same logits as in one piece, whichever part is named, read by ranges; and parts that do not belong together. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { folderToGguf, folderToParts } from '../../../tests/to-gguf'
import { memorySource } from '../files/memory'
import { chooseFiles } from '../hub/choose'
import { openModel } from '../open-model'
import { openModelFile } from '../open-model-file'
import type { FileSource } from '../types'
import { ggufModels } from './part-names'
import { writeGguf, type GgufWritable, type GgufWritten } from './write'

const FOLDER = 'tests/oracles/goldens/llama-gqa'
const parts = folderToParts(FOLDER, 3)
const names = Object.keys(parts)
const { inputs } = JSON.parse(readFileSync(`${FOLDER}/case.json`, 'utf8')) as { inputs: { input_ids: number[] } }

async function logitsOf(source: FileSource): Promise<Float32Array> {
  const model = await openModel(source, { backend: 'reference' })
  return (await model.forward({ ids: inputs.input_ids })).tensors.get('logits')!.data
}

test.each([undefined, ...names])('all parts, %s named', async (only) => {
  const whole = await logitsOf({ ...memorySource('whole', { 'x.gguf': folderToGguf(FOLDER) }), only: 'x.gguf' })
  const together = memorySource('whole', { ...parts, 'README.md': '' })
  expect(await logitsOf(only === undefined ? together : { ...together, only })).toEqual(whole)
})

test('only ranges are read, and sizes are added up', async () => {
  const asked: string[] = []
  const { readRange, ...source } = memorySource('whole', parts)
  const file = await openModelFile({
    ...source,
    readRange: (name, start, end) => (asked.push(`${name.slice(6, 11)} ${start}`), readRange!(name, start, end)),
    read: (name) => (name.endsWith('.gguf') ? Promise.reject(new Error('read whole')) : source.read(name)),
  })
  expect(asked).toEqual(['00001 0', '00002 0', '00003 0'])
  expect(file.fileBytes).toBe(names.reduce((sum, name) => sum + parts[name]!.length, 0))
  expect(new Set([...file.weights.values()].map((weight) => weight.file))).toEqual(new Set(names))
})

const tensor = (name: string): GgufWritable => ({ name, shape: [4], type: 'F32', data: Float32Array.of(1, 2, 3, 4) })
const written = (no: number | string, count: number, tensors: string[], more: [string, GgufWritten][] = []) =>
  writeGguf([...more, ['split.no', no], ['split.count', count]], tensors.map(tensor))
const two = (first: Uint8Array, second?: Uint8Array) =>
  memorySource('pair', { 'p-00001-of-00002.gguf': first, ...(second && { 'p-00002-of-00002.gguf': second }) })
const first = written(0, 2, ['a'])

describe('parts that do not belong together', () => {
  const cases: [string, FileSource, string][] = [
    ['one is missing', two(first), 'pair comes in 2 parts, and p-00002-of-00002.gguf is not there.'],
    ['the wrong order', two(written(1, 2, ['a']), written(0, 2, ['b'])), 'p-00001-of-00002.gguf should be part 1 of 2, and says that it is part 2.'],
    ['the same twice', two(first, first), 'p-00002-of-00002.gguf should be part 2 of 2, and says that it is part 1.'],
    ['no number', two(first, writeGguf([['split.count', 2]], [])), 'should be part 2 of 2, and says that it is no part.'],
    ['a text for a number', two(first, written('1', 2, [])), 'says that it is no part.'],
    ['other counts', two(first, written(1, 3, [])), 'p-00002-of-00002.gguf says that there are 3 parts; p-00001-of-00002.gguf says 2.'],
    ['a name of another count', memorySource('p', { 'p-00001-of-00003.gguf': first }), 'is named as one of 3 parts, and says of itself that there are 2.'],
    ['a name without a number', memorySource('p', { 'p.gguf': first }), 'p.gguf is one of 2 parts of a model, and its name does not say which.'],
    ['a tensor twice', two(first, written(1, 2, ['a'])), 'the tensor a stands in p-00001-of-00002.gguf and again in p-00002-of-00002.gguf.'],
    ['fewer tensors', two(written(0, 2, ['a'], [['split.tensors.count', 7]]), written(1, 2, ['b'])), 'has 7 tensors in all; its parts hold 2.'],
    ['two architectures', two(written(0, 2, ['a'], [['general.architecture', 'llama']]), written(1, 2, ['b'], [['general.architecture', 'gpt2']])), 'its architecture is gpt2'],
    ['no end of parts', two(written(0, 4_000_000_000, ['a'])), 'says that it is cut into 4000000000 parts'],
    ['half a part', two(first, written(1, 2, ['b']).subarray(0, 60)), 'p-00002-of-00002.gguf ends after'],
  ] // prettier-ignore
  test.each(cases)('%s', async (_, source, sentence) => {
    await expect(openModelFile(source)).rejects.toThrow(sentence)
  })

  test('two models in one folder', async () => {
    expect(ggufModels([...names, 'b.gguf', 'config.json']).map(({ whole }) => whole)).toEqual(['b.gguf', 'whole in 3 parts'])
    await expect(openModelFile(memorySource('both', { ...parts, 'b.gguf': first }))).rejects.toThrow(
      'both holds 2 GGUF models: b.gguf, whole in 3 parts.',
    )
  })
})

test('a hub gives all parts, whichever is named', () => {
  const files = names.map((name) => ({ name, bytes: 1, digest: { sha256: name } }))
  const model = { id: 'us/tiny', files } as unknown as Parameters<typeof chooseFiles>[0]
  expect(chooseFiles(model, {}).map(({ name }) => name)).toEqual(names)
  expect(chooseFiles(model, { file: names[1]! }).map(({ name }) => name)).toEqual(names)
  expect(() => chooseFiles({ ...model, files: model.files.slice(0, 2) }, {})).toThrow('is named as one of 3 parts')
})
