import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { farthest, passOver } from '../../../tests/model-service'
import type { TensorValue } from '../../values'
import golden from './operation.golden.json'
import { operation } from './operation'
import type { Op } from './op'
import { sliceTensor } from '../slice'

const made = (rows: number[][], dims: string[]): TensorValue => ({
  data: Float32Array.from(rows.flat()),
  shape: [rows.length, rows[0]!.length],
  dims,
  origin: { tensor: 'made', slice: [null, null] },
})
const apply = async (op: Op, a: TensorValue, b?: TensorValue, more: object = {}) =>
  (await runNode(operation, { inputs: { a, ...(b ? { b } : {}) }, params: { op, ...more } })).tensor

describe('operation', () => {
  const a = made(golden.a, ['T', 'D'])
  const b = made(golden.b, ['D', 'C'])
  const row = made([golden.a[0]!], ['T', 'D'])

  it.each([
    ['matmul', b, {}, golden.matmul],
    ['transpose', undefined, {}, golden.transpose],
    ['add', row, {}, golden.add],
    ['scale', undefined, { value: '1/√32' }, golden.scale],
    ['softmax', undefined, {}, golden.softmax],
    ['norm', undefined, {}, golden.norm],
    ['rotate', undefined, {}, golden.rotate],
    ['cosine', undefined, {}, golden.cosine],
    ['sum', undefined, {}, golden.sum],
    ['mean', undefined, { axis: 'T' }, golden.mean],
    ['pick', undefined, { at: -1 }, golden.pick],
  ] as const)('%s', async (op, second, more, expected) => {
    expect(farthest((await apply(op, a, second, more)).data, expected)).toBeLessThan(2e-6)
  })
  it('names its axes', async () => {
    expect(await apply('matmul', a, b)).toMatchObject({ shape: [3, 2], dims: ['T', 'C'] })
    expect((await apply('matmul', a, await apply('transpose', a))).dims).toEqual(['T', 'S'])
    expect((await apply('sum', a, undefined, { axis: 'T' })).dims).toEqual(['D'])
    expect((await apply('pick', a, undefined, { at: [1], axis: 'T' })).shape).toEqual([1, 4])
  })
  it('masks the future, or what was painted', async () => {
    const square = made(
      [
        [1, 2],
        [3, 4],
      ],
      ['T', 'S'],
    )
    expect(Array.from((await apply('mask', square)).data)).toEqual([1, -Infinity, 3, 4])
    expect(
      Array.from(
        (
          await apply(
            'mask',
            square,
            made(
              [
                [0, 1],
                [1, 1],
              ],
              ['T', 'S'],
            ),
          )
        ).data,
      ),
    ).toEqual([-Infinity, 2, 3, 4])
  })
  it.each([
    ['matmul', made([[1, 2]], ['T', 'D']), 'Transpose b first.'],
    ['matmul', undefined, 'b is not wired'],
  ] as const)('%s says what does not fit', async (op, second, words) => {
    const refused = apply(op, a, second && made(golden.a, ['T', 'D']))
    await expect(
      refused.catch((error: Error & { options?: { hint?: string } }) => error.message + ' ' + (error.options?.hint ?? '')),
    ).resolves.toContain(words)
  })
  it('one head of attention by hand is the head of the model', async () => {
    const { run } = await passOver(golden.text)
    const read = async (hook: string, heads: number) =>
      sliceTensor(await run.read(`blocks.2.attn.hook_${hook}`), { heads, positions: [], dims: [] })
    const scores = await apply('matmul', await read('rot_q', 7), await apply('transpose', await read('rot_k', 3)))
    const pattern = await apply('softmax', await apply('mask', await apply('scale', scores, undefined, { value: '1/√32' })))
    const z = await apply('matmul', pattern, await read('v', 3))
    expect(z.dims).toEqual(['T', 'D'])
    expect(farthest(z.data, golden.z)).toBeLessThan(3e-5)
    expect(farthest(z.data, [...(await read('z', 7)).data])).toBeLessThan(2e-6)
    const turned = await apply('rotate', await read('q', 7))
    expect(farthest(turned.data, [...(await read('rot_q', 7)).data])).toBeLessThan(2e-5)
  })
  it('fills in the formula', async () => {
    const out = await runNode(operation, { inputs: { a, b }, params: {} })
    const [panel] = operation.view!({ in: { a, b }, out, params: operation.params.parse({}), node: 'scores' })
    expect(panel).toMatchObject({ panel: 'heat', caption: expect.stringContaining('over D = 4'), source: { tensor: 'scores.tensor' } })
  })
})
