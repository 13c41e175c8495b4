import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { Documents, TablePort, tableOf, Text } from '../../values'
import { primer } from '../../../tests/model-service'
import golden from './split.golden.json'
import { split } from './split'

const text = (value: string) => ({ type: Text, value })
const cut = async (
  value: string,
  params: (typeof split.params)['_input'] = {},
  tokenizer?: Awaited<ReturnType<typeof primer>>['tokenizer'],
) => (await runNode(split, { inputs: { from: text(value), ...(tokenizer ? { tokenizer } : {}) }, params })).documents

describe('split', async () => {
  const { tokenizer } = await primer()
  it('cuts at sentences, with the range of each', async () => {
    const documents = await cut(golden.text)
    expect(documents.items.map((item) => item.text)).toEqual(golden.sentences)
    expect(documents.items.map((item) => item.range)).toEqual(golden.ranges)
    expect((await cut(golden.text, { size: 2, overlap: 1 })).items.map((item) => item.text)).toEqual(golden.pairs)
  })
  it.each(['whole', 'header', 'recursive', 'sentence', 'tokens'] as const)('by %s, ranges rebuild the source', async (by) => {
    const source = `# Pets\n${golden.text}\n\n## More\n${golden.text.repeat(12)}`
    const { items } = await cut(source, { by }, tokenizer)
    expect(items.map((item) => item.text).join('')).toBe(source)
    for (const { range, text: chunk } of items) expect(source.slice(...range)).toBe(chunk)
  })
  it('counts tokens with the tokenizer wired', async () => {
    const { items } = await cut(golden.text, { by: 'tokens', size: 4 }, tokenizer)
    for (const { text: chunk } of items.slice(0, -1))
      expect(tokenizer.engine.encode(chunk, { addSpecialTokens: false }).ids).toHaveLength(4)
    await expect(cut(golden.text, { by: 'tokens' })).rejects.toMatchObject({ code: 'empty', options: { port: 'tokenizer' } })
  })
  it('cuts documents again, still ranges of the first source; and the rows of a table', async () => {
    const halves = await cut(golden.text, { size: 2 })
    const { documents } = await runNode(split, { inputs: { from: { type: Documents, value: halves } }, params: {} })
    expect(documents.items.map((item) => [item.id, item.range])).toEqual([
      ['0:0', golden.ranges[0]],
      ['0:1', golden.ranges[1]],
      ['1:0', golden.ranges[2]],
    ])
    const table = tableOf(
      [
        ['who', 'text'],
        ['text', 'text'],
      ],
      [
        ['Tom', 'A fox. Red.'],
        ['Mia', 'A castle.'],
      ],
    )
    const rows = await runNode(split, { inputs: { from: { type: TablePort, value: table } }, params: {} })
    expect(rows.documents.items.map((item) => [item.text, item.metadata.who])).toEqual([
      ['A fox. ', 'Tom'],
      ['Red.', 'Tom'],
      ['A castle.', 'Mia'],
    ])
  })
  it('keeps what a chunk stands under', async () => {
    expect((await cut('# Pets\nfox\n## Red\nTom', { by: 'header' })).items[1]!.metadata).toEqual({ headers: ['Pets', 'Red'] })
  })
  it('says what it cannot do', async () => {
    expect(await cut('')).toMatchObject({ items: [], problems: ['The text is empty.'] })
    await expect(cut('a b', { size: 2, overlap: 2 })).rejects.toThrow('An overlap of 2 leaves nothing new in chunks of 2 sentences.')
    const numbers = { type: TablePort, value: tableOf([['n', 'number']], [[1]]) }
    await expect(runNode(split, { inputs: { from: numbers }, params: {} })).rejects.toThrow(
      'The table has no column of texts; its columns: n.',
    )
  })
  it('stops when it is superseded', async () => {
    const controller = new AbortController()
    const running = runNode(split, { inputs: { from: text('# A\n'.repeat(500_000)) }, params: { by: 'header' }, signal: controller.signal })
    setTimeout(() => controller.abort(), 5)
    await expect(running).rejects.toThrow(/abort/i)
  })
})
