import { expect, test } from 'vitest'
import { cellsOf, textOf, withCell, withColumn, withoutColumn, withoutRow, withRow } from './cells'

const TEXT = 'who,says\nfox,"a, ""b"""\nhen,"two\nlines"'

test('cells are read, and written back as they were', () => {
  const cells = cellsOf(TEXT)!
  expect(cells).toEqual({ names: ['who', 'says'], rows: [['fox', 'a, "b"'], ['hen', 'two\nlines']] }) // prettier-ignore
  expect(textOf(cells)).toBe(TEXT)
  expect(cellsOf('a,b\r\n1,\r\n')).toEqual({ names: ['a', 'b'], rows: [['1', '']] })
})
test('what is no plain CSV stays text', () => {
  for (const text of ['[{"a": 1}]', 'a\tb\n1\t2', 'a,b\n1', 'a\n"open', '1,2\n3,4', 'a,\n1,2', 'a\n"x"y', `a\n${'1\n'.repeat(2001)}`])
    expect(cellsOf(text)).toBeNull()
})
test('an empty table begins with a row', () => {
  expect(cellsOf('')).toEqual({ names: ['a', 'b'], rows: [['', '']] })
})
test('rows and columns come and go', () => {
  const cells = cellsOf('a,b\n1,2')!
  expect(textOf(withCell(cells, 0, 1, '3,5'))).toBe('a,b\n1,"3,5"')
  expect(textOf(withRow(cells))).toBe('a,b\n1,2\n,')
  expect(textOf(withColumn(cells))).toBe('a,b,column 3\n1,2,')
  expect(textOf(withoutColumn(cells, 0))).toBe('b\n2')
  expect(textOf(withoutRow(cells, 0))).toBe('a,b')
})
