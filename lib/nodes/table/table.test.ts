import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { NodeFailure } from '../../graph/states'
import golden from './table.golden.json'
import { table } from './table'

const files = {
  read: async (path: string): Promise<Uint8Array> => {
    if (path === 'there.csv') return new TextEncoder().encode('a,b\n1,2\n')
    if (path === 'odd.bin') return Uint8Array.of(0xff, 0xfe, 0xc0)
    throw new NodeFailure('no-file', `${path} is not there.`, { hint: 'Look at the name.' })
  },
}
const run = (params: object) => runNode(table, { inputs: {}, params, services: { files } })
const rowsOf = async (text: string) => (await run({ text })).table

describe('table', () => {
  it.each(golden.csv)('reads $text', async ({ text, cells }) => {
    const made = await rowsOf(text)
    const header = made.columns[0]!.name !== 'c0'
    if (header) expect(made.columns.map(({ name }) => name)).toEqual(cells[0])
    const words = made.rows.map((row) => row.map((cell, at) => said(cell, made.columns[at]!.type)))
    expect(words).toEqual(
      cells.slice(header ? 1 : 0).map((row) => row.map((cell, at) => said(asNumber(cell, made.columns[at]!.type), made.columns[at]!.type))),
    )
  })
  it('tells what a column holds', async () => {
    const made = await rowsOf('n,t,y,m\n1,007,yes,1\n2.5,x,no,\n')
    expect(made.columns.map(({ type }) => type)).toEqual(['number', 'text', 'yes/no', 'number'])
    expect(made.rows).toEqual([
      [1, '007', 1, 1],
      [2.5, 'x', 0, null],
    ])
  })
  it.each([
    [
      '[{"a": 1, "b": "x"}, {"a": 2}]',
      ['a', 'b'],
      [
        [1, 'x'],
        [2, null],
      ],
    ],
    ['{"columns": ["a", "b"], "rows": [[1, true]]}', ['a', 'b'], [[1, 1]]],
    [
      '{"a": [1, 2], "b": ["x", "y"]}',
      ['a', 'b'],
      [
        [1, 'x'],
        [2, 'y'],
      ],
    ],
    [
      '[[1, 2], [3, 4]]',
      ['c0', 'c1'],
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['[1, "x"]', ['value'], [[1], ['x']]],
    ['{"a": {"deep": [1]}}', ['a'], [[{ deep: [1] }]]],
    ['{"a": 1}\n{"a": 2}\n', ['a'], [[1], [2]]],
  ])('reads %s', async (text, names, rows) => {
    const made = await rowsOf(text)
    expect(made.columns.map(({ name }) => name)).toEqual(names)
    expect(made.rows).toEqual(rows)
  })
  it.each(golden.chats)('recognises $form', async ({ text, messages }) => {
    const made = await rowsOf(text)
    const at = made.columns.findIndex(({ name }) => name === 'messages')
    expect(made.rows.map((row) => row[at])).toEqual(messages)
    const plain = (await run({ text, chats: false })).table
    expect(plain.columns.length + (plain.columns.some(({ name }) => name === 'instruction') ? 1 : 0)).toBe(made.columns.length)
  })
  it.each(['snappy', 'none'] as const)('reads Parquet packed with %s', async (codec) => {
    const { table: made } = await run({ files: [{ name: 'a.parquet', base64: golden.parquet[codec] }] })
    expect(made.rows).toEqual(golden.parquet.rows)
    expect(made.columns.map(({ type }) => type)).toEqual(['text', 'json', 'number', 'yes/no', 'json'])
  })
  it('gives numbers as a tensor', async () => {
    const { tensor } = await run({ text: '1,2\n3,4\n5,6\n' })
    expect(tensor).toMatchObject({ shape: [3, 2], dims: ['N', 'C'] })
    expect([...tensor!.data]).toEqual([1, 2, 3, 4, 5, 6])
    expect((await run({ text: 'a,b\n1,\n' })).tensor).toBeUndefined()
  })
  it.each([
    [{ text: 'a,b\n1\n2,3,4\n' }, 'line 2 has 1 cell where 2 are named', 2],
    [{ text: 'a,b\n"1,2\n' }, 'line 2: a quoted cell is never closed', 1],
    [{ text: 'a,a\n1,2\n' }, 'two columns called a', 1],
    [{ text: '{"a": 1}\n{oops\n{"a": 2}\n' }, 'line 2 is no JSON', 2],
    [{ text: '[{"a": 1}, 2]' }, 'mixes records and values', 2],
    [{ text: '{"__proto__": 1, "a": 2}' }, 'which is refused', 0],
    [{ text: `${'['.repeat(70)}${']'.repeat(70)}` }, 'nested 70 deep', 0],
    [{ text: 'a\n1\n', files: ['gone.csv'] }, 'gone.csv is not there. Look at the name.', 1],
    [{ text: 'a\n1\n', files: ['odd.bin'] }, 'neither text in UTF-8 nor Parquet', 1],
    [{ files: ['there.csv', { name: 'b.parquet', base64: golden.parquet.gzip }] }, 'packed with GZIP', 1],
    [{ text: 'a\n1\n', files: [{ name: 'b.parquet', base64: 'UEFSMQ==' }] }, 'no whole Parquet file', 1],
    [
      { text: '{"messages": [{"role": "user", "content": "x"}]}\n{"messages": [{"content": "y"}]}' },
      'row 2 is no conversation: turn 1 has no role',
      2,
    ],
  ])('%j: “%s”, and the rest goes on', async (params, sentence, rows) => {
    const { table: made, problems } = await run(params)
    expect(problems).toContain(sentence)
    expect(made.rows.length).toBe(rows)
  })
  it('puts files under one another', async () => {
    const { table: made } = await run({ text: 'b,c\n5,x\n', files: ['there.csv'] })
    expect(made.columns.map(({ name }) => name)).toEqual(['b', 'c', 'a'])
    expect(made.rows).toEqual([
      [5, 'x', null],
      [2, null, 1],
    ])
  })
  it('is empty without rows', async () => {
    await expect(run({})).rejects.toMatchObject({ code: 'empty' })
  })
})

const asNumber = (cell: string, type: string): string | number | null => {
  if (type === 'text') return cell
  return cell === '' ? null : type === 'number' ? Number(cell) : Number(['yes', 'true'].includes(cell))
}
const said = (cell: unknown, type: string): string => `${type} ${String(cell)}`
