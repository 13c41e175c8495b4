/*
 * Whatever was read before, a text's rows are those of a full pass, bit by bit, and only what changed is computed. Seeded histories of
 * edited prompts on every causal architecture; VITRINE_FUZZ says how many (npm run prove: many).
 */
import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { folderSource } from '../files/folder'
import { openModel } from '../open-model'
import type { Edit, EngineTensor, LoadedModel } from '../types'

const ENCODERS = /^(bert|distilbert|roberta|xlm-roberta|mpnet)/
const folders = ['tests/oracles/architectures', 'tests/oracles/goldens'].flatMap((root) =>
  readdirSync(root)
    .filter((name) => !name.includes('.') && !ENCODERS.test(name))
    .map((name) => `${root}/${name}`),
)
const tries = Math.max(2, Math.floor(Number(process.env['VITRINE_FUZZ'] ?? 0) / 200))
const BACKENDS = ['reference', 'wasm'] as const

const open = (folder: string, backend: (typeof BACKENDS)[number]) => openModel(folderSource(folder), { backend })

function expectSame(got: ReadonlyMap<string, EngineTensor>, expected: ReadonlyMap<string, EngineTensor>): void {
  expect([...got.keys()]).toEqual([...expected.keys()])
  for (const [name, { data, shape }] of expected) {
    expect(got.get(name)!.shape, name).toEqual(shape)
    // Bits: 0 and −0 are two results, for hashes.
    const [mine, theirs] = [got.get(name)!.data, data].map(({ buffer, byteOffset, byteLength }) =>
      Buffer.from(buffer, byteOffset, byteLength),
    )
    expect(mine!.equals(theirs!), name).toBe(true)
  }
}

interface Move {
  readonly at: number
  readonly drop: number
  readonly insert: readonly number[]
  readonly edits: number
  readonly want: number
}

const editLists: readonly (readonly Edit[])[] = [
  [],
  [],
  [{ at: 'blocks.0.hook_resid_post', op: 'scale', value: 1.5 }],
  [{ at: 'blocks.1.hook_resid_pre', positions: [2], op: 'add', value: 0.25 }],
  [{ at: 'blocks.0.attn.hook_pattern', heads: [0], op: 'set', positions: [3], value: 0.1 }],
  [{ at: 'blocks.0.attn.hook_pattern', op: 'scale', value: 0.5 }],
  [{ at: 'blocks.0.attn.hook_result', heads: [1], positions: [1], op: 'zero' }],
  [{ at: 'blocks.1.attn.hook_attn_scores', heads: [1], op: 'add', value: 0.5 }],
  [{ at: 'blocks.0.attn.hook_attn_scores', positions: [4, 2], dims: [0, 2], op: 'set', value: 1 }],
  [{ at: 'blocks.0.attn.hook_attn_scores', positions: [2], op: 'zero' }],
  [{ at: 'blocks.0.attn.hook_attn_scores_raw', op: 'scale', value: -2 }],
  [
    { at: 'blocks.0.attn.hook_v', positions: [3], op: 'zero' },
    { at: 'blocks.1.attn.hook_pattern', positions: [1, 3], dims: [0, 1], op: 'mean', value: Float32Array.of(0.25, 0.75) },
  ],
]
const wants = [['logits'], ['*'], ['*.hook_pattern', 'logits'], ['blocks.0.*'], ['*.attn.hook_z', '*hook_resid_post']] as const

const aMove: fc.Arbitrary<Move> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  drop: fc.nat(3),
  insert: fc.array(fc.integer({ min: 3, max: 40 }), { maxLength: 4 }),
  edits: fc.nat(editLists.length - 1),
  want: fc.nat(4),
})

describe.each(folders)('%s', (folder) => {
  test.each(BACKENDS)('on %s, any history gives what a full pass gives', { timeout: 600_000 }, async (backend) => {
    const typed = await open(folder, backend)
    const most = Math.min(24, typed.spec.context)
    const property = fc.asyncProperty(
      fc.integer({ min: 4, max: 20 }),
      fc.array(aMove, { minLength: 2, maxLength: 8 }),
      async (start, moves) => {
        let ids: readonly number[] = Array.from({ length: start }, (_, i) => 3 + ((i * 17) % 40)).slice(0, most)
        for (const { at, drop, insert, edits, want } of moves) {
          const place = Math.round(at * ids.length)
          ids = ids.toSpliced(place, drop, ...insert).slice(0, most)
          if (ids.length < 4) ids = [...ids, 11, 12, 13, 14]
          const request = { ids, edits: editLists[edits]!, want: [...wants[want]!] }
          const got = await typed.forward(request)
          expect(got.reused + got.computed).toBe(ids.length)
          const fresh = await open(folder, backend)
          expectSame(got.tensors, (await fresh.forward(request)).tensors)
          fresh.dispose()
        }
      },
    )
    await fc.assert(property, { seed: 20261125, numRuns: tries })
    typed.dispose()
  })
})

describe('the last word of 200 tokens', () => {
  const long = Array.from({ length: 200 }, (_, i) => 3 + ((i * 17 + (i >> 3)) % 60))
  // The plain loops would take a minute for the larger one.
  it.each([
    ['reference', 'tests/oracles/goldens/llama-rope-llama3-oldkeys'],
    ['wasm', 'public/models/primer-6m'],
  ] as const)('on %s is all that is computed again', { timeout: 120_000 }, async (backend, folder) => {
    const model: LoadedModel = await open(folder, backend)
    const want = [
      'logits',
      'blocks.*.hook_resid_post',
      'blocks.*.attn.hook_pattern',
      'blocks.*.attn.hook_attn_scores*',
      'blocks.*.attn.hook_rot_q',
    ]
    const read = async (ids: readonly number[]) => model.forward({ ids, want })
    expect(await read(long)).toMatchObject({ reused: 0, computed: 200 })
    const changes: [readonly number[], number][] = [
      [[...long, 77], 1],
      [[...long.slice(0, 199), 78], 1],
      [long.slice(0, 199), 0],
      [[...long.slice(0, 199), 80, 81, 82], 3],
    ]
    for (const [ids, computed] of changes) {
      const got = await read(ids)
      expect([got.reused, got.computed]).toEqual([ids.length - computed, computed])
      const fresh = await open(folder, backend)
      expectSame(got.tensors, (await fresh.forward({ ids, want })).tensors)
      fresh.dispose()
    }
    expect(model.prefixCache).toMatchObject({ computed: 205, evictions: 0 })
    model.dispose()
  })
})
