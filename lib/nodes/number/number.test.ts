import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import golden from './number.golden.json'
import { number } from './number'

describe('number', () => {
  it.each(golden.cases)('gives $value', async ({ params, value }) => {
    expect((await runNode(number, { inputs: {}, params: params as { value: number } })).number.value).toBe(value)
  })
  it('carries its unit', async () => {
    expect(await runNode(number, { inputs: {}, params: { value: 0.5, unit: '%' } })).toEqual({ number: { value: 0.5, unit: '%' } })
  })
  it('a slider stays within its range, a field does not', async () => {
    await expect(runNode(number, { inputs: {}, params: { value: 3 } })).rejects.toThrow('value should lie between 0 and 1, got 3.')
    expect((await runNode(number, { inputs: {}, params: { value: 3, look: 'field' } })).number.value).toBe(3)
  })
})
