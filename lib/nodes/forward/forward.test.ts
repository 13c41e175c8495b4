import { describe, expect, it } from 'vitest'
import { folderSource } from '../../engine/files/folder'
import { openModel } from '../../engine'
import { hashParts } from '../../graph/hash'
import { runNode } from '../../graph/run-node'
import { farthest, passOver, primer } from '../../../tests/model-service'
import { softmaxRows } from '../../tensor'
import { Run, tokensFromIds, type ModelValue } from '../../values'
import { cutText } from '../cut-text'
import golden from './forward.golden.json'
import { forward } from './forward'
import { residualNorms } from './norms'

describe('forward', async () => {
  const { model, tokens, run, logits } = await passOver(golden.text)

  it('gives the logits of the oracle', () => {
    expect(logits.shape).toEqual([12, 4096])
    const last = logits.data.slice(11 * 4096)
    expect(farthest(last.slice(0, 32), golden.last_logits)).toBeLessThan(1e-3)
    const odds = softmaxRows(last, 4096)
    for (const { id, p } of golden.top) expect(odds[id]).toBeCloseTo(p, 5)
  })
  it('shows the norms of the residual stream', () => {
    const norms = residualNorms(run)!
    expect(norms.shape).toEqual([6, 12])
    for (const [place, norm] of golden.norms.flat().entries())
      expect(Math.abs(norms.data[place]! - norm)).toBeLessThan(1e-4 * Math.max(1, norm))
  })
  it('reads what it did not keep by computing it again, once', async () => {
    expect(run.peek('blocks.4.attn.hook_z')).toBeUndefined()
    const z = await run.read('blocks.4.attn.hook_z')
    expect(z.shape).toEqual([12, 8, 32])
    expect(z.labels?.[0]).toBe(tokens.pieces)
    expect(run.peek('blocks.0.attn.hook_z')).toBeDefined()
    expect(await run.read('blocks.4.attn.hook_z')).toBe(z)
  })
  it('what is read later is what would have been kept', async () => {
    const kept = await runNode(forward, { inputs: { model, tokens, edits: [] }, params: { want: ['blocks.*.mlp.hook_post'] } })
    const now = kept.run.peek('blocks.2.mlp.hook_post')!
    expect((await run.read('blocks.2.mlp.hook_post')).data).toEqual(now.data)
    expect(kept.run.digest).toBe(run.digest)
    expect([...Run.spec.parts(kept.run)]).toEqual([...Run.spec.parts(run)])
  })
  it('names the closest hook', async () => {
    await expect(run.read('blocks.0.attn.hook_patern')).rejects.toMatchObject({
      options: { hint: expect.stringContaining('blocks.0.attn.hook_pattern') },
    })
    const edits = [[{ at: 'blocks.0.attn.hook_zz', op: 'zero' as const }]]
    await expect(runNode(forward, { inputs: { model, tokens, edits }, params: {} })).rejects.toThrow(
      'primer-6m has no hook named blocks.0.attn.hook_zz.',
    )
  })
  it('says by how much a prompt is too long', async () => {
    const long = tokensFromIds(
      model.tokenizer,
      Array.from({ length: 531 }, () => 263),
    )
    await expect(runNode(forward, { inputs: { model, tokens: long, edits: [] }, params: {} })).rejects.toMatchObject({
      message: 'The prompt has 531 tokens; primer-6m reads at most 512.',
      options: { hint: 'Shorten it by 19.' },
    })
    const none = tokensFromIds(model.tokenizer, [])
    await expect(runNode(forward, { inputs: { model, tokens: none, edits: [] }, params: {} })).rejects.toThrow('no tokens')
  })
  it('refuses ids of another tokenizer and models that hide', async () => {
    const other = { ...model, tokenizer: { ...model.tokenizer, digest: 'other' } }
    await expect(runNode(forward, { inputs: { model: other, tokens, edits: [] }, params: {} })).rejects.toThrow('another vocabulary')
    const hidden = { ...model, abilities: ['text' as const] }
    await expect(runNode(forward, { inputs: { model: hidden, tokens, edits: [] }, params: {} })).rejects.toThrow('inside')
  })
  it.each(['reference', 'wasm'] as const)('on %s, computes only the rows after the first change, and says so', async (backend) => {
    const opened = async () => ({ ...model, engine: await openModel(folderSource('public/models/primer-6m'), { backend }) })
    const pass = async (own: ModelValue, text: string) => {
      const inputs = { model: own, tokens: cutText(own.tokenizer, text), edits: [] }
      const out = await runNode(forward, { inputs, params: {} })
      const values = [out.logits!, await out.run.read('blocks.2.attn.hook_z'), await out.run.read('blocks.1.attn.hook_pattern')]
      const hashes = values.map(({ data }) => hashParts([data]))
      return { hashes, rows: out.run.rows!, foot: forward.foot!({ in: inputs, out, params: { want: [], feeds: [] }, node: 'pass' }) }
    }
    const typed = await opened()
    const history = [
      ['The girl went to the park', 0, undefined],
      ['The girl went to the lake', 6, 'rows 0–5 from the prefix cache, 6 computed'],
      ['The girl went to the lake and', 7, 'rows 0–6 from the prefix cache, 7 computed'],
      ['The girl went to the', 6, 'rows 0–5 from the prefix cache'],
      ['The girl ran to the park', 3, 'rows 0–2 from the prefix cache, 3–6 computed'],
    ] as const
    for (const [text, reused, words] of history) {
      const { hashes, rows, foot } = await pass(typed, text)
      expect([text, rows.reused, foot.more]).toEqual([text, reused, words])
      expect(foot.left).toBe(reused > 0 ? `${reused} of ${reused + rows.computed} reused` : undefined)
      const fresh = await opened()
      // What was typed before leaves no trace in any bit.
      expect(hashes).toEqual((await pass(fresh, text)).hashes)
      fresh.engine.dispose()
    }
    typed.engine.dispose()
  })
  it('gives a run and no logits from a model that predicts no tokens', async () => {
    const encoder = await openModel(folderSource('tests/oracles/goldens/mpnet-padded'))
    const { run: read, logits: none } = await runNode(forward, {
      inputs: { model: { ...model, engine: encoder }, tokens: tokensFromIds(model.tokenizer, [5, 9, 13]), edits: [] },
      params: {},
    })
    expect(none).toBeUndefined()
    expect(read.peek('blocks.0.attn.hook_pattern')!.shape).toEqual([4, 3, 3])
    const foot = forward.foot!({
      in: { model, tokens: read.tokens, edits: [] },
      out: { run: read },
      params: { want: [], feeds: [] },
      node: 'pass',
    })
    expect(foot).toEqual({ left: 'no logits', more: 'No logits: it predicts no tokens', right: '3 rows' })
    encoder.dispose()
  })
  it('stops when it is superseded', async () => {
    const stopped = AbortSignal.abort(new Error('superseded'))
    await expect(runNode(forward, { inputs: { model: await primer(), tokens, edits: [] }, params: {}, signal: stopped })).rejects.toThrow(
      'superseded',
    )
  })
})
