import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { services } from '../../../tests/model-service'
import { runNode } from '../../graph/run-node'
import golden from './vocabulary.golden.json'
import { vocabulary } from './vocabulary'

const utf8 = new TextEncoder()
const ranks = ['a', 'b', ' ', 'ab', ' ab'].map((token, rank) => `${btoa(token)} ${rank}`).join('\n')

/** A message of the protocol buffer: fields of bytes or of a small number. */
const field = (number: number, value: number | Uint8Array): number[] =>
  typeof value === 'number' ? [number * 8, value] : [number * 8 + 2, value.length, ...value]
const piece = (text: string, score: number, kind = 1): number[] => {
  const bytes = [...field(1, utf8.encode(text)), 2 * 8 + 5, ...new Uint8Array(new Float32Array([score]).buffer), ...field(3, kind)]
  return field(1, Uint8Array.from(bytes))
}
const sentencePieces = Uint8Array.from([
  ...[piece('<unk>', 0, 2), piece('<s>', 0, 3), piece('▁', -3), piece('a', -4), piece('b', -4), piece('▁a', -2), piece('ab', -1)].flat(),
  ...field(2, Uint8Array.from(field(3, 1))),
])

const FILES: Record<string, () => Promise<Uint8Array>> = {
  'own.json': () => readFile('public/models/primer-6m/tokenizer.json'),
  'own.tiktoken': async () => utf8.encode(ranks),
  'own.model': async () => sentencePieces,
  'cut.model': async () => sentencePieces.subarray(0, 20),
  'own.txt': async () => utf8.encode('a'),
}
const read = (source: string, find = '') =>
  runNode(vocabulary, {
    inputs: {},
    params: { source, find },
    services: { models: services.models, files: { read: (file: string) => FILES[file]!() } },
  })

describe('vocabulary', () => {
  it.each(['primer-6m', 'own.json'])('lists the pieces of %s that hold a text', async (source) => {
    const { tokenizer, table } = await read(source, golden.find)
    expect(tokenizer.engine.size).toBe(golden.size)
    expect(table.rows.map((row) => row[0])).toEqual(golden.ids)
    expect(table.rows.map((row) => row[2])).toEqual(golden.spellings)
  })
  it('reads ranks of tiktoken', async () => {
    const { tokenizer } = await read('own.tiktoken')
    expect(tokenizer.engine.encode('ab ab').ids).toEqual([3, 4])
    expect(tokenizer.engine.decode([3, 4])).toBe('ab ab')
  })
  it('reads a SentencePiece file', async () => {
    const { tokenizer, table } = await read('own.model')
    // ▁a b scores −6, ▁ ab −4.
    expect(tokenizer.engine.encode('ab').ids).toEqual([2, 6])
    expect(tokenizer.engine.decode([2, 6])).toBe('ab')
    expect(table.rows[6]!.slice(1, 5)).toEqual(['ab', 'ab', 2, -1])
    expect(table.rows[1]![5]).toBe(true)
  })
  it.each([
    ['cut.model', 'cut.model is not a whole SentencePiece file.'],
    ['own.txt', 'model'],
  ])('%s is refused in words', async (source, sentence) => {
    await expect(read(source)).rejects.toThrow(sentence)
  })
})
