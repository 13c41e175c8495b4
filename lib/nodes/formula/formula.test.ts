import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { numberOf } from '../../values'
import { namesIn } from '../expression'
import golden from './formula.golden.json'
import { formula } from './formula'

const run = (expression: string, names: Readonly<Record<string, number | undefined>> = {}) =>
  runNode(formula, {
    inputs: Object.fromEntries(Object.entries(names).flatMap(([name, value]) => (value === undefined ? [] : [[name, numberOf(value)]]))),
    params: { expression },
  })

describe('formula', () => {
  it.each(golden.cases)('$expression is $value', async ({ expression, names, value, truth }) => {
    const { number } = await run(expression, names)
    expect(number.value).toBeCloseTo(value, 12)
    expect(number.unit).toBe(truth ? 'yes/no' : undefined)
  })
  it('has a port for each name, in the order of first use, and none for functions and constants', () => {
    const ports = (expression: string) => Object.keys(formula.ports!({ expression, unit: '' }, { entries: {} }).inputs!)
    expect(ports('b + exp(a) * pi + b')).toEqual(['b', 'a'])
    expect(ports('b + sine(a) $')).toEqual(['b', 'a'])
    expect(ports('number + unit')).toEqual([])
  })
  it.each([
    ['', 1, 'nothing stands there'],
    ['a +', 4, 'a value is missing'],
    ['a b', 3, 'not expected'],
    ['(a', 1, 'never closed'],
    ['a)', 2, 'not expected'],
    ['a $ b', 3, 'no meaning'],
    ['sine(a)', 1, 'no function sine'],
    ['min()', 1, 'takes at least 1 value'],
    ['if(a, b)', 1, 'takes 3 values'],
    ['a < b < c', 7, 'in a row'],
    ['exp + 1', 1, 'needs its values'],
    ['"x', 1, 'never closed'],
    ['"x" + 1', 5, 'takes numbers'],
    [`${'('.repeat(65)}a${')'.repeat(65)}`, 65, 'nested more than 64 deep'],
    [`${'-'.repeat(400)}1`, 65, 'nested more than 64 deep'],
    [`a${' + a'.repeat(600)}`, 2001, 'at most 2000'],
  ])('%s cannot be read at column %i', async (expression, column, why) => {
    const failure = await run(expression, Object.fromEntries(namesIn(expression).map((name) => [name, 1]))).catch((error: Error) => error)
    expect(failure).toMatchObject({ code: 'bad-expression' })
    expect((failure as Error).message).toContain(`column ${column}`)
    expect((failure as Error).message).toContain(why)
  })
  it('a long walk is no descent', async () => {
    expect((await run(`1${' + 1'.repeat(450)}`)).number.value).toBe(451)
  })
  it.each([
    ['1 / 0', {}],
    ['log(-1)', {}],
    ['a / b', { a: 2, b: 0 }],
  ])('%s has no finite value', async (expression, names) => {
    await expect(run(expression, names)).rejects.toThrow('has no finite value')
  })
  it('shows itself filled in', async () => {
    const inputs = { straight: numberOf(0.05), steps: numberOf(0.96) }
    const params = formula.params.parse({ expression: 'round(steps / straight, 1)' })
    const out = await runNode(formula, { inputs, params })
    const [panel] = formula.view!({ in: inputs, out, params, node: 'times' })
    expect((panel as unknown as { parts: { text: string }[] }).parts.map(({ text }) => text).join('')).toBe(
      'round(0.960 / 0.0500, 1) = 19.2',
    )
  })
})
