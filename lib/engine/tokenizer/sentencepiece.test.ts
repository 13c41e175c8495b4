/* SentencePiece files against its own program: ids, pieces, offsets and decoded texts of eight small models; all texts in `npm run prove`. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { texts } from '../../../tests/oracles/tokenizers/texts.mjs'
import type { EngineTokenizer } from '../types'
import { tokenizerFromFile } from './vocabulary-files'

interface Answer {
  readonly ids: readonly number[]
  readonly pieces: readonly string[]
  readonly offsets: readonly (readonly [number, number])[]
  readonly decoded: string
}
interface Oracle {
  readonly seed: number
  readonly count: number
  readonly block: number
  readonly bytes: number
  readonly texts: readonly string[]
  readonly models: Readonly<
    Record<string, { readonly file: string; readonly size: number; readonly answers: readonly Answer[]; readonly hashes: string }>
  >
}
const runs = Number(process.env['FUZZ_RUNS'] ?? 400)
const folder = 'tests/oracles/sentencepiece'
const oracle = JSON.parse(readFileSync(`${folder}/answers.json`, 'utf8')) as Oracle
const whole = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd')
const random = texts(oracle.seed, oracle.count).map(whole)
const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest()

function answerOf(tokenizer: EngineTokenizer, text: string): Answer {
  const { ids, tokens, offsets } = tokenizer.encode(text)
  return { ids, pieces: tokens, offsets, decoded: tokenizer.decode(ids, { skipSpecialTokens: true }) }
}
const line = ({ ids, offsets, decoded }: Answer): string => [ids.join(' '), offsets.flat().join(' '), decoded].join('\n')

describe.each(Object.entries(oracle.models))('%s', (name, { file, size, answers, hashes }) => {
  const bytes = new Uint8Array(gunzipSync(readFileSync(`${folder}/${name}.model.gz`)))
  const tokenizer = tokenizerFromFile(`${name}.model`, bytes)

  test('is the file that was asked', () => {
    expect(sha256(bytes).toString('hex')).toBe(file)
    expect(tokenizer.size).toBe(size)
  })

  test('texts chosen by hand', () => {
    for (const [at, text] of oracle.texts.entries()) expect(answerOf(tokenizer, text), JSON.stringify(text)).toEqual(answers[at])
  })

  test('texts of a seed', () => {
    const expected = Buffer.from(hashes, 'base64')
    const blocks = Array.from({ length: oracle.count / oracle.block }, (_, block) => block)
    const asked = blocks.filter((block) => runs >= oracle.count || block % 5 === 0)
    for (const block of asked) {
      const lines = random.slice(block * oracle.block, (block + 1) * oracle.block).map((text) => line(answerOf(tokenizer, text)))
      const hash = sha256(lines.join('\0')).subarray(0, oracle.bytes)
      expect(hash.equals(expected.subarray(block * oracle.bytes, (block + 1) * oracle.bytes)), `texts ${block * oracle.block} and on`).toBe(
        true,
      )
    }
  })

  test('the steps end where the cutting ends', () => {
    for (const text of oracle.texts.slice(0, 60)) expect(tokenizer.trace(text).ids).toEqual(tokenizer.encode(text).ids)
  })
})
