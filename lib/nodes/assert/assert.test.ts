import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { passOver } from '../../../tests/model-service'
import type { Boxed } from '../../graph/port-type'
import { JsonPort, Logits, NumberPort, numberOf, TablePort, tableOf, Tensor, Text, Tokens } from '../../values'
import golden from './assert.golden.json'
import { assert } from './assert'

const box = (type: unknown, value: unknown): Boxed => ({ type, value }) as Boxed
const number = (value: number): Boxed => box(NumberPort, numberOf(value))
const vector = (...values: number[]): Boxed =>
  box(Tensor, { data: Float32Array.from(values), shape: [values.length], dims: ['N'], origin: { tensor: 'x', slice: [null] } })
const claim = async (of: Boxed, params: object, and?: Boxed) =>
  (await runNode(assert, { inputs: { of, ...(and ? { and } : {}) }, params })).number.value

describe('assert', () => {
  it.each(golden.cases)('$of $is $than: $holds', async ({ of, holds, ...params }) => {
    expect(await claim(number(of), params)).toBe(holds)
  })
  it('texts, data, lists and tables', async () => {
    expect(await claim(box(Text, 'Once upon'), { is: 'contains', than: 'upon' })).toBe(1)
    expect(await claim(box(Text, '4'), { is: 'equal', than: 4 })).toBe(1)
    expect(await claim(box(JsonPort, ['a', 'b']), { is: 'contains', than: 'c' })).toBe(0)
    expect(await claim(box(TablePort, tableOf([['x', 'number']], [[1], [2], [3]])), { is: 'rises' })).toBe(1)
  })
  it('shapes, with letters for any length', async () => {
    const { logits, tokens } = await passOver('Once upon a time')
    expect(await claim(box(Logits, logits), { is: 'shape', than: '[T, 4096]' })).toBe(1)
    expect(await claim(box(Logits, logits), { is: 'shape', than: ['T', 256] })).toBe(0)
    expect(await claim(box(Tokens, tokens), { is: 'same as' }, box(Tokens, tokens))).toBe(1)
  })
  it('tensors: sums, order, equality within a tolerance', async () => {
    expect(await claim(vector(0.25, 0.75), { is: 'sums to', than: 1 })).toBe(1)
    expect(await claim(vector(0.25, 0.7), { is: 'sums to', than: 1 })).toBe(0)
    expect(await claim(vector(1, 2, 2), { is: 'rises' })).toBe(0)
    expect(await claim(vector(1, 2), { is: 'equal', tolerance: 0.01 }, vector(1, 2.005))).toBe(1)
    expect(await claim(vector(1, 2), { is: 'same as' }, vector(1, 2.005))).toBe(0)
    expect(await claim(number(3), { is: 'above' }, number(2))).toBe(1)
  })
  it('says what it saw, and asks its hint when it fails', async () => {
    const of = number(0.2)
    const params = assert.params.parse({ is: 'above', than: 0.5, hint: 'Which word names the person?' })
    const out = await runNode(assert, { inputs: { of }, params })
    expect(assert.view!({ in: { of }, out, params, node: 'claim' })).toMatchObject([
      {
        badge: { tone: 'fails', words: 'Fails' },
        rows: [{ value: 'above 0.5' }, { value: '0.200' }],
        text: 'Which word names the person?',
      },
    ])
  })
  it('refuses what it cannot judge', async () => {
    await expect(claim(box(Text, 'a'), { is: 'above', than: 1 })).rejects.toThrow('“above” asks for one number, got Text')
    await expect(claim(number(1), { is: 'same as' })).rejects.toThrow('none is wired')
  })
})
