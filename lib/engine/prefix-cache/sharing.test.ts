/* Decoders that begin alike share rows, branches fork, entries are given up within a bound, and packed weights give the same bits, too. */
import { beforeAll, describe, expect, it } from 'vitest'
import { openSession } from '../backends/open-session'
import { plainCall } from '../ir/call-tables'
import { folderSource } from '../files/folder'
import { buildProgram } from '../models'
import { partsOf } from '../model'
import { openModel } from '../open-model'
import { quantizeModel } from '../quantize'
import type { LoadedModel } from '../types'
import { passesOf } from './index'
import { Bound } from './shelf'

const source = folderSource('public/models/primer-6m')
const prompt = Array.from({ length: 40 }, (_, i) => 3 + ((i * 37) % 900))

describe.each(['reference', 'wasm'] as const)('decoders on %s', (backend) => {
  let model: LoadedModel
  beforeAll(async () => {
    model = await openModel(source, { backend })
  })

  it('begin with the rows of a text that was read or written before, bit by bit', async () => {
    const first = await model.decoder()
    const logits = [await first.step(prompt), await first.step([7]), await first.step([8])]
    expect(first.reused).toBe(0)
    first.dispose()
    const second = await model.decoder()
    expect(await second.step(prompt)).toEqual(logits[0])
    expect([second.reused, second.length]).toEqual([39, 40])
    expect(await second.step([7])).toEqual(logits[1])
    second.dispose()
    const third = await model.decoder()
    expect(await third.step([...prompt, 7, 8])).toEqual(logits[2])
    expect(third.reused).toBe(41)
    third.dispose()
    expect(model.prefixCache!.entries).toBe(1)
  })

  it('branch: each goes on in its own way from shared rows', async () => {
    const trunk = await model.decoder()
    await trunk.step(prompt)
    const before = model.prefixCache!.computed
    const branches = [trunk.fork!(), trunk.fork!()]
    const ends = [await branches[0]!.step([11]), await branches[1]!.step([12])]
    expect(model.prefixCache!.computed - before).toBe(2)
    expect(ends[0]).toEqual(await trunk.step([11]))
    expect(ends[0]).not.toEqual(ends[1])
    const { tensors } = await (await openModel(source, { backend })).forward({ ids: [...prompt, 12] })
    expect(ends[1]).toEqual(tensors.get('logits')!.data.slice(-model.spec.vocabulary))
    for (const decoder of [trunk, ...branches]) decoder.dispose()
  })

  it('an aborted first step leaves nothing behind', async () => {
    const decoder = await model.decoder()
    await expect(decoder.step(prompt, AbortSignal.abort())).rejects.toThrow()
    const logits = await decoder.step([5, 6, 7])
    expect(decoder.length).toBe(3)
    const { tensors } = await (await openModel(source, { backend })).forward({ ids: [5, 6, 7] })
    expect(logits).toEqual(tensors.get('logits')!.data.slice(-model.spec.vocabulary))
    decoder.dispose()
  })
})

describe('the bound', () => {
  it('is kept: the longest unused text is given up, and what is read again is computed again', async () => {
    const parts = partsOf(await openModel(source, { backend: 'wasm' }))
    const session = await openSession('wasm', parts)
    const cached = passesOf(session, parts, buildProgram(parts.family, parts.spec), new Bound(3e6))!
    const read = (seed: number) =>
      cached.passes.forward({
        call: plainCall(prompt.map((id) => id + seed)),
        outputs: ['logits', 'blocks.0.hook_resid_post'],
        edits: new Map(),
      })
    for (const seed of [0, 1, 2, 3, 4, 5]) {
      await read(seed)
      expect(cached.passes.shelf.status.bytes).toBeLessThanOrEqual(3e6)
    }
    const { entries, evictions, evictedBytes, reused } = cached.passes.shelf.status
    expect([entries + evictions, reused]).toEqual([6, 0])
    expect(evictions).toBeGreaterThan(1)
    expect(evictedBytes).toBeGreaterThan(1e6)
    expect(await read(5)).toMatchObject({ reused: 40, computed: 0 })
    expect(await read(0)).toMatchObject({ reused: 0, computed: 40 })
    cached.passes.shelf.dispose()
    expect(cached.passes.shelf.status).toMatchObject({ entries: 0, bytes: 0 })
    session.dispose()
  })

  it('passes that are asked for at once wait for one another, and an aborted one for nobody', async () => {
    const model = await openModel(source, { backend: 'wasm' })
    const stop = new AbortController()
    const want = ['logits', 'blocks.*.attn.hook_pattern']
    const all = [prompt, [...prompt, 4], prompt.slice(0, 30), [...prompt, 4, 5]].map((ids, i) =>
      model.forward({ ids, want, ...(i === 1 ? { signal: stop.signal } : {}) }),
    )
    stop.abort(new Error('superseded'))
    await expect(all[1]).rejects.toThrow('superseded')
    const rows = await Promise.all([all[0]!, all[2]!, all[3]!])
    expect(rows.map(({ computed }) => computed)).toEqual([40, 0, 2])
    model.dispose()
  })
})

describe('packed weights', () => {
  it.each([
    [8, false],
    [4, false],
    [8, true],
    [4, true],
  ] as const)('of %i bits, fast: %s', async (bits, fast) => {
    const settings = { scheme: 'absmax', bits, per: 'group', group: 32 } as const
    const parts = partsOf(await quantizeModel(await openModel(source, { backend: 'reference' }), settings))
    const program = buildProgram(parts.family, parts.spec)
    const session = await openSession('wasm', parts, { fast })
    const cached = passesOf(session, parts, program, new Bound())!
    const outputs = [
      'logits',
      'blocks.2.hook_resid_mid',
      'blocks.3.attn.hook_pattern',
      'blocks.1.attn.hook_z',
      'blocks.0.attn.hook_attn_scores_raw',
      'blocks.2.attn.hook_attn_scores_scaled',
    ]
    for (const ids of [prompt, [...prompt, 9], [...prompt.slice(0, 33), 5, 6], prompt.slice(0, 20)]) {
      const got = await cached.passes.forward({ call: plainCall(ids), outputs, edits: new Map() })
      const fresh = await session.pass({ ...plainCall(ids), outputs, edits: new Map() })
      for (const [name, { data }] of fresh) expect(got.tensors.get(name)!.data, name).toEqual(data)
    }
    expect(cached.passes.shelf.status).toMatchObject({ computed: 40 + 1 + 2 })
    session.dispose()
  })
})
