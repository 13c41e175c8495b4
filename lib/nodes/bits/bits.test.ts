import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { describe as describeMark } from '../../viz/mark'
import golden from './bits.golden.json'
import { bits } from './bits'

type Format = 'fp32' | 'fp16' | 'bf16' | 'int8' | 'int4'
const panelOf = (value: number, format: Format) =>
  bits.view!({ in: {}, out: {}, params: { value, format }, node: 'b' })[0] as ReturnType<typeof import('../../viz/show').show.bits>

describe('bits', () => {
  it.each(golden.cases)('$value as $format', async ({ value, format, held, bits: text, above, below }) => {
    const made = await runNode(bits, { inputs: {}, params: { value, format: format as Format } })
    expect(made.number!.value).toBe(held)
    expect(made.table.rows.map((row) => row[1]).join('')).toBe(text)
    expect(panelOf(value, format as Format)).toMatchObject({ above, below, value: held })
  })
  it.each(golden.turned)('bit $bit of $value as $format turned over', ({ value, format, bit, becomes }) => {
    const { flipped } = panelOf(value, format as Format).bits[bit]!
    expect(Number.isFinite(flipped) ? flipped : null).toBe(becomes)
  })
  it('holds infinity without a number', async () => {
    const made = await runNode(bits, { inputs: {}, params: { value: 1e6, format: 'fp16' } })
    expect(made.number).toBeUndefined()
    expect(panelOf(1e6, 'fp16')).toMatchObject({ value: Infinity, below: null, formula: expect.stringContaining('infinity') })
  })
  it('says how the number follows', () => {
    expect(panelOf(0.1, 'fp16').formula).toBe('2⁻⁴ × 1.59961')
    expect(panelOf(-93, 'int8').formula).toBe('−128 + 32 + 2 + 1')
    expect(panelOf(2 ** -24, 'fp16').formula).toBe('2⁻¹⁴ × 0.000976563')
    expect(describeMark(panelOf(1, 'fp16'), [0]).sentence).toBe('Bit 15, sign: 0; turned over the number is −1')
  })
})
