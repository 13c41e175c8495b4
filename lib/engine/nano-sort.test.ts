/* A small GPT by an independent author: 25 inner tensors of three sequences (see the README of the oracle; nothing of it is copied here). */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { oracle } from '../../tests/oracle-folder'
import { dense, softmaxRows, transpose, viewOf } from '../tensor'
import { memorySource } from './files/memory'
import { openModel } from './open-model'
import { writeSafetensors, type PlainTensor } from './safetensors'
import type { Backend, EngineTensor } from './types'

const folder = oracle('nano-sort')
interface Stored {
  shape: number[]
  dtype: string
  data: string
}

function decode({ data }: Stored): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(data, 'base64'))
  return new Float32Array(bytes.buffer)
}

/** Token ids, whichever number format they are stored in. */
function idsOf(stored: Stored): number[] {
  const bytes = Uint8Array.from(Buffer.from(stored.data, 'base64'))
  if (stored.dtype.includes('int64')) return Array.from(new BigInt64Array(bytes.buffer), Number)
  return Array.from(stored.dtype.includes('int') ? new Int32Array(bytes.buffer) : new Float32Array(bytes.buffer))
}

const load = (file: string): Record<string, Stored> => JSON.parse(readFileSync(path.join(folder!, file), 'utf8'))

/** minGPT stores [out, in]; GPT-2 files [in, out]. */
function modelFiles() {
  const { config, ...weights } = load('gpt-nano-sort-model.json') as Record<string, Stored> & { config: never }
  const { n_layer, n_head, n_embd, vocab_size, block_size } = config as Record<string, number>
  const tensors = Object.entries(weights).map(([name, stored]): [string, PlainTensor] => {
    const data = decode(stored)
    if (!/(attn|mlp)\.c_\w+\.weight$/.test(name)) return [name, { shape: stored.shape, data }]
    return [name, { shape: stored.shape.toReversed(), data: dense(transpose(viewOf(data, stored.shape), [1, 0])) }]
  })
  const json = {
    model_type: 'gpt2',
    n_layer,
    n_head,
    n_embd,
    vocab_size,
    n_positions: block_size,
    activation_function: 'gelu_new',
    tie_word_embeddings: false,
  }
  return { 'config.json': JSON.stringify(json), 'model.safetensors': writeSafetensors(tensors) }
}

const direct: Record<string, string> = {
  tok_emb: 'hook_embed', x: 'blocks.0.hook_resid_pre', ln1: 'blocks.0.ln1.hook_normalized', att: 'blocks.0.attn.hook_attn_scores', attSm: 'blocks.0.attn.hook_pattern',
  yProj: 'blocks.0.hook_attn_out', attnResid: 'blocks.0.hook_resid_mid', ln2: 'blocks.0.ln2.hook_normalized', fc: 'blocks.0.mlp.hook_pre', gelu: 'blocks.0.mlp.hook_post',
  mlp: 'blocks.0.hook_mlp_out', mlpResid: 'blocks.0.hook_resid_post', block0: 'blocks.0.hook_resid_post', block1: 'blocks.1.hook_resid_post', block2: 'blocks.2.hook_resid_post',
  ln_f: 'ln_final.hook_normalized', lm_head: 'logits', y: 'blocks.0.attn.hook_z', pos_emb: 'hook_pos_embed',
} // prettier-ignore

/** What the oracle calls each tensor, from our hooks: q, k, v are [head, token, size] there. */
function ours(name: string, hook: (name: string) => EngineTensor): Float32Array {
  if (name === 'q' || name === 'k' || name === 'v') {
    const { data, shape } = hook(`blocks.0.attn.hook_${name}`)
    return dense(transpose(viewOf(data, shape), [1, 0, 2]))
  }
  if (name === 'probs') return softmaxRows(hook('logits').data, 3)
  if (name === 'qkv') {
    const parts = ['q', 'k', 'v'].map((each) => hook(`blocks.0.attn.hook_${each}`).data)
    return Float32Array.from({ length: 11 * 144 }, (_, i) => parts[Math.floor((i % 144) / 48)]![Math.floor(i / 144) * 48 + (i % 48)]!)
  }
  return hook(direct[name]!).data
}

describe.skipIf(!folder).each<Backend>(['reference', 'wasm', 'ort'])('nano-sort on %s', (backend) => {
  test('all tensors', async () => {
    const model = await openModel(memorySource('nano-sort', modelFiles()), { backend })
    const { config: _, idx, ...partials } = load('gpt-nano-sort-t0-partials.json')
    const ids = idx as unknown as Stored
    const integers = idsOf(ids)
    for (let sequence = 0; sequence < 3; sequence++) {
      const { tensors } = await model.forward({ ids: integers.slice(sequence * 11, sequence * 11 + 11), want: ['*'] })
      for (const [name, stored] of Object.entries(partials)) {
        const all = decode(stored)
        const size = all.length / stored.shape[0]!
        const expected = stored.shape[0] === 1 ? all : all.subarray(sequence * size, (sequence + 1) * size)
        const got = ours(name, (hook) => tensors.get(hook)!)
        expect(got.length, name).toBe(expected.length)
        let worst = 0
        expected.forEach((x, i) => (worst = Math.max(worst, x === got[i] ? 0 : Math.abs(x - got[i]!))))
        expect(worst, name).toBeLessThan(1e-5)
      }
      expect(Object.keys(partials).length + 1).toBe(25)
    }
    model.dispose()
  })
})
