import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { passOver } from '../../../tests/model-service'
import type { Boxed } from '../../graph/port-type'
import { softmaxRows } from '../../tensor'
import { Distribution, Logits, NumberPort, numberOf, Tensor, Text, Tokens, Tokenizer } from '../../values'
import golden from './compare.golden.json'
import { compare } from './compare'
import type { Measure } from './measure'

const text = (value: string): Boxed => ({ type: Text as Boxed['type'], value })

describe('compare', async () => {
  const [girl, boy] = [await passOver(golden.a), await passOver(golden.b)]
  const number = async (a: Boxed, b: Boxed, measure?: Measure) =>
    (await runNode(compare, { inputs: { a, b }, params: measure ? { measure } : {} })).number

  it('words changed', async () => {
    expect(await number(text(golden.a), text(golden.b))).toEqual({ value: golden.words_changed, unit: 'words' })
    for (const [a, b, distance] of golden.edit_distance)
      expect((await number(text(String(a)), text(String(b)), 'edit distance')).value).toBe(distance)
  })
  it('odds: KL, JS, total variation, the largest difference', async () => {
    const of = ({ logits }: typeof girl): Boxed => {
      const probabilities = softmaxRows(logits.data.subarray(11 * 4096), 4096)
      const { tokenizer, tokens, origin } = logits
      return {
        type: Distribution as Boxed['type'],
        value: { probabilities, rows: 1, vocabulary: 4096, tokenizer, tokens, origin, positions: [11] },
      }
    }
    const [a, b] = [of(girl), of(boy)]
    expect(await number(a, b, 'KL')).toMatchObject({ value: expect.closeTo(golden.KL, 3), unit: 'bits' })
    expect((await number(a, b, 'JS')).value).toBeCloseTo(golden.JS, 4)
    expect((await number(a, b, 'total variation')).value).toBeCloseTo(golden.total_variation, 4)
    expect((await number(a, b)).value).toBeCloseTo(golden.largest, 4)
    const made = await runNode(compare, { inputs: { a, b }, params: {} })
    const [panel] = compare.view!({ in: { a, b }, out: made, params: compare.params.parse({}), node: 'c' })
    expect(panel).toMatchObject({ panel: 'bars', names: ['a', 'b'], unit: '%' })
  })
  it('logits: how often the first choice is the same', async () => {
    const boxed = ({ logits }: typeof girl): Boxed => ({ type: Logits as Boxed['type'], value: logits })
    expect((await number(boxed(girl), boxed(boy), 'top-1 agreement')).value).toBeCloseTo(golden.top1, 9)
  })
  it('tokens, numbers, handles', async () => {
    const tokens = ({ tokens: value }: typeof girl): Boxed => ({ type: Tokens as Boxed['type'], value })
    expect(await number(tokens(girl), tokens(boy))).toEqual({ value: 1, unit: 'tokens' })
    const of = (value: number): Boxed => ({ type: NumberPort as Boxed['type'], value: numberOf(value, '%') })
    expect(await number(of(0.75), of(0.25))).toEqual({ value: -0.5, unit: '%' })
    const handle: Boxed = { type: Tokenizer as Boxed['type'], value: girl.model.tokenizer }
    expect((await number(handle, handle)).value).toBe(0)
  })
  it('two numbers are both written, the first hollow', () => {
    const boxed = (value: number): Boxed => ({ type: NumberPort, value: numberOf(value, 'bytes') })
    const out = { difference: { data: Float32Array.of(1), shape: [1], dims: ['N'] }, table: { columns: [], rows: [] } }
    const [panel] = compare.view!({
      in: { a: boxed(2), b: boxed(3) },
      out: out as never,
      params: compare.params.parse({}),
      node: 'c',
    })
    expect(panel).toMatchObject({
      panel: 'bars',
      unit: 'bytes',
      bars: [
        { label: 'a', value: 2, hollow: true },
        { label: 'b', value: 3 },
      ],
    })
  })
  it('lays rows of the same words beside each other', async () => {
    const longer = await passOver('Well. ' + golden.a)
    const read = async ({ run }: typeof girl): Promise<Boxed> => ({ type: Tensor as Boxed['type'], value: await run.read('hook_embed') })
    const [a, b] = [await read(girl), await read(longer)]
    await expect(number(a, b)).rejects.toThrow('cannot be laid side by side by position')
    const made = await runNode(compare, { inputs: { a, b }, params: { align: 'text' } })
    expect(made.difference.shape[0]).toBeGreaterThan(8)
  })
  it('says how many times larger', async () => {
    const of = (value: number): Boxed => ({ type: NumberPort as Boxed['type'], value: numberOf(value) })
    expect(await number(of(4), of(6), 'ratio')).toEqual({ value: 1.5, unit: 'times' })
    await expect(number(of(0), of(6), 'ratio')).rejects.toThrow('a is nothing but zero')
    const tensor = (...numbers: number[]): Boxed => ({
      type: Tensor as Boxed['type'],
      value: { data: Float32Array.from(numbers), shape: [2, 2], dims: ['N', 'C'], origin: { tensor: 'x', slice: [null, null] } },
    })
    expect((await number(tensor(3, 4, 0, 0), tensor(0, 0, 6, -8), 'ratio')).value).toBeCloseTo(2, 12)
  })
  it('refuses what has no meaning', async () => {
    await expect(number(text('a'), text('b'), 'KL')).rejects.toThrow('KL compares odds')
    await expect(number(text('a'), { type: NumberPort as Boxed['type'], value: numberOf(1) })).rejects.toThrow('a is Text, b is Number')
  })
})
