/* Counted against the files: parameters of every architecture, products by the formulas of a plain transformer. */
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { countModel } from './architecture'
import { folderSource } from './files/folder'
import { openModel } from './open-model'

const open = (folder: string) => openModel(folderSource(folder), { backend: 'reference' })

test.each(readdirSync('tests/oracles/architectures').filter((name) => name.includes('-')))('%s', async (name) => {
  const model = await open(`tests/oracles/architectures/${name}`)
  const counts = countModel(model)
  expect(counts.parameters).toBe(model.parameters)
  expect(counts.parts.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(model.parameters)
  for (const { path } of counts.parts) expect(path.join(' '), 'a part in words').not.toMatch(/hook_|[a-z]\.[a-z]/)
})

test('products and kept numbers', async () => {
  // vocabulary 4096, width 256, 6 layers, 8 heads, 4 key heads, mlp 768, tied: public/models/primer-6m/config.json.
  const counts = countModel(await open('public/models/primer-6m'))
  const total = (rows: number, keys: number) => counts.parts.reduce((sum, part) => sum + part.flops(rows, keys), 0)
  const layer = 2 * 256 * 256 + 2 * 256 * 128 + 3 * 256 * 768
  expect(total(1, 1)).toBe(2 * (6 * layer + 4096 * 256) + 6 * 4 * 256)
  expect(total(10, 10)).toBe(2 * (10 * 6 * layer + 4096 * 256) + 6 * 4 * 256 * 100)
  expect(counts.keptNumbers(100)).toBe(6 * 2 * 128 * 100)
})

test('a window bounds products and what is kept', async () => {
  // 2 layers, 4 heads of 6, 2 key heads, window 4.
  const counts = countModel(await open('tests/oracles/architectures/mistral-edits'))
  expect(counts.keptNumbers(50)).toBe(2 * 2 * 2 * 6 * 4)
  const scores = counts.parts.find(({ path }) => path.includes('scores'))!
  expect(scores.flops(3, 50)).toBe(2 * 4 * 6 * 3 * 4)
})
