import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { farthest, primer } from '../../../tests/model-service'
import { cosines } from '../cosines'
import golden from './embedding.golden.json'
import { embedding } from './embedding'

describe('embedding', async () => {
  const model = await primer()
  const { embeddings } = await runNode(embedding, { inputs: { model }, params: { pieces: golden.pieces } })

  it('reads rows of the table', () => {
    expect(embeddings.shape).toEqual([3, 256])
    for (const [row, expected] of golden.first.entries())
      expect(farthest(embeddings.data.slice(row * 256, row * 256 + 4), expected)).toBeLessThan(1e-6)
  })
  it('knows who is near, the piece itself among them', () => {
    expect(farthest(cosines(embeddings.data, embeddings.data, 256), golden.cosines)).toBeLessThan(1e-6)
    const params = embedding.params.parse({ pieces: golden.pieces })
    const [, near] = embedding.view!({ in: { model }, out: { embeddings }, params, node: 'near' }) as unknown as [
      unknown,
      { rows: [string, string, number][] },
    ]
    const nearest = golden.nearest.flat().map((id) => model.tokenizer.engine.piece(id))
    expect(near.rows.map((row) => row[1])).toEqual(nearest)
  })
  it('says how a word is cut that is no piece', async () => {
    await expect(runNode(embedding, { inputs: { model }, params: { pieces: [' Vitrine'] } })).rejects.toThrow(
      'is no piece of primer-6m: it is cut into',
    )
  })
})
