import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { chipsOf, contrast, fromHex, inkOn, mix, SCALES, toHex, type Theme } from './scales'

const THEMES: readonly Theme[] = ['light', 'dark']

test.each(THEMES)('numbers in cells never fall under 4.5 to 1 (%s)', (theme) => {
  for (const kind of ['sequential', 'diverging'] as const)
    for (let step = 0; step <= 1000; step++) {
      const ground = mix(SCALES[theme][kind], step / 1000)
      expect(contrast(ground, fromHex(inkOn(ground)))).toBeGreaterThanOrEqual(4.5)
    }
})

test.each(THEMES)('lightness runs one way along the sequential scale (%s)', (theme) => {
  const white = fromHex('#FFFFFF')
  const steps = SCALES[theme].sequential.map((stop) => contrast(white, fromHex(stop)))
  const sorted = steps.toSorted((a, b) => (theme === 'light' ? a - b : b - a))
  expect(steps).toEqual(sorted)
})

test('the arrays are the tokens of the page', () => {
  const css = readFileSync('app/tokens.css', 'utf8')
  const names = ['m5', 'm4', 'm3', 'm2', 'm1', '0', '1', '2', '3', '4', '5']
  for (const theme of THEMES) {
    SCALES[theme].sequential.forEach((stop, place) => expect(css).toContain(`--seq-${place}: ${stop};`))
    SCALES[theme].diverging.forEach((stop, place) => expect(css).toContain(`--div-${names[place]}: ${stop};`))
    SCALES[theme].chips.forEach((stop, place) => expect(css).toContain(`--chip-${place + 1}: ${stop};`))
  }
})

test('stops are met exactly, ends are clamped, neighbours are mixed', () => {
  const stops = ['#000000', '#FFFFFF', '#FF0000']
  expect([-1, 0, 0.25, 0.5, 1, 9].map((place) => toHex(mix(stops, place)))).toEqual([
    '#000000',
    '#000000',
    '#808080',
    '#FFFFFF',
    '#FF0000',
    '#FF0000',
  ])
})

test('equal ids have equal tints, in order of first appearance', () => {
  expect(chipsOf([7, 3, 7, 9])).toEqual([1, 2, 1, 3])
})
