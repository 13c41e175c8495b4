/*
 * What the goldens do not say of the wasm backend: rows give the same bits alone, together, after others and on any number of threads;
 * packed weights stay within their bounds; results are live until read. That the kernels are those of their sources: tests/unit.
 */
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../files/memory'
import { groupEdits } from '../../ir/edits'
import { plainCall } from '../../ir/call-tables'
import { partsOf } from '../../model'
import { buildProgram } from '../../models'
import { openModel } from '../../open-model'
import { quantizeModel } from '../../quantize'
import { writeSafetensors } from '../../safetensors'
import type { Edit, LoadedModel } from '../../types'
import { configureWasm, wasmSession } from '.'
import { testMatrix } from './self-test-data'

/** A random llama whose sizes are no multiples of anything. */
function randomSource(sizes: {
  width: number
  heads: number
  keys: number
  head: number
  mlp: number
  vocabulary: number
  layers: number
}) {
  const { width, heads, keys, head, mlp, vocabulary, layers } = sizes
  let seed = 1
  const matrix = (...shape: number[]) => {
    const data = testMatrix(
      shape.reduce((a, b) => a * b, 1),
      seed++,
    ).map((x) => x / Math.sqrt(shape.at(-1)!))
    return { shape, dims: [], data }
  }
  const tensors = new Map([
    ['model.embed_tokens.weight', matrix(vocabulary, width)],
    ['model.norm.weight', matrix(width)],
  ])
  for (let layer = 0; layer < layers; layer++) {
    const put = (name: string, ...shape: number[]) => tensors.set(`model.layers.${layer}.${name}.weight`, matrix(...shape))
    put('input_layernorm', width)
    put('self_attn.q_proj', heads * head, width)
    put('self_attn.k_proj', keys * head, width)
    put('self_attn.v_proj', keys * head, width)
    put('self_attn.o_proj', width, heads * head)
    put('post_attention_layernorm', width)
    put('mlp.gate_proj', mlp, width)
    put('mlp.up_proj', mlp, width)
    put('mlp.down_proj', width, mlp)
  }
  const config = {
    model_type: 'llama',
    hidden_size: width,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    num_key_value_heads: keys,
    head_dim: head,
    intermediate_size: mlp,
    vocab_size: vocabulary,
    max_position_embeddings: 512,
    tie_word_embeddings: true,
  }
  return memorySource('random', { 'config.json': JSON.stringify(config), 'model.safetensors': writeSafetensors(tensors) })
}

const odd = { width: 44, heads: 6, keys: 2, head: 10, mlp: 77, vocabulary: 101, layers: 2 }
const even = { width: 64, heads: 4, keys: 2, head: 32, mlp: 160, vocabulary: 320, layers: 3 }
const ids = Array.from({ length: 37 }, (_, i) => (i * 29 + 7) % 101)

const forward = async (model: LoadedModel, edits: Edit[] = []) => (await model.forward({ ids, want: ['*'], edits })).tensors

function worst(got: Float32Array, expected: Float32Array): number {
  let scale = 1
  for (const x of expected) if (Number.isFinite(x)) scale = Math.max(scale, Math.abs(x))
  let most = 0
  for (const [i, x] of expected.entries()) most = Math.max(most, x === got[i] ? 0 : Math.abs(x - got[i]!) / scale)
  return most
}

describe('random shapes against plain loops', () => {
  test.each([odd, even, { ...odd, width: 33, head: 6, mlp: 8 }, { ...even, heads: 2, keys: 1, vocabulary: 7 * 32 + 1 }])(
    '%j',
    async (sizes) => {
      const source = randomSource(sizes)
      const expected = await forward(await openModel(source, { backend: 'reference' }))
      const got = await forward(await openModel(source, { backend: 'wasm' }))
      for (const [name, { data }] of expected) expect(worst(got.get(name)!.data, data), name).toBeLessThan(3e-6)
    },
  )
})

describe('the same bits', () => {
  test('for the first rows of a longer text, and for rows after others that are kept', async () => {
    const model = await openModel(randomSource(odd), { backend: 'wasm' })
    const whole = await forward(model)
    const session = await wasmSession(partsOf(model))
    const program = buildProgram(partsOf(model).family, model.spec as never)
    const outputs = ['blocks.1.hook_resid_post', 'blocks.1.attn.hook_z', 'logits']
    for (const edits of [[], [{ at: 'blocks.0.attn.hook_z', heads: [1], op: 'zero' } as const]]) {
      const past = await session.keyValues!()
      const expected = edits.length ? await forward(model, edits) : whole
      for (const [from, to] of [
        [0, 5],
        [5, 6],
        [6, 13],
        [13, 37],
      ] as const) {
        const kept = past.fork()
        const request = { ...plainCall(ids.slice(from, to)), outputs, edits: groupEdits(edits, program) }
        const tensors = await session.pass({ ...request, past })
        const again = await session.pass({ ...request, past: kept })
        for (const name of outputs) {
          const { data, shape } = expected.get(name)!
          const row = data.length / shape[0]!
          expect(tensors.get(name)!.data, `${name} ${from}`).toEqual(data.slice(from * row, to * row))
          expect(again.get(name)!.data, `${name} ${from} forked`).toEqual(data.slice(from * row, to * row))
        }
      }
      expect(past.length).toBe(37)
      past.truncate(20)
      const { data } = (await session.pass({ ...plainCall(ids.slice(20)), outputs, edits: groupEdits(edits, program), past })).get(
        'logits',
      )!
      expect(data).toEqual(expected.get('logits')!.data.slice(20 * 101))
      past.dispose()
    }
  })

  test('whatever is read or edited elsewhere, and on three threads', async () => {
    const source = randomSource(even)
    const one = await openModel(source, { backend: 'wasm' })
    configureWasm({ threads: 3 })
    const three = await openModel(source, { backend: 'wasm' }).finally(() => configureWasm({ threads: 1 }))
    const all = await forward(one)
    const alone = await one.forward({ ids })
    expect(alone.tensors.get('logits')!.data).toEqual(all.get('logits')!.data)
    const idle: Edit[] = [
      { at: 'blocks.1.attn.hook_pattern', op: 'scale', value: 1 },
      { at: 'blocks.2.hook_resid_pre', op: 'add', value: 0 },
      { at: 'blocks.0.attn.hook_result', op: 'scale', value: 1 },
    ]
    expect((await forward(one, idle)).get('logits')!.data).toEqual(all.get('logits')!.data)
    for (let run = 0; run < 5; run++) for (const [name, { data }] of await forward(three)) expect(data, name).toEqual(all.get(name)!.data)
    three.dispose()
  })
})

describe('token by token', () => {
  // The first token is walked step by step, the second written down, the others follow what was written, beyond where caches move.
  const long = Array.from({ length: 90 }, (_, i) => (i * 31 + 5) % 101)
  const hooks = ['blocks.1.attn.hook_pattern', 'blocks.1.attn.hook_result', 'blocks.1.hook_resid_post', 'logits']
  const cases: readonly (readonly [string, readonly string[], readonly Edit[]])[] = [
    ['logits alone', ['logits'], []],
    ['hooks', hooks, []],
    [
      'edits',
      hooks,
      [
        { at: 'blocks.0.attn.hook_rot_k', op: 'scale', value: 0.5, heads: [1] },
        { at: 'blocks.1.attn.hook_pattern', op: 'scale', value: 0.9 },
        { at: 'blocks.0.attn.hook_result', op: 'zero', heads: [0] },
        { at: 'hook_embed', op: 'add', value: 0.1 },
      ],
    ],
  ]
  test.each(cases)('%s: the bits of a pass over all rows', async (_name, outputs, edits) => {
    const model = await openModel(randomSource(odd), { backend: 'wasm' })
    const whole = (await model.forward({ ids: long, want: ['*'], edits })).tensors
    const session = await wasmSession(partsOf(model))
    const changes = groupEdits(edits, buildProgram(partsOf(model).family, model.spec as never))
    const past = await session.keyValues!()
    const { signal } = new AbortController()
    for (const [at, id] of long.entries()) {
      const tensors = await session.pass({ ...plainCall([id]), outputs, edits: changes, past, signal })
      for (const name of ['blocks.1.hook_resid_post', 'blocks.1.attn.hook_result', 'logits']) {
        if (!outputs.includes(name)) continue
        const { data } = whole.get(name)!
        const row = data.length / long.length
        expect(tensors.get(name)!.data, `${name} ${at}`).toEqual(data.slice(at * row, (at + 1) * row))
      }
      if (!outputs.includes('blocks.1.attn.hook_pattern')) continue
      const pattern = whole.get('blocks.1.attn.hook_pattern')!.data
      const rows = [0, 1, 2, 3, 4, 5].flatMap((head) => [...pattern.subarray((head * 90 + at) * 90, (head * 90 + at) * 90 + at + 1)])
      expect([...tensors.get('blocks.1.attn.hook_pattern')!.data]).toEqual(rows)
    }
    past.truncate(20)
    const [again] = (await session.pass({ ...plainCall([long[20]!]), outputs: ['logits'], edits: changes, past })).values()
    expect(again!.data).toEqual(whole.get('logits')!.data.slice(20 * 101, 21 * 101))
  })
})

describe('edits and results', () => {
  test('a stream edited under one name stays what it was under the other', async () => {
    const model = await openModel(randomSource(even), { backend: 'wasm' })
    const before = await forward(model)
    const after = await forward(model, [{ at: 'blocks.1.hook_resid_pre', op: 'zero' }])
    expect(after.get('blocks.0.hook_resid_post')!.data).toEqual(before.get('blocks.0.hook_resid_post')!.data)
    expect(after.get('blocks.1.hook_resid_pre')!.data.every((x) => x === 0)).toBe(true)
  })

  test('a window is read without the rest, and a result outlives later passes', async () => {
    const model = await openModel(randomSource(even), { backend: 'wasm' })
    const { tensors } = await model.forward({ ids, want: ['blocks.1.attn.hook_pattern', 'blocks.1.hook_resid_post'] })
    const pattern = tensors.get('blocks.1.attn.hook_pattern')!
    const row = pattern.read!([[2, 3], [30, 31], null])
    await model.forward({ ids: ids.toReversed(), want: ['*'] })
    expect(row).toEqual(pattern.data.slice((2 * 37 + 30) * 37, (2 * 37 + 31) * 37))
    expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6)
    expect(() => pattern.read!([[0, 9]])).toThrow('outside an axis of 4')
  })
})

describe('packed weights', () => {
  test.each([8, 4])('of %i bits: exactly the expanded matrix, and near it with whole-number activations', async (bits) => {
    const settings = { scheme: 'absmax', bits, per: 'group', group: 32 } as const
    const plain = await openModel(randomSource(even), { backend: 'reference' })
    const expected = await forward(await quantizeModel(plain, settings))
    const packed = partsOf(await quantizeModel(plain, settings))
    for (const [fast, bound] of [
      [false, 3e-6],
      [true, 2e-4],
    ] as const) {
      const session = await wasmSession(packed, { fast })
      const tensors = await session.pass({ ...plainCall(ids), outputs: plain.hooks, edits: new Map() })
      for (const [name, { data }] of expected) expect(worst(tensors.get(name)!.data, data), `${name} ${fast}`).toBeLessThan(bound)
      // A token after the others goes another way through the kernels and comes to the same bits.
      const past = await session.keyValues!()
      await session.pass({ ...plainCall(ids.slice(0, 36)), outputs: ['logits'], edits: new Map(), past })
      const last = await session.pass({ ...plainCall(ids.slice(36)), outputs: ['logits'], edits: new Map(), past })
      expect(last.get('logits')!.data).toEqual(tensors.get('logits')!.data.slice(36 * 320))
    }
  })
})
