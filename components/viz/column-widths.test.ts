import { expect, it } from 'vitest'
import { columnsThatFit, columnWidths } from './column-widths'

const words = (letters: number) => ({ letters, isNumber: false })
const number = (letters: number) => ({ letters, isNumber: true })
const wish = (letters: number) => letters * 7 + 12

it('leaves a table alone that has room', () => {
  expect(columnWidths([number(5), words(10)], 300)).toBeNull()
})
it('numbers and short words keep their width, long words share what is left', () => {
  const widths = columnWidths([number(5), words(40), words(4), words(30)], 260)!
  expect(widths[0]).toBe(wish(5))
  expect(widths[2]).toBe(wish(4))
  expect(widths[1]).toBe(widths[3])
  expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(260)
})
it('words are never cut to nothing', () => {
  expect(Math.min(...columnWidths([number(30), words(40), words(4)], 200)!)).toBeGreaterThanOrEqual(36)
})
it('numbers stand closer before any of them is cut', () => {
  const widths = columnWidths([number(8), words(5), number(9), number(9)], 226)!
  expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(226)
  expect(widths[2]).toBeGreaterThanOrEqual(9 * 6)
})
it('columns for which there is no room are left out at the end', () => {
  expect(columnsThatFit([number(8), words(5), number(9), number(9), words(8)], 226)).toBe(4)
  expect(columnsThatFit([number(8), words(5)], 226)).toBe(2)
  expect(columnsThatFit([words(90)], 20)).toBe(1)
})
