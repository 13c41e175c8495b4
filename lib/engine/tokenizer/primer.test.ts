/* The embedded model's own tokenizer against tests/oracles/primer-6m/reference.json (made with transformers 5.24.0, which states ids and pieces). */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadTokenizer } from '.'

const read = (file: string): string => readFileSync(file, 'utf8')
const tokenizer = loadTokenizer(read('public/models/primer-6m/tokenizer.json'), read('public/models/primer-6m/tokenizer_config.json'))

interface Case {
  text: string
  ids: number[]
  tokens: string[]
  top10: { id: number; token: string }[]
  greedy_ids: number[]
  greedy_text: string
}
const { cases } = JSON.parse(read('tests/oracles/primer-6m/reference.json')) as { cases: Case[] }

describe('the embedded tokenizer', () => {
  test.each(cases.map((each) => [each.text.slice(0, 40), each] as const))(
    '%j',
    (_, { text, ids, tokens, top10, greedy_ids, greedy_text }) => {
      const encoding = tokenizer.encode(text)
      expect(encoding.ids).toEqual(ids)
      expect(ids.map((id) => tokenizer.piece(id))).toEqual(tokens)
      expect(top10.map(({ id }) => tokenizer.piece(id))).toEqual(top10.map(({ token }) => token))
      expect(tokenizer.decode(greedy_ids)).toBe(greedy_text)
      expect(tokenizer.decode(ids.slice(1))).toBe(text)
    },
  )

  test('offsets are the source of each piece', () => {
    const text = 'Naïve 12 cats — “yes”, said Lily 🐈.\n'
    const { ids, offsets, special } = tokenizer.encode(text)
    expect(offsets[0]).toEqual([0, 0])
    expect(special[0]).toBe(true)
    for (let i = 1; i < ids.length; i++) {
      const piece = tokenizer.piece(ids[i]!)
      if (!piece.includes('\ufffd')) expect(text.slice(...offsets[i]!)).toBe(piece)
    }
  })

  test('says what it knows of itself', () => {
    expect(tokenizer.size).toBe(4096)
    expect(tokenizer.bosTokenId).toBe(0)
    expect(tokenizer.eosTokenId).toBe(0)
    expect([...tokenizer.specialTokens.keys()]).toEqual(['<|endoftext|>', '<|system|>', '<|user|>', '<|assistant|>', '<|end|>'])
    expect(tokenizer.idOf(' Lily')).toBe(435)
    expect(tokenizer.idOf('<|end|>')).toBe(4)
    expect(tokenizer.idOf(' Lily and')).toBeNull()
    expect(tokenizer.digest).toMatch(/^[0-9a-f]{64}$/)
  })

  test('markers in a text are tokens; adding special tokens can be left out', () => {
    expect(tokenizer.encode('<|user|>', { addSpecialTokens: false }).ids).toEqual([2])
    expect(tokenizer.decode([0, 2, 435], { skipSpecialTokens: true })).toBe(' Lily')
  })

  test('half a surrogate pair reads as U+FFFD of the same length', () => {
    const { offsets, ids } = tokenizer.encode('a\ud83d!', { addSpecialTokens: false })
    expect(tokenizer.decode(ids)).toBe('a\ufffd!')
    expect(offsets.at(-1)).toEqual([2, 3])
  })

  test('the chat template puts the markers', () => {
    expect(tokenizer.renderChat([{ role: 'user', content: 'Hi' }], true)).toBe('<|user|>Hi<|end|><|assistant|>')
  })

  test('long words take no square of time', () => {
    const started = performance.now()
    expect(tokenizer.decode(tokenizer.encode('ab'.repeat(50_000)).ids, { skipSpecialTokens: true })).toBe('ab'.repeat(50_000))
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
