import { describe, expect, it } from 'vitest'
import { runExample } from '../../../tests/run-example'
import { runNode } from '../../graph/run-node'
import { TablePort, tableOf } from '../../values'
import { axesOf } from './axes'
import { gridOf } from './grid'
import { pointsOf } from './points'
import { sweep } from './sweep'
import golden from './sweep.golden.json'

describe('sweep', () => {
  it.each([
    ['as it is named', 3, 2, [3, 2], [0, 1, 10, 11, 20, 21]],
    [
      'on its side where it is tall',
      12,
      2,
      [2, 12],
      [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 1, 11, 21, 31, 41, 51, 61, 71, 81, 91, 101, 111],
    ],
  ])('a map lies %s', (_, down, across, shape, data) => {
    const words = (count: number) => Array.from({ length: count }, (_, at) => String(at))
    const rows = words(down).flatMap((row) => words(across).map((column) => [row, column, Number(row) * 10 + Number(column)]))
    const axes = [
      { name: 'row', labels: words(down), columns: ['row'] },
      { name: 'column', labels: words(across), columns: ['column'] },
    ]
    const [map] = gridOf({
      ...tableOf(
        [
          ['row', 'text'],
          ['column', 'text'],
          ['score', 'number'],
        ],
        rows,
      ),
      axes,
    })
    expect(map).toMatchObject({ panel: 'heat' })
    expect([...(map as unknown as { values: Float32Array }).values]).toEqual(data)
    expect(shape).toHaveLength(2)
  })
  it.each(golden.cases)('$combine of $axes', async ({ axes, combine, rows }) => {
    const made = await runNode(sweep, { inputs: {}, params: { axes, combine: combine as 'zip' } as never })
    expect(made.table.rows).toEqual(rows)
    expect(made.table.axes!.reduce((count, { labels }) => count * labels.length, 1)).toBe(rows.length)
  })
  it.each([
    [{}, 'no-axes'],
    [{ k: null }, 'no-values'],
    [{ k: { from: 0, to: 5, by: -1 } }, 'bad-range'],
    [{ k: { from: 0, to: 1e9 } }, 'too-many-points'],
    [{ index: [1] }, 'two-values'],
  ])('%j is refused: %s', async (axes, code) => {
    await expect(runNode(sweep, { inputs: {}, params: { axes: axes as never } })).rejects.toMatchObject({ code })
  })
  it('axes of other lengths do not go together', async () => {
    await expect(runNode(sweep, { inputs: {}, params: { axes: { a: [1, 2], b: [1, 2, 3] }, combine: 'zip' } })).rejects.toMatchObject({
      code: 'other-lengths',
    })
  })
  it('makes a table with its axes, and lists of what was kept', async () => {
    const { views } = await runExample(sweep.example)
    const grid = views.get('grid')!
    expect(grid.outputs['line']?.json).toEqual(['Tom has a fox.', 'Tom has a cat.', 'Mia has a fox.', 'Mia has a cat.'])
    expect(grid.outputs['table']?.json).toMatchObject({ columns: ['name', 'pet', 'line'], axes: [{ name: 'name' }, { name: 'pet' }] })
    expect(views.get('line[3]')?.outputs['text']?.json).toBe('Mia has a cat.')
  })
  it('opens the columns of a wired table', () => {
    const value = tableOf(
      [
        ['a', 'text'],
        ['b', 'number'],
      ],
      [
        ['fox', 4],
        ['hen', 2],
      ],
    )
    const axes = axesOf('shots', { k: [0, 1], item: null }, { item: [{ type: TablePort, value }] })
    const { names, rounds, about } = pointsOf('shots', axes, 'product')
    expect(names).toEqual(['k', 'item', 'a', 'b'])
    expect(rounds.map(({ label }) => label)).toEqual(['k 0, item fox', 'k 0, item hen', 'k 1, item fox', 'k 1, item hen'])
    expect(rounds[1]?.values['b']?.value).toEqual({ value: 2 })
    expect(about).toMatchObject({
      columns: ['k', 'a', 'b'],
      axes: [{ labels: ['0', '1'] }, { labels: ['fox', 'hen'], columns: ['a', 'b'] }],
    })
  })
  it('takes documents one by one; several wires are a value each', async () => {
    const { views, problems } = await runExample(
      'page: text@1\n  value: Tom has a fox. Mia has a cat.\nchunks: split@1\n  from: page.text\n  size: 1\nb: text@1\n  value: yes\nc: text@1\n  value: no\ngrid: sweep@1\n  axes: {item: <- chunks.documents, ask: <- [b.text, c.text]}\n  keep: {said: said.text}\n  body:\n    said: prompt@1\n      template: "{fact} {ask}"\n      fact: grid.item\n      ask: grid.ask\n',
    )
    expect(problems).toEqual([])
    expect(views.get('grid')?.error).toBeUndefined()
    expect(views.get('grid')?.outputs['said']?.json).toHaveLength(4)
    expect(String(views.get('said[3]')?.outputs['text']?.json)).toMatch(/Mia has a cat\. no$/)
  })
})
