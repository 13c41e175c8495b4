import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { passOver } from '../../../tests/model-service'
import { distributionRow, entropyBits, lastRow } from '../../values'
import golden from './odds.golden.json'
import { odds } from './odds'

describe('odds', async () => {
  const { logits } = await passOver(golden.text)

  it('of the last row', async () => {
    const made = (await runNode(odds, { inputs: { logits }, params: {} })).odds
    expect(made).toMatchObject({ rows: 1, vocabulary: 4096, positions: [11] })
    for (const { id, p } of golden.top) expect(lastRow(made)[id]).toBeCloseTo(p, 5)
    expect(entropyBits(lastRow(made))).toBeCloseTo(golden.entropy_bits, 4)
    const [panel] = odds.view!({ in: { logits }, out: { odds: made }, params: { position: 'last' }, node: 'next' }) as unknown as [
      { candidates: { piece: string }[] },
    ]
    expect(panel.candidates[0]!.piece).toBe(' Lily')
  })
  it('of every row', async () => {
    const made = (await runNode(odds, { inputs: { logits }, params: { position: 'all' } })).odds
    expect(made.rows).toBe(12)
    for (const [row, bits] of golden.all_entropies.entries()) expect(entropyBits(distributionRow(made, row))).toBeCloseTo(bits, 3)
    const [panel] = odds.view!({ in: { logits }, out: { odds: made }, params: { position: 'all' }, node: 'next' }) as unknown as [
      { panel: string; total: number },
    ]
    expect(panel).toMatchObject({ panel: 'table', total: 12 })
  })
})
