/* Ranks of tiktoken as its own files hold them, against what tiktoken 1.0.22 makes of the oracle's texts. Its ranks come with tests/oracles. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { oracle } from '../../../tests/oracle-folder'
import { tokenizerFromFile } from './vocabulary-files'

const root = oracle('tokenizers')
const ranks = 'tests/oracles/node_modules/tiktoken/encoders'
const here = existsSync(ranks)
if (!here) console.warn('SKIPPED: tiktoken’s ranks are not installed in tests/oracles.')

interface Case {
  readonly encoding: string
  readonly text: string
  readonly ids_ordinary: readonly number[]
}

/** The package writes runs of ranks in one line: `! FROM TOKEN TOKEN …`. */
function rankFile(name: string): string {
  const { bpe_ranks } = JSON.parse(readFileSync(path.join(ranks, `${name}.json`), 'utf8')) as { bpe_ranks: string }
  const lines = bpe_ranks.split('\n').map((line) => line.split(' '))
  return lines.flatMap(([, from, ...tokens]) => tokens.map((token, i) => `${token} ${Number(from) + i}`)).join('\n')
}

describe.skipIf(!root || !here)('as tiktoken', () => {
  test.each(['gpt2', 'cl100k_base', 'o200k_base'])(
    '%s',
    (name) => {
      const tokenizer = tokenizerFromFile(`${name}.tiktoken`, new TextEncoder().encode(rankFile(name)))
      const cases = gunzipSync(readFileSync(path.join(root!, 'tiktoken', 'cases.jsonl.gz')))
        .toString()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Case)
        .filter(({ encoding }) => encoding === name)
      expect(cases.length).toBeGreaterThan(300)
      expect(cases.filter(({ text, ids_ordinary }) => tokenizer.encode(text).ids.join() !== ids_ordinary.join())).toEqual([])
    },
    60_000,
  )
})
