import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { NodeFailure } from '../../graph/states'
import type { FileService } from '../../values'
import golden from './load.golden.json'
import { load } from './load'

const noFiles: FileService = {
  read: (path) => Promise.reject(new NodeFailure('no-folder', `${path} cannot be opened.`, { hint: 'Drop it.' })),
}

const opened = (files: (typeof load.params)['_input']['files'], params: { text?: string; id?: string } = {}, from: FileService = noFiles) =>
  runNode(load, { inputs: {}, params: { files, ...params }, services: { files: from } })

describe('load', () => {
  it('reads tables and lists as Python does', async () => {
    const { documents } = await opened([golden.file], { id: 'who' })
    expect(documents.items.map(({ id, text }) => ({ who: id, text }))).toEqual(golden.rows)
    const lines = await opened([{ name: 'a.jsonl', text: golden.lines.map((line) => JSON.stringify(line)).join('\n') }])
    expect(lines.documents.items.map(({ text }) => text)).toEqual(golden.lines.map(({ text }) => text))
    expect(lines.documents.items[0]!.metadata).toEqual({ page: 3, file: 'a.jsonl', line: 1 })
  })
  it('goes on after a file that cannot be read, and says why', async () => {
    const { documents } = await opened([
      { name: 'a.bin', text: 'PK\u0000' },
      { name: 'b.txt', text: 'Tom has a fox.' },
      { name: 'c.json', text: '{' },
    ])
    expect(documents.items.map(({ text }) => text)).toEqual(['Tom has a fox.'])
    expect(documents.problems).toHaveLength(2)
    const params = load.params.parse({})
    const panels = load.view!({ in: {}, out: { documents }, params, node: 'pets' })
    expect(panels.map(({ panel }) => panel)).toEqual(['ribbons', 'text'])
  })
  it('tells documents of one name apart', async () => {
    const { documents } = await opened([{ name: 'a.json', text: '[{"text": "x", "id": 1}, {"text": "y", "id": 1}, "z"]' }], { id: 'id' })
    expect(documents.items.map(({ id }) => id)).toEqual(['1', '1 (2)', '2'])
  })
  it('shows what it has read while it reads on', async () => {
    const seen: number[] = []
    await runNode(load, {
      inputs: {},
      params: {
        files: [
          { name: 'a.txt', text: 'a' },
          { name: 'b.txt', text: 'b' },
        ],
      },
      services: { files: noFiles },
      onPartial: (partial) => seen.push(partial.documents!.items.length),
    })
    expect(seen).toEqual([1])
  })
  it('opens paths through the service, one that fails is told', async () => {
    const from = {
      read: async (path: string) => (path === 'b.txt' ? Uint8Array.of(0xff, 0xfe) : new TextEncoder().encode('Tom has a fox.')),
    }
    const { documents } = await opened(['a.txt', 'b.txt'], {}, from)
    expect(documents.items.map(({ text }) => text)).toEqual(['Tom has a fox.'])
    expect(documents.problems).toEqual(['b.txt holds binary bytes, not text in UTF-8.'])
  })
  it('waits for a file', async () => {
    await expect(opened([])).rejects.toMatchObject({ code: 'empty' })
    expect((await opened(['pets.txt'])).documents.problems).toEqual(['pets.txt cannot be opened. Drop it.'])
  })
})
