import { expect, test } from 'vitest'
import { decodePanel, encodePanel } from './encode'
import type { HeatPanel, NumberPanel } from './panels'

test.each([0, 1, 2, 3, 4, 7, 100])('%i numbers survive, absent ones too', (length) => {
  const values = Float32Array.from({ length }, (_, place) => (place % 3 === 1 ? NaN : Math.fround((place - 3) / 7)))
  const panel: HeatPanel = {
    panel: 'heat',
    values,
    rows: { name: 'a', count: 1 },
    columns: { name: 'b', count: length },
    scale: { kind: 'diverging', low: -1, high: 1 },
  }
  const text = encodePanel(panel)
  expect(() => JSON.parse(text)).not.toThrow()
  expect(decodePanel(text)).toEqual(panel)
})

test('the bytes are base64 as everywhere', () => {
  const text = encodePanel({
    panel: 'heat',
    values: new Float32Array([1, -2]),
    rows: { name: '', count: 1 },
    columns: { name: '', count: 2 },
    scale: { kind: 'sequential', low: 0, high: 1 },
  })
  expect(text).toContain(Buffer.from(new Float32Array([1, -2]).buffer).toString('base64'))
})

test('numbers that JSON cannot write', () => {
  const panel: NumberPanel = { panel: 'number', value: -Infinity, label: 'log 0' }
  expect(decodePanel(encodePanel(panel))).toEqual(panel)
})

test('what is no panel is refused in a sentence', () => {
  expect(() => decodePanel('{"a": 1}')).toThrow('A panel should be an object with the key "panel"')
})
