/* Steps retold: from its start, a film of merges, a walk or the best way of a lattice arrives at the tokens that encode gives. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { loadTokenizer, type TracedWord, type WordSteps } from '.'
import { oracle } from '../../../tests/oracle-folder'
import { texts } from '../../../tests/oracles/tokenizers/texts.mjs'
import type { EngineTokenizer } from '../types'

const primer = loadTokenizer(readFileSync('public/models/primer-6m/tokenizer.json', 'utf8'))
const root = oracle('tokenizers')
const some = texts(71, 160)

function read(name: string): EngineTokenizer {
  const file = path.join(root!, name, 'tokenizer.json')
  return loadTokenizer(existsSync(file) ? readFileSync(file, 'utf8') : gunzipSync(readFileSync(`${file}.gz`)).toString())
}

type Steps<Kind extends WordSteps['kind']> = Extract<WordSteps, { kind: Kind }>

function mergedTokens({ start, steps }: Steps<'merges'>): string[] {
  const row = start.map(({ token }) => token)
  for (const { at, left, right, merged } of steps) {
    expect([row[at], row[at + 1]]).toEqual([left, right])
    row.splice(at, 2, merged)
  }
  return row
}

const walkedTokens = ({ tries, unknown }: Steps<'walk'>): string[] | null =>
  unknown ? null : tries.filter(({ found }) => found).map(({ token }) => token)

function latticeCuts({ edges, paths }: Steps<'lattice'>): number[] {
  const [best, ...others] = paths
  for (const { score } of others) expect(score).toBeLessThanOrEqual(best!.score)
  for (const path of paths) expect(path.edges.reduce((sum, edge) => sum + edges[edge]!.score, 0)).toBeCloseTo(path.score, 6)
  expect(new Set(paths.map((path) => path.edges.join())).size).toBe(paths.length)
  return best!.edges.map((edge) => edges[edge]!.range[1])
}

const BYTE = /^<0x[0-9A-F]{2}>$/

function retell({ steps, tokens, ranges, ids }: TracedWord): void {
  // Merges by score leave characters that are no token, which become bytes behind the film.
  const bytes = tokens.some((token) => BYTE.test(token))
  if (steps.kind === 'merges' && !bytes) expect(mergedTokens(steps)).toEqual(tokens)
  if (steps.kind === 'merges' && bytes)
    expect(mergedTokens(steps).filter((token) => tokens.includes(token) && !BYTE.test(token))).toEqual(
      tokens.filter((token) => !BYTE.test(token)),
    )
  if (steps.kind === 'walk') expect(walkedTokens(steps) ?? tokens).toEqual(tokens)
  // Unknown neighbours are one token, and a byte token ends where its character does.
  if (steps.kind === 'lattice') expect(latticeCuts(steps)).toEqual(expect.arrayContaining(ranges.map(([, to]) => to)))
  if (steps.kind === 'whole' || steps.kind === 'added') expect(ids).toHaveLength(1)
}

function check(tokenizer: EngineTokenizer): Set<string> {
  const kinds = new Set<string>()
  for (const text of some) {
    const trace = tokenizer.trace(text)
    expect(trace.ids).toEqual(tokenizer.encode(text, { addSpecialTokens: false }).ids)
    expect(trace.words.flatMap(({ ids }) => ids)).toEqual(trace.ids)
    for (const word of trace.words) {
      kinds.add(word.steps.kind)
      retell(word)
    }
  }
  return kinds
}

describe('steps', () => {
  test('the embedded tokenizer', () => {
    expect([...check(primer)].sort()).toEqual(['added', 'left-out', 'merges'])
  })

  test.skipIf(!root).each(['roberta-base', 'phi-3-mini', 'clip', 'bert-base-uncased', 't5-small'])('%s', (name) => {
    check(read(name))
  })

  test('a merge knows its place in the list', () => {
    const file = JSON.parse(readFileSync('public/models/primer-6m/tokenizer.json', 'utf8')) as { model: { merges: (string | string[])[] } }
    const [word] = primer.trace(' princess').words
    const { steps } = word!.steps as Steps<'merges'>
    expect(steps.length).toBeGreaterThan(3)
    for (const { rank, left, right } of steps) expect([file.model.merges[rank]].flat().join(' ')).toBe(`${left} ${right}`)
  })

  test('long words and many words are bounded', () => {
    const long = primer.trace('ab'.repeat(20_000))
    expect(long.words).toHaveLength(1)
    expect(long.words[0]!.steps).toEqual({ kind: 'left-out', reason: 'The word has 40000 characters; steps are kept for at most 256.' })
    const many = primer.trace('a b '.repeat(2000))
    expect(many.words.filter(({ steps }) => steps.kind === 'left-out').length).toBe(many.words.length - 1000)
  })
})

describe.skipIf(!root)('scored merges', () => {
  /** The merges of a vocabulary of Llama's kind were made from its scores; the first that makes a token stands for the token's. */
  test('cut as the merges of the same vocabulary do', () => {
    const file = JSON.parse(readFileSync(path.join(root!, 'phi-3-mini', 'tokenizer.json'), 'utf8')) as {
      model: { vocab: Record<string, number>; merges: string[] }
    }
    const scores = new Map<string, number>()
    file.model.merges.forEach((merge, rank) => {
      const made = merge.replace(' ', '')
      if (!scores.has(made)) scores.set(made, -rank)
    })
    const vocab = Object.entries(file.model.vocab)
      .sort((a, b) => a[1] - b[1])
      .map(([piece]) => [piece, scores.get(piece) ?? -1e6])
    const scored = loadTokenizer({ ...file, model: { type: 'ScoredMerges', unk_id: 0, vocab } })
    const merged = loadTokenizer(file)
    for (const text of some) expect(scored.encode(text).ids).toEqual(merged.encode(text).ids)
    check(scored)
  })
})
