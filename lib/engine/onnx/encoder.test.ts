/* ONNX files of encoders: those of our own export against goldens of PyTorch, and graphs as others write them, with a batch and without shapes. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { abilitiesOf } from '../abilities'
import { exportOnnx } from '../backends/ort/export'
import { OnnxGraph } from '../backends/ort/onnx-graph'
import { encodeText } from '../encode'
import { memorySource } from '../files/memory'
import { folderSource } from '../files/folder'
import { loadModel } from '../load-model'
import { openModel } from '../open-model'
import { readSafetensors } from '../safetensors'
import type { Encoding, FileSource } from '../types'

const oneFile = (bytes: Uint8Array, more: Record<string, Uint8Array | string> = {}): FileSource => ({
  ...memorySource('tiny', { 'tiny.onnx': bytes, ...more }),
  only: 'tiny.onnx',
})
const encodingOf = (ids: readonly number[], special: readonly boolean[] = ids.map(() => false)): Encoding => ({
  ids,
  tokens: ids.map(String),
  offsets: ids.map(() => [0, 0] as const),
  special,
})
const farthest = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length)
  return Array.from(a).reduce((most, x, at) => Math.max(most, Math.abs(x - b[at]!)), 0)
}

describe('a file of our own export', () => {
  test.each(['bert-cross-encoder', 'bert-mlm-hubnames', 'distilbert-plain', 'bert-padded'])('%s', async (name) => {
    const folder = `tests/oracles/goldens/${name}`
    const own = await openModel(folderSource(folder), { backend: 'reference' })
    const { model } = await loadModel(oneFile(exportOnnx(own)))
    expect(abilitiesOf(model.spec, null)).toContain('embed')
    const { inputs } = JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as { inputs: { input_ids: number[] } }
    const encoding = encodingOf(inputs.input_ids)
    const vector = await encodeText(model, encoding)
    // Where the golden has padding or two texts, the engine's own vector stands for it.
    const golden = readSafetensors(readFileSync(`${folder}/golden.safetensors`)).get('sentence_embedding')
    if (golden && Object.keys(inputs).length === 1) expect(farthest(vector, golden.data)).toBeLessThan(1e-5)
    expect(farthest(vector, await encodeText(own, encoding))).toBeLessThan(1e-5)
    for (const by of ['first', 'last', 'mean', 'max'] as const)
      for (const unit of [true, false])
        expect(
          farthest(
            await encodeText(model, encoding, { pooling: { by, unit } }),
            await encodeText(own, encoding, { pooling: { by, unit } }),
          ),
          by,
        ).toBeLessThan(1e-4)
    model.dispose()
  })
})

/** Rows of a table, [1,T,2], and if asked their sum times two as a vector [1,2]. */
function strangers(names: { readonly rows?: string; readonly vector?: string }): Uint8Array {
  const graph = new OnnxGraph(Float32Array.from({ length: 8 }, (_, i) => i * (i % 2 === 0 ? 1 : -1)))
  graph.input('input_ids', 'int64', ['batch', 'sequence'])
  graph.input('attention_mask', 'int64', ['batch', 'sequence'])
  const rows = names.rows ?? 'rows'
  graph.node('Gather', [graph.weight('table', [4, 2], 'tiny.data', 0), 'input_ids'], rows)
  if (names.rows) graph.output(names.rows, ['batch', 'sequence', 2])
  if (names.vector) {
    graph.node('Mul', [graph.step('ReduceSum', [rows, graph.integers(1)], { keepdims: 0 }), graph.scalar(2)], names.vector)
    graph.output(names.vector, ['batch', 2])
  }
  return graph.finish()
}
const ROWS: readonly (readonly [number, number])[] = [[0, -1], [2, -3], [4, -5], [6, -7]] // prettier-ignore

describe('files as others write them', () => {
  test('rows are pooled as the files beside say, or as is wished', async () => {
    const pooling = JSON.stringify({ pooling_mode_cls_token: true })
    const modules = JSON.stringify([{ type: 'sentence_transformers.models.Pooling' }])
    const { model } = await loadModel(
      oneFile(strangers({ rows: 'last_hidden_state' }), { '1_Pooling/config.json': pooling, 'modules.json': modules }),
    )
    expect(model.spec.encoder).toEqual({ rows: 'last_hidden_state', vector: null })
    expect([...(await encodeText(model, encodingOf([2, 3])))]).toEqual(ROWS[2])
    expect([...(await encodeText(model, encodingOf([2, 3]), { pooling: { by: 'mean', unit: false } }))]).toEqual([5, -6])
    expect([...(await encodeText(model, encodingOf([1]), { pooling: { by: 'mean', unit: false } }))]).toEqual(ROWS[1])
  })

  test('a vector of the file comes as it is, and pools only where there are rows', async () => {
    const both = (await loadModel(oneFile(strangers({ rows: 'token_embeddings', vector: 'sentence_embedding' })))).model
    expect([...(await encodeText(both, encodingOf([1, 2])))]).toEqual([12, -16])
    expect([...(await encodeText(both, encodingOf([1, 2]), { pooling: { by: 'max', unit: false } }))]).toEqual([4, -3])
    const alone = (await loadModel(oneFile(strangers({ vector: 'sentence_embedding' })))).model
    expect([...(await encodeText(alone, encodingOf([1, 2])))]).toEqual([12, -16])
    await expect(encodeText(alone, encodingOf([1, 2]), { pooling: { by: 'mean', unit: true } })).rejects.toThrow('there is nothing to pool')
  })

  test('a text longer than config.json allows is read in windows', async () => {
    const config = JSON.stringify({ model_type: 'bert', max_position_embeddings: 4 })
    const { model } = await loadModel(
      oneFile(strangers({ rows: 'last_hidden_state', vector: 'sentence_embedding' }), { 'config.json': config }),
    )
    expect(model.spec.context).toBe(4)
    // 0 | 1 2 | 0 and 0 | 3 | 0: sums twice, two thirds and one third.
    const vector = await encodeText(model, encodingOf([0, 1, 2, 3, 0], [true, false, false, false, true]))
    expect(farthest(vector, [12 * (2 / 3) + 12 / 3, -20 * (2 / 3) - 18 / 3])).toBeLessThan(1e-5)
    const roberta = JSON.stringify({ model_type: 'xlm-roberta', max_position_embeddings: 514 })
    expect((await loadModel(oneFile(strangers({ rows: 'last_hidden_state' }), { 'config.json': roberta }))).model.spec.context).toBe(512)
  })

  test('what names no rows is refused with the names that are known', async () => {
    const { model } = await loadModel(oneFile(strangers({ rows: 'output_0' })))
    expect(abilitiesOf(model.spec, null)).toEqual(['inside'])
    await expect(encodeText(model, encodingOf([1]))).rejects.toThrow(
      'no output named last_hidden_state, token_embeddings, sentence_embedding',
    )
  })

  test('a tensor of that name that holds no rows is told', async () => {
    const graph = new OnnxGraph()
    graph.input('input_ids', 'int64', ['T'])
    graph.node('Cast', [graph.step('Slice', ['input_ids', graph.integers(0), graph.integers(1)])], 'last_hidden_state', { to: 1 })
    graph.output('last_hidden_state', ['rows'])
    const { model } = await loadModel(oneFile(graph.finish()))
    await expect(encodeText(model, encodingOf([1, 2, 3]))).rejects.toThrow('holds 1 numbers for 3 tokens')
  })
})

const folder = process.env['VITRINE_MINILM'] ?? ''
const there = existsSync(folder)
if (!there) console.warn('SKIPPED: a real MiniLM as ONNX needs its folder in VITRINE_MINILM.')

describe.skipIf(!there)('all-MiniLM-L6-v2 as ONNX', () => {
  test('gives the vectors of transformers', { timeout: 120_000 }, async () => {
    const { rows } = JSON.parse(readFileSync('tests/oracles/architectures/minilm.json', 'utf8'))
    const own = await openModel(folderSource(folder), { backend: 'reference' })
    const beside = { 'tokenizer.json': readFileSync(`${folder}/tokenizer.json`), 'config.json': readFileSync(`${folder}/config.json`) }
    const { model, tokenizer } = await loadModel(oneFile(exportOnnx(own), beside))
    for (const row of rows) {
      const vector = await encodeText(model, tokenizer.encode(row.text))
      expect(
        farthest(
          row.every_sixth,
          row.every_sixth.map((_: number, i: number) => vector[6 * i]!),
        ),
        row.text,
      ).toBeLessThan(1e-6)
    }
  })
})
