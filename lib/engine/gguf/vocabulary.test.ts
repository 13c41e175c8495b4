/*
 * Vocabularies of real models written into GGUF metadata as llama.cpp's converter does it, read back, and held against the official
 * library's ids of the models' own tokenizer.json files.
 */
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { oracle } from '../../../tests/oracle-folder'
import { loadTokenizer } from '../tokenizer'
import type { GgufMetadata, GgufValue } from './metadata'
import { readVocabularyFiles } from './vocabulary'

interface TokenizerJson {
  readonly model: { readonly vocab: Readonly<Record<string, number>>; readonly merges: readonly (string | readonly string[])[] }
  readonly added_tokens: readonly { readonly id: number; readonly content: string; readonly special: boolean }[]
}
interface Case {
  readonly text: string
  readonly pair?: string
  readonly add_special_tokens?: boolean
  readonly ids: readonly number[]
}

/** All of them where `npm run prove` asks for more. */
const EVERY = process.env['VITRINE_FUZZ'] ? 1 : 6

const root = oracle('tokenizers')
const open = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : gunzipSync(readFileSync(`${file}.gz`)).toString())

/** As the converter writes a tokenizer.json. */
function metadataOf(json: TokenizerJson, name: string, model: 'gpt2' | 'llama', pre: string): GgufMetadata {
  const tokens: string[] = []
  for (const [token, id] of Object.entries(json.model.vocab)) tokens[id] = token
  const types = new Int32Array(Math.max(tokens.length, ...json.added_tokens.map(({ id }) => id + 1))).fill(1)
  for (const { id, content, special } of json.added_tokens) {
    tokens[id] = content
    types[id] = special ? 3 : 4
  }
  const values: [string, GgufValue][] = [
    ['general.name', name],
    ['tokenizer.ggml.model', model],
    ['tokenizer.ggml.tokens', tokens],
    ['tokenizer.ggml.token_type', types],
    ['tokenizer.ggml.add_bos_token', false],
  ]
  if (model === 'llama') {
    // SentencePiece's byte pairs score by rank, but for two spaces, which come last; bytes and added tokens have none.
    const rank = (id: number): number => (types[id] !== 1 || /^<0x..>$/.test(tokens[id]!) ? 0 : tokens[id] === '▁▁' ? -1e9 : 259 - id)
    values.push(['tokenizer.ggml.scores', Float32Array.from(tokens, (_, id) => rank(id))])
  } else {
    const merges = json.model.merges.map((pair) => (typeof pair === 'string' ? pair : pair.join(' ')))
    values.push(['tokenizer.ggml.merges', merges], ['tokenizer.ggml.pre', pre])
  }
  return new Map(values)
}

describe('ids of the official library from GGUF vocabularies', () => {
  test.skipIf(root === undefined).each([
    ['smollm2', 'gpt2', 'smollm'],
    ['qwen2.5', 'gpt2', 'qwen2'],
    ['gpt-neox-20b', 'gpt2', 'mpt'],
    ['falcon', 'gpt2', 'falcon'],
    ['phi-3-mini', 'llama', ''],
  ] as const)(
    '%s',
    (name, model, pre) => {
      const json = JSON.parse(open(`${root}/${name}/tokenizer.json`)) as TokenizerJson
      const { tokenizer, config } = readVocabularyFiles(metadataOf(json, name, model, pre))
      const ours = loadTokenizer(tokenizer, config ?? undefined)
      const cases = open(`${root}/${name}/cases.jsonl`)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Case)
        .filter(({ pair }, i) => pair === undefined && i % EVERY === 0)
      const wrong = cases.filter(({ text, ids }) => ours.encode(text, { addSpecialTokens: false }).ids.join() !== ids.join())
      console.log(`${name}: ${cases.length - wrong.length} of ${cases.length} texts`)
      expect(
        wrong
          .slice(0, 5)
          .map(({ text, ids }) => [text.slice(0, 60), ids.slice(0, 20), ours.encode(text, { addSpecialTokens: false }).ids.slice(0, 20)]),
      ).toEqual([])
    },
    300_000,
  )
})

type Pieces = { readonly model: { readonly vocab: Readonly<Record<string, number>> | readonly (readonly [string, number])[] } }

/** As the converter marks WordPiece, and writes Unigram. */
function encoderMetadata(
  json: Pieces & TokenizerJson & { readonly normalizer?: { readonly precompiled_charsmap?: string } | null },
  model: 'bert' | 't5',
) {
  const { vocab } = json.model as Pieces['model']
  const pairs = Array.isArray(vocab) ? (vocab as readonly (readonly [string, number])[]) : null
  const tokens: string[] = []
  if (pairs) tokens.push(...pairs.map(([piece]) => piece))
  else for (const [piece, id] of Object.entries(vocab)) tokens[id] = piece
  const marked = (piece: string) => (/^\[.*\]$/.test(piece) ? piece : piece.startsWith('##') ? piece.slice(2) : `▁${piece}`)
  const types = new Int32Array(Math.max(tokens.length, ...json.added_tokens.map(({ id }) => id + 1))).fill(1)
  for (const { id, content } of json.added_tokens) {
    tokens[id] = content
    types[id] = 3
  }
  const map = json.normalizer?.precompiled_charsmap
  const values: [string, GgufValue][] = [
    ['tokenizer.ggml.model', model],
    ['tokenizer.ggml.tokens', model === 'bert' ? tokens.map(marked) : tokens],
    ['tokenizer.ggml.token_type', types],
  ]
  if (pairs)
    values.push(
      ['tokenizer.ggml.scores', Float32Array.from(tokens, (_, id) => pairs[id]?.[1] ?? 0)],
      ['tokenizer.ggml.unknown_token_id', 2],
    )
  if (map) values.push(['tokenizer.ggml.precompiled_charsmap', Uint8Array.from(atob(map), (byte) => byte.charCodeAt(0))])
  return new Map(values)
}

describe('ids of the official library from vocabularies of encoders', () => {
  test.skipIf(root === undefined).each([
    ['bert-base-uncased', 'bert'],
    ['bert-base-multilingual-cased', 'bert'],
    ['t5-small', 't5'],
  ] as const)(
    '%s',
    (name, model) => {
      const json = JSON.parse(open(`${root}/${name}/tokenizer.json`))
      const { tokenizer, config } = readVocabularyFiles(encoderMetadata(json, model))
      const ours = loadTokenizer(tokenizer, config ?? undefined)
      const cases = open(`${root}/${name}/cases.jsonl`)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Case)
        .filter((_, i) => i % EVERY === 0)
        .filter(({ pair, add_special_tokens }) => model === 'bert' || (pair === undefined && add_special_tokens === false))
      const encoded = ({ text, pair, add_special_tokens }: Case) =>
        ours.encode(text, { pair, addSpecialTokens: add_special_tokens ?? true }).ids
      const wrong = cases.filter((each) => encoded(each).join() !== each.ids.join())
      console.log(`${name}: ${cases.length - wrong.length} of ${cases.length} texts`)
      expect(cases.length).toBeGreaterThan(20)
      expect(wrong.slice(0, 5).map((each) => [each.text.slice(0, 60), each.ids.slice(0, 20), encoded(each).slice(0, 20)])).toEqual([])
    },
    300_000,
  )
})
