import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { Documents, Text, textDocuments } from '../../values'
import { farthest, primer } from '../../../tests/model-service'
import type { ScatterPanel } from '../../viz/panels'
import { cosines } from '../cosines'
import golden from './embed.golden.json'
import { embed } from './embed'

const sentences = golden.text.split(/(?<=\. )/)
const documents = { type: Documents, value: textDocuments(sentences.map((text, at) => ({ id: String(at), text }))) }

describe('embed', async () => {
  const model = await primer()
  it('counts words', async () => {
    const { embeddings } = await runNode(embed, { inputs: { texts: documents }, params: { by: 'counts' } })
    expect(farthest(embeddings.data, golden.counts)).toBe(0)
  })
  it('weighs rare words more', async () => {
    const { embeddings } = await runNode(embed, { inputs: { texts: documents }, params: { by: 'tf-idf' } })
    expect(farthest(embeddings.data, golden.tfidf)).toBeLessThan(1e-6)
    expect(farthest(cosines(embeddings.data, embeddings.data, embeddings.shape[1]!), golden.cosines)).toBeLessThan(1e-6)
    const again = await embeddings.texts!.encode(sentences[0]!, new AbortController().signal)
    expect(farthest(again, [golden.tfidf[0]])).toBeLessThan(1e-6)
  })
  it('averages a model’s own stream, the begin token left out', async () => {
    const texts = { type: Text, value: golden.girl }
    const { embeddings } = await runNode(embed, { inputs: { texts, model }, params: { layer: golden.layer } })
    expect(embeddings.shape).toEqual([1, 256])
    expect(farthest(embeddings.data, golden.mean)).toBeLessThan(3e-5)
    expect(embeddings.texts!.name).toBe('primer-6m, layer 2')
  })
  it('draws a map, and says what it keeps', async () => {
    const out = await runNode(embed, { inputs: { texts: documents, model }, params: { show: 'map' } })
    const params = embed.params.parse({ show: 'map' })
    const [panel] = embed.view!({ in: { texts: documents, model }, out, params, node: 'e' }) as [ScatterPanel]
    expect(panel).toMatchObject({ panel: 'scatter', total: sentences.length, x: { name: 'axis 1' }, equal: true })
    // Three rows lie in a plane: nothing is lost, and distances are those of the vectors.
    expect(sentences).toHaveLength(3)
    expect(panel.caption).toMatch(/^The two axes together keep 100/)
    const between = (data: Float32Array, width: number, a: number, b: number): number =>
      Math.hypot(...Array.from({ length: width }, (_, c) => data[a * width + c]! - data[b * width + c]!))
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const)
      expect(between(panel.points, 2, a, b)).toBeCloseTo(between(out.embeddings.data, 256, a, b), 3)
  })
  it('reads texts longer than a window, and none', async () => {
    const long = { type: Text, value: 'Tom has a fox. '.repeat(30) }
    const { embeddings } = await runNode(embed, { inputs: { texts: long, model }, params: {} })
    expect(embeddings.data.every(Number.isFinite)).toBe(true)
    const none = { type: Documents, value: textDocuments([{ id: 'a', text: '' }]) }
    const empty = await runNode(embed, { inputs: { texts: none, model }, params: {} })
    expect(farthest(empty.embeddings.data, [Array.from({ length: 256 }, () => 0)])).toBe(0)
  })
  it('says what it needs', async () => {
    await expect(runNode(embed, { inputs: { texts: documents }, params: {} })).rejects.toMatchObject({ code: 'empty' })
    await expect(runNode(embed, { inputs: { texts: documents, model }, params: { layer: 6 } })).rejects.toThrow('There is no layer 6')
    await expect(runNode(embed, { inputs: { texts: { type: Text, value: '…' } }, params: { by: 'counts' } })).rejects.toThrow(
      'hold no words',
    )
    await expect(runNode(embed, { inputs: { texts: { type: Text, value: '' } }, params: { by: 'counts' } })).rejects.toThrow(
      'The text is empty.',
    )
    const many = textDocuments(Array.from({ length: 5000 }, (_, at) => ({ id: String(at), text: `w${at}` })))
    await expect(runNode(embed, { inputs: { texts: { type: Documents, value: many } }, params: { by: 'counts' } })).rejects.toThrow(
      '5,000 texts by 5,000 words are 25,000,000 numbers',
    )
  })
})
