/* Pictures of every panel over real numbers, as SVG and as terminal text: what changes on the page changes here first. */
import { expect, test } from 'vitest'
import { decodePanel, encodePanel } from '../../../lib/viz/encode'
import { describe, extent } from '../../../lib/viz/mark'
import { panelToSvg } from '../../../lib/viz/svg'
import { panelToText } from '../../../lib/viz/terminal'
import { array } from './reference'
import { samples } from './samples'

const names = Object.keys(samples)

test.each(names)('%s as SVG', async (name) => {
  const svg = panelToSvg(samples[name]!, { margin: 10 })
  expect(svg).toBe(panelToSvg(samples[name]!, { margin: 10 }))
  await expect(svg).toMatchFileSnapshot(`./pictures/${name}.svg`)
})

test('alone on the screen maps show their numbers', async () => {
  await expect(panelToSvg(samples.attention!, { size: 'full', margin: 16 })).toMatchFileSnapshot('./pictures/attention-full.svg')
  await expect(panelToSvg(samples.heat!, { size: 'full', margin: 16 })).toMatchFileSnapshot('./pictures/heat-full.svg')
})

test.each(names)('%s as text', async (name) => {
  await expect(panelToText(samples[name]!)).toMatchFileSnapshot(`./pictures/${name}.txt`)
})

test.each(names)('every mark of %s can be named', (name) => {
  const panel = samples[name]!
  const [rows, columns] = extent(panel)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const mark = describe(panel, [row, column])
      expect(mark.sentence, `${row}, ${column}`).not.toBe('')
      if (panel.source && mark.value !== undefined && panel.panel !== 'histogram')
        expect(mark.index, `${row}, ${column}`).toMatch(name === 'mean' ? /^\[:, \d+, \d+\]$/ : /^\[[\d, ]*\]$/)
    }
})

test.each(names)('%s survives the cover file', (name) => {
  expect(decodePanel(encodePanel(samples[name]!))).toEqual(samples[name])
})

test('a mark’s index finds its number in the tensor', () => {
  const { data, shape } = array('0.blocks.0.attn.hook_pattern')
  const mark = describe(samples.attention!, [11, 10])
  const [head, query, key] = mark.index!.slice(1, -1).split(', ').map(Number) as [number, number, number]
  expect(Math.fround(Number(mark.full))).toBe(data[(head * shape[1]! + query) * shape[2]! + key])
  const resid = array('0.blocks.4.hook_resid_pre')
  const cell = describe(samples.heat!, [3, 7])
  const [row, column] = cell.index!.slice(1, -1).split(', ').map(Number) as [number, number]
  expect(Math.fround(Number(cell.full!.replace('−', '-')))).toBe(resid.data[row * resid.shape[1]! + column])
})
