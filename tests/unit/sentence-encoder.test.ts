// The offline sentence encoder against its own published runtime: pieces, vectors in float32 on every backend, and what eight bits cost.
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  encodeText,
  loadModel,
  memorySource,
  writeSafetensors,
  type Backend,
  type EngineTokenizer,
  type LoadedModel,
} from '../../lib/engine'
import { folderSource } from '../../lib/engine/files/folder'
import { encoderFolder, encoderWeights, makeEncoder } from '../../scripts/sentence-encoder.mjs'

interface Golden {
  readonly rows: readonly { readonly text: string; readonly ids: readonly number[]; readonly everyFourth: readonly number[] }[]
  readonly cosines: readonly (readonly number[])[]
}
const golden = JSON.parse(readFileSync('tests/oracles/sentence-encoder/golden.json', 'utf8')) as Golden
const backends: readonly Backend[] = ['reference', 'wasm', 'ort']
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0)

beforeAll(() => void makeEncoder())

/** The same files with weights as they are published. */
function inFloats() {
  const bytes = (name: string) => new Uint8Array(readFileSync(path.join(encoderFolder, name)))
  const weights = writeSafetensors(encoderWeights())
  return memorySource('sentence-encoder', {
    'config.json': bytes('config.json'),
    'tokenizer.json': bytes('tokenizer.json'),
    'model.safetensors': weights,
  })
}

const vectorsOf = (model: LoadedModel, tokenizer: EngineTokenizer) =>
  Promise.all(golden.rows.map(({ text }) => encodeText(model, tokenizer.encode(text))))

describe('the offline sentence encoder', () => {
  it.each(backends)('gives the published vectors on %s', async (backend) => {
    const { model, tokenizer } = await loadModel(inFloats(), { backend })
    for (const { text, ids } of golden.rows) expect(tokenizer.encode(text).ids, text).toEqual(ids)
    const vectors = await vectorsOf(model, tokenizer)
    const far = golden.rows.flatMap(({ everyFourth }, row) => everyFourth.map((x, i) => Math.abs(x - vectors[row]![4 * i]!)))
    expect(Math.max(...far)).toBeLessThan(2e-6)
    model.dispose()
  })

  it('in eight bits takes under 8 MB and gives nearly the same', async () => {
    const { model, tokenizer } = await loadModel(folderSource(encoderFolder), { backend: 'wasm' })
    const bytes = ['config.json', 'tokenizer.json', 'model.safetensors'].map((name) => statSync(path.join(encoderFolder, name)).size)
    const size = bytes.reduce((sum, each) => sum + each, 0)
    expect(size).toBeLessThan(8e6)
    const vectors = await vectorsOf(model, tokenizer)
    const plain = await loadModel(inFloats(), { backend: 'wasm' })
    const exact = await vectorsOf(plain.model, plain.tokenizer)
    const same = vectors.map((vector, i) => dot(vector, exact[i]!))
    const off = golden.cosines.flatMap((row, i) => row.map((cosine, j) => Math.abs(cosine - dot(vectors[i]!, vectors[j]!))))
    const [least, most] = [Math.min(...same), Math.max(...off)]
    const mean = off.reduce((sum, each) => sum + each, 0) / off.length
    console.log(
      `sentence-encoder in 8 bits: ${(size / 1e6).toFixed(2)} MB, cosine to its float32 self at least ${least.toFixed(5)}, ` +
        `cosines of pairs off by ${mean.toFixed(5)} on average and ${most.toFixed(5)} at most`,
    )
    expect(least).toBeGreaterThan(0.999)
    expect(most).toBeLessThan(0.01)
    model.dispose()
    plain.model.dispose()
  })

  it('shows its attention, head by head', async () => {
    const { model, tokenizer } = await loadModel(folderSource(encoderFolder), { backend: 'wasm' })
    const { ids } = tokenizer.encode('The dog bit the man')
    const { tensors } = await model.forward({ ids, want: ['blocks.*.attn.hook_pattern', 'hook_embed', 'blocks.0.hook_resid_post'] })
    expect(tensors.get('hook_embed')!.shape).toEqual([ids.length, 256])
    expect(tensors.get('blocks.0.hook_resid_post')!.shape).toEqual([ids.length, 512])
    for (const layer of [0, 1]) {
      const { shape, data } = tensors.get(`blocks.${layer}.attn.hook_pattern`)!
      expect(shape).toEqual([4, ids.length, ids.length])
      for (let row = 0; row < 4 * ids.length; row++)
        expect(data.slice(row * ids.length, (row + 1) * ids.length).reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 5)
    }
    model.dispose()
  })

  it('gives a text back from its pieces, and reads long texts in windows', async () => {
    const { model, tokenizer } = await loadModel(folderSource(encoderFolder), { backend: 'wasm' })
    expect(tokenizer.decode(tokenizer.encode('The dog bit the man').ids)).toBe('The dog bit the man')
    const long = 'A fox met a hen. '.repeat(60)
    const encoding = tokenizer.encode(long)
    expect(encoding.ids.length).toBeGreaterThan(model.spec.context)
    const vector = await encodeText(model, encoding)
    expect(dot(vector, vector)).toBeCloseTo(1, 5)
    model.dispose()
  })
})
