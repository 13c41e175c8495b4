import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import golden from './extract.golden.json'
import { extract } from './extract'

const find = (text: string, params: object) => runNode(extract, { inputs: { text }, params })
const lost = { found: { value: 0, unit: 'yes/no' } }

describe('extract', () => {
  it.each(golden.patterns)('$pattern in “$text”', async ({ pattern, text, found }) => {
    const out = await find(text, { by: 'pattern', pattern })
    if (!found) return expect(out).toEqual(lost)
    expect(out).toMatchObject({ value: found.value, json: { at: found.at, groups: found.groups }, found: { value: 1 } })
  })
  it.each(golden.numbers)('the last number of “$text” is $number', async ({ text, number }) => {
    const out = await find(text, { by: 'last number' })
    if (number === null) expect(out).toEqual(lost)
    else expect(out).toMatchObject({ value: String(number), json: number, number: { value: number } })
  })
  it.each(golden.json)('$path of “$text”', async ({ text, path, value }) => {
    const out = await find(text, { by: 'json', path })
    if (value === 'nothing') return expect(out).toEqual(lost)
    expect(out.json).toEqual(value)
    expect(out.value).toBe(typeof value === 'string' ? value : JSON.stringify(value))
    expect(out.number).toEqual(typeof value === 'number' ? { value } : undefined)
  })
  it('a find that is a number and nothing else is one', async () => {
    expect((await find('age 12.', { pattern: '\\d+' })).number).toEqual({ value: 12 })
    expect((await find('age 12.', { pattern: 'age.*' })).number).toBeUndefined()
  })
  it('names its groups', async () => {
    expect((await find('Tom 7', { pattern: '(?<who>\\w+) (?<age>\\d)(?<more>x)?' })).json).toMatchObject({
      named: { who: 'Tom', age: '7', more: null },
    })
  })
  it('lights the find in its text', async () => {
    const text = 'A: Tom has a pet fox [2].'
    const view = async (params: object) => {
      const all = extract.params.parse(params)
      return extract.view!({ in: { text }, out: await find(text, params), params: all, node: 'source' })[0]
    }
    expect(await view({ pattern: '\\[(\\d)\\]' })).toMatchObject({
      parts: [{ text: 'A: Tom has a pet fox [' }, { text: '2', tone: 'slot' }, { text: '].' }],
    })
    expect(await view({ by: 'json' })).toMatchObject({ parts: [{}, { text: '[2]' }, { text: '.' }] })
    expect(await view({ pattern: 'bear' })).toMatchObject({ parts: [{ text, tone: 'quiet' }] })
  })
  it.each([
    ['The answer is Positive.', ['positive', 'negative'], 'positive', [14, 22]],
    ['I am not sure.', ['sure', 'not sure'], 'not sure', [5, 13]],
    ['yes, or no', ['yes', 'no'], null, null],
    ['notably', ['not', 'no'], null, null],
    ['It is C++ (I think)', ['C++', 'C#'], 'C++', [6, 9]],
    ['no. No, no', ['yes', 'no'], 'no', [0, 2]],
    ['', ['yes'], null, null],
  ])('one of: “%s”', async (text, choices, value, at) => {
    const out = await find(text, { by: 'one of', choices })
    if (value === null) expect(out).toEqual(lost)
    else expect(out).toMatchObject({ value, json: { at }, found: { value: 1 } })
  })
  it('one of nothing is refused', () => expect(find('a', { by: 'one of', choices: [' '] })).rejects.toMatchObject({ code: 'empty' }))
  it.each([
    ['Here:\n```sql\nSELECT name\nFROM pets;\n```\nDone.', 'SELECT name\nFROM pets;'],
    ['```python\nprint(1)\n```\n```SQL\nselect 1\n```', 'select 1'],
    ['```\nwith a as (select 1) select * from a\n```', 'with a as (select 1) select * from a'],
    ['```sql\nselect 1', 'select 1'],
    ['SELECT a FROM b;\nThat is all.', 'SELECT a FROM b;'],
    ['Select any pet you like', null],
    ['I would select a pet.', null],
    ['```\nno statement\n```', null],
    ['```sql\n```', null],
  ])('sql in %j', async (text, value) => {
    const out = await find(text, { by: 'sql' })
    if (value === null) return expect(out).toEqual(lost)
    const [start, end] = (out.json as { at: [number, number] }).at
    expect([out.value, text.slice(start, end)]).toEqual([value, value])
  })
  it('needs a pattern, and says what is wrong with one', async () => {
    await expect(find('a', {})).rejects.toMatchObject({ code: 'empty' })
    await expect(find('a', { pattern: '(' })).rejects.toThrow('The pattern "(" cannot be read: a bracket ( is not closed.')
    await expect(find('a', { by: 'json', path: 'a[b]' })).rejects.toThrow('cannot be read from "[b]" on')
  })
  it.each([
    ['a text without end', 'a'.repeat(10_000_000), { pattern: '(a+)+b{9}(c|d|e)*x' }, 'too many for a pattern of'],
    ['JSON nested 10,000 deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, { by: 'json', path: '' }, null],
    ['a million brackets', '{'.repeat(1_000_000), { by: 'json' }, null],
    ['a million strings that do not end', '["'.repeat(500_000), { by: 'json' }, null],
    ['a million minus signs', '-'.repeat(1_000_000), { by: 'last number' }, null],
    ['a million choices', 'yes '.repeat(1_000_000), { by: 'one of', choices: ['no'] }, null],
    ['a million fences', '```\n'.repeat(1_000_000), { by: 'sql' }, null],
    ['a million spaces', ' '.repeat(1_000_000), { by: 'sql' }, null],
    ['a number of a million digits', '9'.repeat(1_000_000), { by: 'last number' }, null],
  ])('%s ends', async (_, text, params, sentence) => {
    if (sentence) await expect(find(text, params)).rejects.toThrow(sentence)
    // The innermost hundred lists of many are JSON of their own.
    else expect((await find(text, params)).found.value).toBe(text.includes(']') ? 1 : 0)
  })
})
