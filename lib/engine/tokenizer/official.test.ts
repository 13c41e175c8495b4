/*
 * Ids, tokens, offsets and decoded texts of real tokenizers against the official library (tokenizers 0.23.3), read in place: the cases hold others'
 * vocabularies and are not part of the project.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { loadTokenizer } from '.'
import { oracle } from '../../../tests/oracle-folder'

interface Case {
  text: string
  pair?: string
  add_special_tokens: boolean
  ids: number[]
  tokens: string[]
  offsets_utf16: [number, number][]
  decoded: string
  decoded_skip?: string
}

const root = oracle('tokenizers')
const names = [
  'roberta-base',
  'gpt-neox-20b',
  'smollm2',
  'qwen2.5',
  'falcon',
  'whisper-tiny',
  'clip',
  'phi-3-mini',
  'bert-base-uncased',
  'bert-base-multilingual-cased',
  't5-small',
  't5-v1.1',
]

function read(name: string, file: string): string {
  const plain = path.join(root!, name, file)
  return existsSync(plain) ? readFileSync(plain, 'utf8') : gunzipSync(readFileSync(`${plain}.gz`)).toString()
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

const rows = <T>(text: string): T[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T)

describe.skipIf(!root)('as the official library', () => {
  test.each(names)(
    '%s',
    (name) => {
      const tokenizer = loadTokenizer(read(name, 'tokenizer.json'))
      const cases = rows<Case>(read(name, 'cases.jsonl'))
      const wrong = cases.filter((each) => {
        const pair = each.pair !== undefined && { pair: each.pair }
        const { ids, tokens, offsets } = tokenizer.encode(each.text, { addSpecialTokens: each.add_special_tokens, ...pair })
        return !same([ids, tokens, offsets], [each.ids, each.tokens, each.offsets_utf16])
      })
      expect(wrong).toEqual([])
      const lists = [...cases, ...rows<Case>(read(name, 'decode.jsonl'))]
      expect(lists.length).toBeGreaterThan(cases.length)
      expect(lists.filter(({ ids, decoded }) => tokenizer.decode(ids) !== decoded)).toEqual([])
      const skipping = lists.filter(({ decoded_skip }) => decoded_skip !== undefined)
      expect(skipping.filter(({ ids, decoded_skip }) => tokenizer.decode(ids, { skipSpecialTokens: true }) !== decoded_skip)).toEqual([])
    },
    60_000,
  )
})
