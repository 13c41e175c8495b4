import { describe, expect, test } from 'vitest'
import { cell, count, large, number, percent, short, significant, whole, withUnit } from './numbers'

const NARROW = '\u202f'

describe('numbers as the house writes them', () => {
  test.each([
    [0.504, '50.4'],
    [0.0621, '6.21'],
    [0.00091, '0.091'],
    [0.0083, '0.83'],
    [0.131, '13.1'],
    [0.09996, '10.0'],
    [1, '100'],
    [0, '0'],
    [0.000034, '0.0034'],
    [-0.427, '−42.7'],
  ])('the share %s is %s %%', (share, text) => {
    expect(percent(share)).toBe(`${text}${NARROW}%`)
  })

  test('a share too small to write says so', () => {
    expect(percent(0.000001)).toBe(`<${NARROW}0.001${NARROW}%`)
  })

  test.each([
    [4096, '4,096'],
    [2.918, '2.92'],
    [31.19, '31.2'],
    [-5.207, '−5.21'],
    [0.01234, '0.0123'],
    [1234.5, '1,235'],
    [0, '0'],
    [-0.00000123, '−1.23e−6'],
    [123456789.5, '1.23e8'],
    [NaN, 'not a number'],
    [-Infinity, '−infinity'],
  ])('%s is %s in three digits', (value, text) => {
    expect(number(value)).toBe(text)
  })

  test('cells hold four digits, shares lose their zero', () => {
    expect([125.46, 13.44, -7.991, 0.063, 1234.5, -100.04].map((value) => cell(value))).toEqual([
      '125.5',
      '13.44',
      '−7.991',
      '0.063',
      '1235',
      '−100.0',
    ])
    expect([0.97, 1, 0.04, 0.996].map((value) => cell(value, true))).toEqual(['.97', '1.00', '.04', '1.00'])
  })

  test('a card shows four decimals large, and every digit of a float32 in full', () => {
    expect(large(Math.fround(0.97051))).toBe('0.9705')
    expect(large(80.089371)).toBe('80.0894')
    expect(significant(Math.fround(0.1))).toBe('0.1')
    const odd = Math.fround(80.089371)
    expect(Math.fround(Number(significant(odd)))).toBe(odd)
  })

  test('units, truth values and sizes', () => {
    expect(withUnit(1, 'yes/no')).toBe('yes')
    expect(withUnit(0.5, '%')).toBe(`50.0${NARROW}%`)
    expect(withUnit(2.918, 'bits')).toBe('2.92 bits')
    expect(count(5_770_000)).toBe('5.77 M')
    expect(whole(1234567)).toBe('1,234,567')
    expect(short(-1.084)).toBe('−1.08')
  })
})
