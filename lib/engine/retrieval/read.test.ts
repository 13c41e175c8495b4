import { describe, expect, it } from 'vitest'
import { csvRows } from './csv'
import { packTexts } from './pack'
import { readFile } from './read'
import { finish } from './steps'

const read = (name: string, text: string, fields: { text?: string; id?: string } = {}) =>
  finish(readFile({ name, text }, { text: 'text', id: '', ...fields }))
const texts = (...given: Parameters<typeof read>): string[] => read(...given).documents.map(({ text }) => text)

describe('files', () => {
  it('are whole where they are text', () => {
    expect(read('pets.md', '\ufeff# Pets\nTom')).toEqual({
      documents: [{ text: '# Pets\nTom', metadata: { file: 'pets.md' } }],
      problems: [],
    })
    expect(texts('no-ending', 'a')).toEqual(['a'])
  })
  it('are a document for each record', () => {
    expect(texts('a.json', '[{"text": "one"}, "two"]')).toEqual(['one', 'two'])
    expect(read('a.jsonl', '{"text": "one", "page": 3}\n\n{"body": 1}\n{oops\n"two"\n7\n').documents).toEqual([
      { text: 'one', metadata: { page: 3, file: 'a.jsonl', line: 1 } },
      { text: 'two', metadata: { file: 'a.jsonl', line: 5 } },
    ])
    expect(read('a.jsonl', '{"text": "one", "page": 3}\n\n{"body": 1}\n{oops\n"two"\n7\n').problems).toEqual([
      'a.jsonl, line 3 has no text in “text”; it has body. It was left out.',
      'a.jsonl, line 4 is no JSON (position 1); it was left out.',
      'a.jsonl, line 6 is a number, not a record; it was left out.',
    ])
    expect(read('a.json', '{"body": "one", "key": 9}', { text: 'body', id: 'key' }).documents).toEqual([
      { text: 'one', metadata: { key: 9, file: 'a.json' }, id: '9' },
    ])
  })
  it('are tables, ragged or not', () => {
    expect(read('a.csv', 'who,text\r\nTom,"a ""pet"", red\nfox"\r\nMia\r\nSam,honey,more\r\n')).toEqual({
      documents: [
        { text: 'a "pet", red\nfox', metadata: { who: 'Tom', file: 'a.csv', line: 2 } },
        { text: 'honey', metadata: { who: 'Sam', 'column 3': 'more', file: 'a.csv', line: 5 } },
      ],
      problems: [
        'a.csv, line 4 has 1 cell where the header has 2; it was left out, since its text is missing.',
        'a.csv, line 5 has 3 cells where the header has 2; what is there was kept.',
      ],
    })
    expect(read('a.csv', 'who,what\nTom,fox').problems).toEqual(['a.csv has no column “text”; its columns: who, what.'])
    expect(read('a.csv', 'text\n"open\nto the end').problems).toEqual([
      'a.csv, line 2: a quoted cell is never closed; it ends with the file.',
    ])
    expect(finish(csvRows('a,b,\n"x, y",,z')).rows.map(({ cells }) => cells)).toEqual([
      ['a', 'b', ''],
      ['x, y', '', 'z'],
    ])
    expect(finish(csvRows('"a, b"\t"c"\n', '\t')).rows[0]!.cells).toEqual(['a, b', 'c'])
  })
})

describe('what cannot be read', () => {
  const deep = `${'['.repeat(10_000)}1${']'.repeat(10_000)}`
  it.each([
    ['an empty text', 'a.txt', ' \n', 'a.txt is empty.'],
    ['binary bytes', 'a.txt', 'PK\u0003\u0000', 'a.txt holds binary bytes, not text: the first zero byte stands at character 3.'],
    [
      'bytes that were no text',
      'a.txt',
      '\ufffd'.repeat(40),
      'a.txt holds binary bytes, not text: 40 of its first 40 characters are none.',
    ],
    ['JSON nested ten thousand deep', 'a.json', deep, 'a.json is nested 10000 deep, at most 64 are read; it was left out.'],
    ['a forbidden key', 'a.json', '{"__proto__": {"text": "x"}}', 'a.json has a field named __proto__, which is refused; it was left out.'],
    ['no document', 'a.json', '[]', 'a.json holds no document.'],
    ['half a file', 'a.json', '{"text": "a', 'a.json is no JSON (position 11); it was left out.'],
  ])('%s gets a sentence', (_, name, text, problem) => {
    expect(read(name, text)).toEqual({ documents: [], problems: [problem] })
  })
  it('and the lines around a broken one stay', () => {
    const { documents, problems } = read('a.jsonl', `"one"\n${deep}\n"two"`)
    expect(documents.map(({ text }) => text)).toEqual(['one', 'two'])
    expect(problems).toEqual(['a.jsonl, line 2 is nested 10000 deep, at most 64 are read; it was left out.'])
  })
  it('many problems are counted, not listed', () => {
    expect(read('a.jsonl', '7\n'.repeat(1000)).problems).toHaveLength(9)
    expect(read('a.jsonl', '7\n'.repeat(1000)).problems.at(-1)).toBe('a.jsonl: 992 more of this kind.')
  })
  it('one huge line is read', () => {
    expect(texts('a.txt', 'x'.repeat(10_000_000))[0]).toHaveLength(10_000_000)
    expect(texts('a.csv', `text\n${'x'.repeat(10_000_000)}`)[0]).toHaveLength(10_000_000)
    expect(texts('a.jsonl', JSON.stringify('x'.repeat(10_000_000)))[0]).toHaveLength(10_000_000)
  })
})

describe('packing', () => {
  const words = (text: string): number => (text === '' ? 0 : text.split(/\s+/).length)
  const pack = (texts: readonly string[], budget: number, arrange = (places: readonly number[]) => places) =>
    packTexts(texts, budget, words, arrange, async () => {})
  it('takes the best that fit and tells what fell out', async () => {
    expect(await pack(['one two ', 'three four five', 'six'], 3)).toEqual({
      text: 'one two\nsix',
      taken: [0, 2],
      tokens: 3,
      costs: [
        { place: 0, taken: true, tokens: 2, total: 2 },
        { place: 1, taken: false, tokens: 3, total: 5 },
        { place: 2, taken: true, tokens: 1, total: 3 },
      ],
    })
  })
  it('puts them in another order', async () => {
    expect((await pack(['one', 'two'], 9, (places) => [...places].reverse())).text).toBe('two\none')
    expect((await pack(['one'], 0)).text).toBe('')
  })
})
