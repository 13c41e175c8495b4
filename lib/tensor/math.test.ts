/* Elementary functions against mpmath (tests/oracles/math/reference.json), in units of the last place, and their special cases. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as math from './math'

type Row = [number, number] | [number, number, number]
const reference = JSON.parse(readFileSync('tests/oracles/math/reference.json', 'utf8')) as Record<string, Row[]>
const bound: Record<string, number> = { exp: 1, expm1: 1.5, log: 1, log2: 0.5, log10: 0.5, sin: 1, cos: 1, tanh: 2.5, erf: 4, pow: 1 }

function unitInLastPlace(x: number): number {
  const word = new Float64Array([Math.abs(x)])
  const bits = new BigUint64Array(word.buffer)
  bits[0] = bits[0]! + 1n
  return word[0]! - Math.abs(x)
}

describe.each(Object.entries(bound))('%s', (name, limit) => {
  test(`is within ${limit} units of the last place`, () => {
    const call = Object.entries(math).find(([key]) => key === name)![1] as (...x: number[]) => number
    let worst = 0
    let where = ''
    for (const row of reference[name]!) {
      const expected = row.at(-1)!
      const units = Math.abs(call(...row.slice(0, -1)) - expected) / unitInLastPlace(expected)
      if (!(units <= worst)) [worst, where] = [units, row.join(' ')]
    }
    expect(worst, where).toBeLessThanOrEqual(limit)
  })
})

test('special values', () => {
  expect([math.exp(0), math.exp(-Infinity), math.exp(Infinity), math.exp(NaN)]).toEqual([1, 0, Infinity, NaN])
  expect([math.log(1), math.log(0), math.log(-1), math.log(Infinity)]).toEqual([0, -Infinity, NaN, Infinity])
  expect([math.log2(8), math.log2(2 ** -1074), math.log2(2 ** 1023), math.log10(1000), math.log10(1e22)]).toEqual([3, -1074, 1023, 3, 22])
  expect([math.sin(0), math.sin(-0), math.cos(0), math.sin(Infinity), math.cos(NaN)]).toEqual([0, -0, 1, NaN, NaN])
  expect([math.tanh(0), math.tanh(-0), math.tanh(40), math.tanh(-Infinity)]).toEqual([0, -0, 1, -1])
})

test('pow keeps the special cases of **', () => {
  const values = [0, -0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1.5, Infinity, -Infinity, NaN, 1e300, -1e300, 1e-300]
  for (const x of values)
    for (const y of values) {
      const got = math.pow(x, y)
      const expected = x ** y
      if (!Number.isFinite(expected) || expected === 0) expect(got, `${x}^${y}`).toBe(expected)
      else expect(Math.abs(got / expected - 1), `${x}^${y}`).toBeLessThan(1e-15)
    }
})

test('random arguments agree with the host to a few units', () => {
  let state = 1
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647
  const near = (a: number, b: number, units: number) => Math.abs(a - b) <= units * unitInLastPlace(b)
  const wrong: string[] = []
  for (let i = 0; i < 20000; i++) {
    const x = (random() - 0.5) * 40
    const angle = (random() - 0.5) * 4e6
    const positive = random() * 1000
    const rows: [string, number, number, number][] = [
      ['exp', math.exp(x * 18), Math.exp(x * 18), 2],
      ['log', math.log(positive), Math.log(positive), 2],
      ['sin', math.sin(angle), Math.sin(angle), 2],
      ['cos', math.cos(angle), Math.cos(angle), 2],
      ['tanh', math.tanh(x / 5), Math.tanh(x / 5), 4],
      ['pow', math.pow(positive, x), positive ** x, 2],
      ['expm1', math.expm1(x / 9), Math.expm1(x / 9), 3],
    ]
    for (const [name, got, expected, units] of rows) if (!near(got, expected, units)) wrong.push(`${name} ${got} ${expected}`)
  }
  expect(wrong).toEqual([])
})
