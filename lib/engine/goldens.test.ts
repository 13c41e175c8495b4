/*
 * Every hook tensor of every golden (PyTorch and transformers, see the README of the goldens), their edits, old spellings, shards
 * and 16-bit files, on both backends, and decoding against the full pass.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { oracle } from '../../tests/oracle-folder'
import { folderSource } from './files/folder'
import { openModel } from './open-model'
import { readSafetensors, type PlainTensor } from './safetensors'
import type { Backend, Edit, EngineTensor } from './types'

const roots = [oracle('goldens'), 'tests/oracles/goldens', 'tests/oracles/architectures'].filter((root) => root !== undefined)
const found = roots.flatMap((root) => readdirSync(root).map((name) => [name, path.join(root, name)] as const))
const folders = new Map(found.filter(([, folder]) => existsSync(path.join(folder, 'golden.safetensors'))).sort())
const cases = [...folders.keys()]
const edited = cases.filter((name) => existsSync(path.join(folders.get(name)!, 'edits.json')))
/** One of each family; scalings that turn a longer text otherwise cannot be decoded with kept keys. */
const decoded = cases.filter((name) =>
  /^(?!.*(dynamic|longrope-(long|oldkeys|partial)))(llama|gpt|mistral|qwen|gemma|phi3|olmo2|smollm3)/.test(name),
)
const backends: readonly Backend[] = ['reference', 'ort']

const readTensors = (folder: string, file: string) => readSafetensors(readFileSync(path.join(folder, file)))
const readJson = (folder: string, file: string) => JSON.parse(readFileSync(path.join(folder, file), 'utf8'))

const callOf = (inputs: Record<string, number[]>) => ({
  ids: inputs.input_ids!,
  attentionMask: inputs.attention_mask,
  tokenTypes: inputs.token_type_ids,
})

/** Largest difference over the golden's scale; infinities must sit at the same places. */
function distance(got: EngineTensor | undefined, golden: PlainTensor): number {
  if (!got || got.shape.join() !== golden.shape.join()) return Infinity
  let scale = 1
  for (const x of golden.data) if (Number.isFinite(x)) scale = Math.max(scale, Math.abs(x))
  let worst = 0
  for (const [i, x] of golden.data.entries()) {
    const difference = x === got.data[i] ? 0 : Math.abs(x - got.data[i]!) / scale
    if (!(difference <= worst)) worst = difference
  }
  return worst
}

describe.each(backends)('goldens on %s', (backend) => {
  test.each(cases)('%s', async (name) => {
    const folder = folders.get(name)!
    const model = await openModel(folderSource(folder), { backend })
    const { inputs } = readJson(folder, 'case.json')
    const { tensors } = await model.forward({ ...callOf(inputs), want: ['*'] })
    const wrong: string[] = []
    for (const [hook, golden] of readTensors(folder, 'golden.safetensors')) {
      const far = distance(tensors.get(hook), golden)
      if (!(far <= 3e-5)) wrong.push(`${hook}: ${far}`)
    }
    expect(wrong).toEqual([])
    model.dispose()
  })

  test.each(edited)('edits of %s', async (name) => {
    const folder = folders.get(name)!
    const model = await openModel(folderSource(folder), { backend })
    const { cases: edits, inputs } = readJson(folder, 'edits.json')
    const values = readTensors(folder, 'edits.safetensors')
    for (const each of edits) {
      const list: Edit[] = each.edits.map((edit: Edit & { value?: string | number }) =>
        typeof edit.value === 'string' ? { ...edit, value: values.get(edit.value)!.data } : edit,
      )
      const { tensors } = await model.forward({ ...callOf(inputs), want: each.tensors, edits: list })
      for (const hook of each.tensors)
        expect(distance(tensors.get(hook), values.get(`${each.name}/${hook}`)!), `${each.name} ${hook}`).toBeLessThan(3e-5)
    }
    model.dispose()
  })

  test.each(decoded)('decoding %s with a cache equals the full pass', async (name) => {
    const folder = folders.get(name)!
    const model = await openModel(folderSource(folder), { backend })
    const ids: number[] = readJson(folder, 'case.json').inputs.input_ids
    const edits: Edit[] = [
      { at: 'blocks.0.attn.hook_z', heads: [1], op: 'zero' },
      { at: 'blocks.1.hook_resid_pre', positions: [4, ids.length - 1], op: 'scale', value: 0.5 },
      { at: 'blocks.1.attn.hook_pattern', heads: [0], positions: [6], dims: [0, 1, 2, 3], op: 'set', value: 0.1 },
    ]
    for (const list of [[], edits]) {
      const { tensors } = await model.forward({ ids, edits: list })
      const logits = tensors.get('logits')!
      const decoder = await model.decoder(list)
      for (const [from, to] of [[0, 5], [5, 6], [6, 9], ...ids.slice(9).map((_, i) => [9 + i, 10 + i])] as [number, number][]) {
        const row = await decoder.step(ids.slice(from, to))
        const full = logits.data.subarray((to - 1) * model.spec.vocabulary, to * model.spec.vocabulary)
        expect(
          distance({ data: row, shape: [row.length], dims: ['V'] }, { shape: [row.length], data: full }),
          `${from}..${to}`,
        ).toBeLessThan(1e-5)
      }
      expect(decoder.length).toBe(ids.length)
      decoder.dispose()
    }
    model.dispose()
  })
})
