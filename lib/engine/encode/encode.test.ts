/*
 * Texts as vectors: pooling by the files of a sentence encoder, windows of long texts, and a real MiniLM against transformers where
 * VITRINE_MINILM names its folder.
 */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../files/memory'
import { folderSource } from '../files/folder'
import { loadModel } from '../load-model'
import { openModel } from '../open-model'
import type { Backend } from '../types'
import { encodeText, windowsOf } from '.'
import { pooledRows, readPooling } from './pooling'

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

test('pooling is read from the files of a sentence encoder', async () => {
  const read = (files: Record<string, Uint8Array>) => readPooling(memorySource('m', files))
  expect(await read({})).toEqual({ by: 'mean', unit: true })
  const first = { pooling_mode_cls_token: true, pooling_mode_mean_tokens: false, word_embedding_dimension: 8 }
  expect(await read({ '1_Pooling/config.json': json(first) })).toEqual({ by: 'first', unit: true })
  const modules = json([{ type: 'sentence_transformers.models.Pooling' }])
  expect(await read({ '1_Pooling/config.json': json(first), 'modules.json': modules })).toEqual({ by: 'first', unit: false })
  await expect(read({ '1_Pooling/config.json': json({ pooling_mode_weightedmean_tokens: true }) })).rejects.toThrow('not known')
  const more = json([{ type: 'sentence_transformers.models.Pooling' }, { type: 'sentence_transformers.models.Dense', path: '2_Dense' }])
  await expect(read({ '1_Pooling/config.json': json(first), 'modules.json': more })).rejects.toThrow(
    'asks for Dense (2_Dense) after the pooling',
  )
})

test('rows become one', () => {
  const rows = Float32Array.of(3, 0, 1, 8)
  const pooled = (by: 'first' | 'last' | 'mean' | 'max', unit = false) => [...pooledRows(rows, 2, { by, unit })]
  expect(pooled('first')).toEqual([3, 0])
  expect(pooled('last')).toEqual([1, 8])
  expect(pooled('mean')).toEqual([2, 4])
  expect(pooled('max')).toEqual([3, 8])
  expect(pooled('first', true)).toEqual([1, 0])
})

test('a long text is taken in windows, each between the special tokens', () => {
  const special = [true, false, false, false, false, false, true]
  expect(windowsOf({ ids: [1, 10, 11, 12, 13, 14, 2], special }, 5)).toEqual([
    { ids: [1, 10, 11, 12, 2], weight: 3 / 5 },
    { ids: [1, 13, 14, 2], weight: 2 / 5 },
  ])
})

test('the mean is the model’s own sentence embedding', async () => {
  const model = await openModel(folderSource('tests/oracles/goldens/bert-cross-encoder'), { backend: 'reference' })
  const ids = [5, 6, 7, 8, 9]
  const vector = await encodeText(model, { ids, tokens: [], offsets: [], special: ids.map(() => false) })
  const hook = (await model.forward({ ids, want: ['sentence_embedding'] })).tensors.get('sentence_embedding')!
  for (const [at, x] of hook.data.entries()) expect(vector[at]).toBeCloseTo(x, 6)
  await expect(model.decoder()).rejects.toThrow('reads whole texts and does not write')
})

const folder = process.env['VITRINE_MINILM'] ?? ''
const there = existsSync(folder)
if (!there) console.warn('SKIPPED: the check against a real MiniLM needs its folder in VITRINE_MINILM.')

describe.skipIf(!there)('all-MiniLM-L6-v2', () => {
  const { rows } = JSON.parse(readFileSync('tests/oracles/architectures/minilm.json', 'utf8'))
  test.each<Backend>(['reference', 'ort'])('on %s', { timeout: 120_000 }, async (backend) => {
    const { model, tokenizer } = await loadModel(folderSource(folder), { backend })
    for (const row of rows) {
      const encoding = tokenizer.encode(row.text)
      expect(encoding.ids).toEqual(row.ids)
      const vector = await encodeText(model, encoding)
      const far = Math.max(...row.every_sixth.map((x: number, i: number) => Math.abs(x - vector[6 * i]!)))
      expect(far, row.text).toBeLessThan(1e-6)
    }
  })
})
