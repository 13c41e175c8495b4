import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import golden from './grade.golden.json'
import { grade } from './grade'
import type { By } from './grades'

describe('grade', () => {
  it.each(golden.cases)('$by: “$text” held against “$reference” is $right', async ({ by, text, reference, right }) => {
    const { number } = await runNode(grade, { inputs: { text, reference }, params: { by: by as By } })
    expect(number).toEqual({ value: right, unit: 'yes/no' })
  })
  it.each(golden.f1)('F1: “$text” held against “$reference” is $score', async ({ text, reference, score }) => {
    const { number, table } = await runNode(grade, { inputs: { text, reference }, params: { by: 'F1' } })
    expect(number.value).toBeCloseTo(score, 12)
    expect(table.rows.every(([, said, wanted, shared]) => shared === Math.min(Number(said), Number(wanted)))).toBe(true)
  })
  it('shows what stayed and what went', async () => {
    const inputs = { text: 'a red fox', reference: 'a fox' }
    const params = grade.params.parse({})
    const out = await runNode(grade, { inputs, params: {} })
    expect(grade.view!({ in: inputs, out, params, node: 'held' })).toMatchObject([
      { panel: 'diff', parts: [{ change: 'same' }, { text: ' red', change: 'added' }, { change: 'same' }] },
    ])
    expect(grade.foot!({ in: inputs, out, params, node: 'held' })).toEqual({ left: 'wrong', right: 'exact' })
  })
})
