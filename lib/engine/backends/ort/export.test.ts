/* Exported files against the goldens, run by ONNX Runtime on wasm and, where it is installed with the oracles, natively. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderSource } from '../../files/folder'
import { openModel } from '../../open-model'
import { readSafetensors } from '../../safetensors'
import { exportOnnx } from './export'
import { startOrt, type OrtModule } from './runtime'

const folders = ['tests/oracles/goldens', 'tests/oracles/architectures'].flatMap((root) =>
  readdirSync(root)
    .map((name) => path.join(root, name))
    .filter((folder) => existsSync(path.join(folder, 'golden.safetensors'))),
)
const HOOKS = ['logits', 'pooled', 'sentence_embedding', 'blocks.1.attn.hook_pattern', 'blocks.0.hook_mlp_out']

async function worst(ort: OrtModule, folder: string): Promise<number> {
  const model = await openModel(folderSource(folder), { backend: 'reference' })
  const session = await ort.InferenceSession.create(exportOnnx(model, HOOKS))
  const { inputs } = JSON.parse(readFileSync(path.join(folder, 'case.json'), 'utf8')) as { inputs: Record<string, number[]> }
  const ids = inputs['input_ids']!
  const usual: Record<string, number[]> = { input_ids: ids, attention_mask: ids.map(() => 1), token_type_ids: ids.map(() => 0), ...inputs }
  const feeds = Object.fromEntries(
    session.inputNames.map((name) => [name, new ort.Tensor('int64', BigInt64Array.from(usual[name]!, BigInt), [ids.length])]),
  )
  const got = await session.run(feeds)
  let most = 0
  for (const [name, golden] of readSafetensors(readFileSync(path.join(folder, 'golden.safetensors')))) {
    if (!HOOKS.includes(name)) continue
    const data = got[name]!.data as Float32Array
    expect([...got[name]!.dims], name).toEqual(golden.shape)
    const scale = golden.data.reduce((largest, x) => Math.max(largest, Math.abs(x)), 1)
    for (const [i, x] of golden.data.entries()) most = Math.max(most, Math.abs(x - data[i]!) / scale)
  }
  await session.release()
  return most
}

describe('on wasm', () => {
  test.each(folders)('%s', async (folder) => {
    expect(await worst(await startOrt(), folder)).toBeLessThan(3e-5)
  })
})

const native = path.resolve('tests/oracles/node_modules/onnxruntime-node')
const there = existsSync(native)
if (!there) console.warn('SKIPPED: exported files are not run natively; onnxruntime-node is not installed in tests/oracles.')

describe.skipIf(!there)('natively', () => {
  test.each(folders.filter((_, at) => at % 5 === 0))('%s', async (folder) => {
    const ort = createRequire(import.meta.url)(native) as OrtModule
    expect(await worst(ort, folder)).toBeLessThan(3e-5)
  })
})

test('what is not there is said', async () => {
  const model = await openModel(folderSource('tests/oracles/architectures/olmo2-plain'), { backend: 'reference' })
  expect(() => exportOnnx(model, ['blocks.9.*'])).toThrow('None of blocks.9.* is a hook of olmo2-plain')
})
