/*
 * Ten thousand generated texts cut by real tokenizers, against hashes of what the official library made of them (tests/oracles/tokenizers: script,
 * version and seed). The tokenizers are read where they lie; the sample grows with FUZZ_RUNS, up to all.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { loadTokenizer } from '.'
import { oracle } from '../../../tests/oracle-folder'
import stored from '../../../tests/oracles/tokenizers/hashes.json'
import { asked, texts } from '../../../tests/oracles/tokenizers/texts.mjs'
import type { EngineTokenizer } from '../types'

const { seed, count, block, bytes } = stored
const runs = Number(process.env['FUZZ_RUNS'] ?? 400)
const all = texts(seed, count)
const root = oracle('tokenizers')

/** Evenly spread blocks, out of step with the very long texts; all of them from FUZZ_RUNS = 4000 on. */
const blocks = Array.from({ length: count / block }, (_, i) => i)
const step = runs >= 4000 ? 1 : Math.floor(count / runs) + 1
const sample = blocks.filter((i) => i % step === 0)

function read(name: string): string | null {
  const folder = name === 'primer-6m' ? path.join('public/models', name) : root ? path.join(root, name) : null
  if (!folder) return null
  const plain = path.join(folder, 'tokenizer.json')
  return existsSync(plain) ? readFileSync(plain, 'utf8') : gunzipSync(readFileSync(`${plain}.gz`)).toString()
}

function answer(tokenizer: EngineTokenizer, i: number): string {
  const { text, special, pair } = asked(all, i)
  const { ids, offsets } = tokenizer.encode(text, { addSpecialTokens: special, ...(pair !== undefined && { pair }) })
  return [ids.join(' '), offsets.flat().join(' '), tokenizer.decode(ids)].join('\n')
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest().subarray(0, bytes).toString('base64')

describe('as the official library, on generated texts', () => {
  test.each(Object.entries(stored.tokenizers))('%s', (name, { file, hashes }) => {
    const json = read(name)
    if (json === null) return console.warn(`SKIPPED: generated texts for ${name}, whose tokenizer.json is not here.`)
    expect(createHash('sha256').update(json).digest('hex')).toBe(file)
    const tokenizer = loadTokenizer(json)
    const wanted = Buffer.from(hashes, 'base64')
    const wrong = sample.filter((i) => {
      const answers = Array.from({ length: block }, (_, k) => answer(tokenizer, i * block + k))
      return hashOf(answers.join('\0')) !== wanted.subarray(i * bytes, (i + 1) * bytes).toString('base64')
    })
    expect(wrong, `blocks of ${block} texts that differ`).toEqual([])
  })
})
