import { expect, it } from 'vitest'
import { columnWidths } from './column-widths'

const words = (letters: number) => ({ letters, isNumber: false })
const number = (letters: number) => ({ letters, isNumber: true })

it('leaves a table alone that has room', () => {
  expect(columnWidths([number(5), words(10)], 300)).toBeNull()
})
it('numbers keep their width, words share what is left by what they want', () => {
  const widths = columnWidths([number(5), words(40), words(20)], 220)!
  expect(widths[0]).toBeCloseTo(5 * 7 + 12)
  expect(widths[1]! + widths[2]!).toBeCloseTo(220 - widths[0]!)
  expect(widths[1]! / widths[2]!).toBeCloseTo((40 * 7 + 12) / (20 * 7 + 12))
})
it('words are never cut to nothing', () => {
  expect(Math.min(...columnWidths([number(30), words(40), words(4)], 200)!)).toBeGreaterThanOrEqual(36)
})
