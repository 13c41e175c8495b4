import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import type { Boxed, PortType } from '../../graph/port-type'
import { passOver, primer } from '../../../tests/model-service'
import { Logits, Model, modelFacts, Tensor, type ModelValue, type TensorValue } from '../../values'
import type { HistogramPanel } from '../../viz/panels'
import { kindLookup } from '../lookup'
import golden from './quantize.golden.json'
import { quantize } from './quantize'

const boxed = (type: PortType<any>, value: unknown): Boxed => ({ type, value })

describe('quantize', async () => {
  const model = await primer()
  const { data, shape, dims } = model.engine.weight(golden.weight)
  const weight: TensorValue = { data, shape, dims, origin: { tensor: golden.weight, slice: [null, null] } }
  const round = (of: Boxed, params: Parameters<typeof runNode<any, any, typeof quantize.params, never>>[1]['params'] = {}) =>
    runNode(quantize, { inputs: { of }, params: params as object })

  it('a tensor: its values, its worst rows, its bytes', async () => {
    const made = await round(boxed(Tensor, weight), { bits: 4, per: 'tensor' })
    const value = made.value.value as TensorValue
    expect(made.value.type).toBe(Tensor)
    expect(Array.from(value.data.slice(0, 6), (x) => x + 0)).toEqual(golden.first_values.map((x) => x + 0))
    expect(value).toMatchObject({ shape: [256, 256], dims: weight.dims, origin: { tensor: `${golden.weight} at 4 bits` } })
    expect(made.table.rows.slice(0, 5).map((row) => [row[0], row[2], row[3]])).toEqual(
      golden.worst_rows.map(([row, rms, largest]) => [row, expect.closeTo(rms!, 6), expect.closeTo(largest!, 6)]),
    )
    expect(made.bytes).toEqual({ value: golden.bytes, unit: 'bytes' })
    const params = quantize.params.parse({ bits: 4, per: 'tensor' })
    const [comb, map, rows] = quantize.view!({ in: { of: boxed(Tensor, weight) }, out: made, params, node: 'q' })
    const { grid, count } = comb as HistogramPanel
    expect([grid!.length, count]).toEqual([golden.steps, 65536])
    expect(grid![8]).toBeCloseTo(golden.step, 6)
    expect([map!.panel, rows!.panel]).toEqual(['heat', 'table'])
    // Every number after rounding stands on the grid that is drawn.
    for (const x of value.data.slice(0, 2000)) expect(grid).toContain(x + 0)
  })
  it('a model is a model: every matrix, and bytes that add up', async () => {
    const made = await round(boxed(Model, model), { bits: 4 })
    const value = made.value.value as ModelValue
    expect(made.value.type).toBe(Model)
    const worst = made.table.rows.slice(0, 3).map((row) => [row[0], row[2]])
    expect(worst).toEqual(golden.model.worst.map(([name, error]) => [name, expect.closeTo(error as number, 6)]))
    expect(made.bytes.value).toBe(golden.model.bytes)
    expect(made.table.rows.reduce((sum, row) => sum + Number(row[4]), 0)).toBe(golden.model.bytes)
    expect(modelFacts(value)).toMatchObject({
      name: 'primer-6m at 4 bits',
      weights: 'absmax 4 bits by channel',
      weight_bytes: golden.model.bytes,
    })
    expect(Model.spec.bytes(value)).toBeGreaterThan(golden.model.bytes)
    const panels = quantize.view!({ in: { of: boxed(Model, model) }, out: made, params: quantize.params.parse({ bits: 4 }), node: 'q' })
    expect(panels).toMatchObject([
      { panel: 'histogram', title: expect.stringMatching(/^The grid over row \d+ of 5 mlp\.down_proj$/) },
      { panel: 'table', total: 56 },
    ])
  })
  it('takes what is a tensor, too', async () => {
    const { logits } = await passOver('Once upon a')
    const made = await round(boxed(Logits, logits), { bits: 2, scheme: 'zero-point', per: 'group', group: 32 })
    expect([made.value.type.name, (made.value.value as TensorValue).shape]).toEqual(['tensor', [4, 4096]])
  })
  it('NaN, infinities and what cannot be spanned: a sentence each', async () => {
    const holding = (...numbers: number[]) => boxed(Tensor, { ...weight, data: Float32Array.from(numbers), shape: [2, 2] })
    await expect(round(holding(1, NaN, 2, 3))).rejects.toMatchObject({
      code: 'not-finite',
      message: expect.stringContaining('Row 0, column 1 holds NaN'),
    })
    await expect(round(holding(1, 2, -Infinity, 3))).rejects.toThrow('Row 1, column 0 holds −infinity')
    await expect(round(holding(3e38, -3e38, 1, 1), { scheme: 'zero-point' })).rejects.toThrow('more than float32 can hold')
    expect((await round(holding(0, 0, 0, 0))).bytes.value).toBe(4 + 8)
    expect((await round(boxed(Tensor, { ...weight, data: Float32Array.of(2), shape: [], dims: [] }))).bytes.value).toBe(5)
  })
  it('groups are of a few sizes, read and wired as numbers', async () => {
    const { params } = kindLookup.kind('quantize')!
    expect(params.find(({ name }) => name === 'group')).toEqual({ name: 'group', reads: 'number', default: 32 })
    await expect(round(boxed(Tensor, weight), { group: 48 as 64 })).rejects.toThrow('group should be one of 32, 64, 128 or 256, got 48.')
  })
  it('stops when the next value comes', async () => {
    const stopper = new AbortController()
    const making = runNode(quantize, {
      inputs: { of: boxed(Model, model) },
      params: {},
      signal: stopper.signal,
      onProgress: (share) => share > 0.1 && stopper.abort(),
    })
    await expect(making).rejects.toThrow('aborted')
  })
})
