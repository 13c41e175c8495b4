import { expect, test } from 'vitest'
import { labelShown, layoutMap } from './map'

const words = ['Once', ' upon', ' a', ' time', ',', ' there', ' was', ' a', ' little', ' girl', ' named']
const labels = words.map((text) => ({ text }))
const request = { rows: 11, columns: 11, rowLabels: labels, columnLabels: labels, width: 234, largest: 16 }

test('eleven tokens in a node stand in cells of 16, slanted, every one named', () => {
  const layout = layoutMap(request)
  expect(layout).toMatchObject({ cell: 16, high: 16, gap: 1, columnsLook: 'slanted', columnStep: 1, rowStep: 1, numbers: false })
  expect(layout.width).toBeLessThanOrEqual(234)
})

test('on the full screen cells are 54 with flat labels and numbers', () => {
  expect(layoutMap({ ...request, width: 1000, largest: 54, font: 12 })).toMatchObject({ cell: 54, columnsLook: 'flat', numbers: true })
})

test('under 15 px a cell every n-th label is written, under 8 px only the lit one', () => {
  const more = Array.from({ length: 20 }, (_, place) => labels[place % 11]!)
  const crowded = layoutMap({ ...request, rows: 20, columns: 20, rowLabels: more, columnLabels: more })
  expect(crowded.cell).toBe(8)
  expect(crowded).toMatchObject({ columnsLook: 'slanted', columnStep: 2, rowStep: 2, gap: 0 })
  const many = Array.from({ length: 60 }, (_, place) => labels[place % 11]!)
  expect(layoutMap({ ...request, rows: 60, columns: 60, rowLabels: many, columnLabels: many })).toMatchObject({
    columnsLook: 'lit',
    rowsLook: 'lit',
  })
})

test('a lit label pushes its neighbours away', () => {
  const shown = (lit: number | null) => Array.from({ length: 7 }, (_, index) => labelShown(index, 3, 'slanted', lit))
  expect(shown(null)).toEqual([true, false, false, true, false, false, true])
  expect(shown(4)).toEqual([true, false, false, false, true, false, false])
  expect(labelShown(2, 1, 'lit', 2)).toBe(true)
  expect(labelShown(1, 1, 'lit', 2)).toBe(false)
})

test('a map never leaves its room, however many cells it has', () => {
  for (const count of [1, 2, 5, 12, 13, 40, 128, 300]) {
    const names = Array.from({ length: count }, (_, place) => labels[place % 11]!)
    const layout = layoutMap({ ...request, rows: count, columns: count, rowLabels: names, columnLabels: names })
    expect(layout.width, `${count} columns`).toBeLessThanOrEqual(234)
  }
})

test('a strip of many columns stretches its rows, and keeps within a bounded height', () => {
  const strip = { ...request, rows: 12, columns: 256, rowLabels: [], columnLabels: [], stretch: true }
  expect(layoutMap(strip).high).toBe(8)
  expect(layoutMap({ ...strip, height: 54 }).height).toBeLessThanOrEqual(54)
  expect(layoutMap({ ...strip, rows: 7, columns: 12, width: 114, height: 54 })).toMatchObject({ cell: 9.5, gap: 0 })
})

test('in a small node a heat map gives up its labels rather than its cells', () => {
  const small = { ...request, rows: 6, rowLabels: labels.slice(0, 6), width: 122, stretch: true, labelsYield: true }
  expect(layoutMap(small)).toMatchObject({ left: 0, top: 0, columnsLook: 'none', rowsLook: 'none' })
  expect(layoutMap(small).cell).toBeGreaterThan(11)
})
