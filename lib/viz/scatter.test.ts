import { describe as group, expect, test } from 'vitest'
import { layoutScatter } from './layout/scatter'
import { describe, walk } from './mark'
import type { ScatterPanel } from './panels'
import { show } from './show'
import { summarise } from './summary'
import { panelToSvg } from './svg'
import { panelToText } from './terminal'

const panel: ScatterPanel = show.scatter(Float32Array.of(0, 0, 10, 0, 0, 5, NaN, 1, 9, 1), {
  x: { name: 'axis 1', note: '70 % of the variance' },
  y: { name: 'axis 2', note: '20 % of the variance' },
  labels: ['fox', 'cat', 'castle', 'nowhere', 'dog'],
  equal: true,
  total: 8,
  source: { tensor: 'map', slice: [null, null], axes: ['row', 'axis'] },
})
const room = { width: 240, height: 180, font: 10, most: 12 }

group('a scatter', () => {
  test('keeps one scale where both axes have one unit', () => {
    const { points } = layoutScatter(panel, room)
    const at = new Map(points.map((point) => [point.place, point]))
    expect(at.has(3)).toBe(false)
    const along = at.get(1)!.x - at.get(0)!.x
    expect(at.get(0)!.y - at.get(2)!.y).toBeCloseTo(along / 2, 6)
    for (const { x, y } of points) expect(x >= 9.99 && x <= 230.01 && y >= 9.99 && y <= 170.01).toBe(true)
    const free = layoutScatter({ ...panel, equal: false }, room).points
    expect(free.find(({ place }) => place === 2)!.y).toBeCloseTo(10, 6)
  })
  test('writes no label over another or over a point', () => {
    const crowd = show.scatter(
      Float32Array.from({ length: 80 }, (_, at) => ((at * 7919) % 97) / 10),
      {
        x: panel.x,
        y: panel.y,
        labels: Array.from({ length: 40 }, (_, at) => `label ${at}`),
      },
    )
    const { labels, points } = layoutScatter(crowd, room)
    const boxes = labels.map(({ text, x, y, anchor }) => {
      const wide = text.length * 5.6
      return { left: anchor === 'start' ? x : x - wide, right: anchor === 'start' ? x + wide : x, top: y - 8.9, bottom: y + 2.1 }
    })
    expect(labels.length).toBeGreaterThan(2)
    for (const [a, one] of boxes.entries())
      for (const two of [...boxes.slice(0, a), ...points.map(({ x, y }) => ({ left: x, right: x, top: y, bottom: y }))])
        expect(one.right <= two.left || two.right <= one.left || one.bottom <= two.top || two.bottom <= one.top).toBe(true)
  })
  test('is walked from point to point', () => {
    expect(walk(panel, null, 'right')).toEqual([0])
    expect(walk(panel, [0], 'right')).toEqual([4])
    expect(walk(panel, [4], 'right')).toEqual([1])
    expect(walk(panel, [1], 'right')).toEqual([1])
    expect(walk(panel, [0], 'up')).toEqual([2])
    expect(walk(panel, [2], 'end')).toEqual([1])
    expect(walk(panel, [1], 'start')).toEqual([0])
  })
  test('says what a point is', () => {
    expect(describe(panel, [1])).toMatchObject({ sentence: 'cat: axis 1 10, axis 2 0', namedIndex: '[row 1, axis :]' })
    expect(describe(panel, [3]).sentence).toBe('nowhere has no place here')
    expect(summarise(panel)).toBe('5 points, axis 1 against axis 2.')
  })
  test('draws its axes with what they keep, in a picture and in a terminal', () => {
    for (const drawn of [panelToSvg(panel, { width: 400 }), panelToText(panel)]) {
      expect(drawn).toContain('axis 1, 70 % of the variance')
      expect(drawn).toContain('castle')
      expect(drawn).toContain('The first 5 of 8')
    }
    expect(panelToText(panel)).toContain('b  10, 0  cat')
  })
  test('of a table: two columns of numbers, named by the first of texts', () => {
    const table = {
      columns: [
        { name: 'who', type: 'text' as const },
        { name: 'right', type: 'number' as const, unit: '%' },
        { name: 'loss', type: 'number' as const },
      ],
      rows: [
        ['a', 0.5, 2],
        ['b', null, 3],
      ],
    }
    const made = show.scatterOf(table, ['loss', 'right'])
    expect(made).toMatchObject({ labels: ['a', 'b'], x: { name: 'loss' }, y: { name: 'right', note: '%' }, total: 2 })
    expect([...made.points]).toEqual([2, 0.5, 3, NaN])
  })
})
