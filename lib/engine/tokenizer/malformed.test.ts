/* A tokenizer.json that is cut off, edited or hostile gives a sentence that says where, and never anything else. Fuzzed with kept seeds. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadTokenizer } from '.'
import { EngineFailure } from '../types'

const whole = readFileSync('public/models/primer-6m/tokenizer.json', 'utf8')

/** Mulberry32: small, seeded, good enough to choose what to break. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** A small file with every kind of part. */
const small = {
  added_tokens: [{ id: 9, content: '<s>', special: true, single_word: false, lstrip: true, rstrip: true, normalized: false }],
  normalizer: {
    type: 'Sequence',
    normalizers: [{ type: 'NFC' }, { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' }, { type: 'Strip' }],
  },
  pre_tokenizer: {
    type: 'Sequence',
    pretokenizers: [
      { type: 'Split', pattern: { Regex: '(?i:x|y)|\\p{L}+' }, behavior: 'Isolated', invert: false },
      { type: 'Digits', individual_digits: true },
      { type: 'ByteLevel', add_prefix_space: false, use_regex: false },
    ],
  },
  post_processor: {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: '<s>' } }, { Sequence: { id: 'A' } }],
    pair: [{ Sequence: { id: 'A' } }, { Sequence: { id: 'B' } }],
    special_tokens: { '<s>': { id: '<s>', ids: [9], tokens: ['<s>'] } },
  },
  decoder: { type: 'Sequence', decoders: [{ type: 'ByteLevel' }, { type: 'Strip', content: ' ', start: 1, stop: 0 }] },
  model: { type: 'BPE', vocab: { a: 0, b: 1, ab: 2, c: 3, Ġ: 4 }, merges: ['a b'] },
}

/** The same with the other models, and the parts that come with them. */
const others = [
  {
    ...small,
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: { type: 'WordPiece', vocab: { '[UNK]': 0, a: 1, '##b': 2, b: 3 }, unk_token: '[UNK]', max_input_chars_per_word: 9 },
  },
  {
    ...small,
    // One tree unit of nothing and no texts.
    normalizer: { type: 'Precompiled', precompiled_charsmap: 'BAAAAAAAAAA=' },
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always' },
    model: {
      type: 'Unigram',
      vocab: [
        ['<unk>', 0],
        ['▁', -2],
        ['a', -1.5],
        ['ab', -2],
      ],
      unk_id: 0,
      byte_fallback: true,
    },
  },
  {
    ...small,
    model: {
      type: 'ScoredMerges',
      vocab: [
        ['<unk>', 0],
        ['a', -1],
        ['b', -2],
        ['ab', -3],
      ],
      unk_id: 0,
      ignore_merges: true,
    },
  },
]

function failure(work: () => unknown): EngineFailure {
  try {
    work()
  } catch (cause) {
    if (cause instanceof EngineFailure) return cause
    throw cause
  }
  throw new Error('nothing was refused')
}

const edited = (change: (file: Record<string, any>) => void, from: object = small): string => {
  const copy = JSON.parse(JSON.stringify(from)) as Record<string, any>
  change(copy)
  return JSON.stringify(copy)
}

describe('malformed files', () => {
  test.each(others)('$model.type reads', (file) => {
    const { ids } = loadTokenizer(file).encode('ab', { addSpecialTokens: false })
    expect(ids.length).toBeGreaterThan(0)
  })

  test('the small file itself reads', () => {
    const tokenizer = loadTokenizer(small)
    expect(tokenizer.encode('abc').ids).toEqual([9, 2, 3])
    expect(tokenizer.decode([2, 3])).toBe('abc')
  })

  test.each([0, 1, 7, 1000, 100_000, whole.length - 1])('cut off after %i characters', (length) => {
    expect(failure(() => loadTokenizer(whole.slice(0, length))).message).toMatch(/^tokenizer\.json is not JSON: .+\.$/)
  })

  test.each([
    ['no model', edited((file) => delete file.model), 'tokenizer.json: model should be an object, found nothing.'],
    [
      'a merge of strangers',
      edited((file) => file.model.merges.push('a z')),
      'tokenizer.json: model.merges[1] should be made of tokens of the vocabulary, found "z".',
    ],
    [
      'a merge of three',
      edited((file) => (file.model.merges = ['a b c'])),
      'tokenizer.json: model.merges[0] should be two tokens, found "a b c".',
    ],
    [
      'an id that is none',
      edited((file) => (file.model.vocab.a = -1)),
      'tokenizer.json: model.vocab["a"] should be a whole number, found -1.',
    ],
    [
      'an unknown part',
      edited((file) => (file.pre_tokenizer.pretokenizers[1].type = 'UnicodeScripts')),
      'pre_tokenizer.pretokenizers[1] is the pre-tokenizer UnicodeScripts',
    ],
    ['an inherited name', edited((file) => (file.normalizer = { type: 'constructor' })), 'normalizer is the normalizer constructor'],
    [
      'a broken pattern',
      edited((file) => (file.pre_tokenizer.pretokenizers[0].pattern.Regex = '(a')),
      'the pattern "(a" has a ( without )',
    ],
    [
      'a back-reference',
      edited((file) => (file.pre_tokenizer.pretokenizers[0].pattern.Regex = '(a)\\1')),
      'has \\1, which is not understood',
    ],
    ['another model', edited((file) => (file.model.type = 'Splines')), 'model is a Splines model'],
    [
      'a missing special token',
      edited((file) => (file.post_processor.special_tokens = {})),
      'post_processor.special_tokens["<s>"] should be an object',
    ],
    ['a list', '[]', 'tokenizer.json should hold an object'],
  ])('%s', (_, text, sentence) => {
    expect(failure(() => loadTokenizer(text)).message).toContain(sentence)
  })

  test('sequences do not nest without end', () => {
    let part: object = { type: 'NFC' }
    for (let i = 0; i < 40; i++) part = { type: 'Sequence', normalizers: [part] }
    expect(failure(() => loadTokenizer({ ...small, normalizer: part })).message).toContain('nested at most 16 deep')
  })

  test.each(Array.from({ length: 20 }, (_, i) => 4100 + i))('one value exchanged, seed %i', (seed) => {
    const random = seeded(seed)
    const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!
    for (let round = 0; round < 80; round++) {
      const text = edited((file) => exchange(file, pick, random), [small, ...others][round % 4])
      try {
        const tokenizer = loadTokenizer(text)
        const { ids, offsets } = tokenizer.encode('ab c <s> 12 é\u0301🐈', { pair: 'b' })
        expect(offsets).toHaveLength(ids.length)
        expect(typeof tokenizer.decode(ids)).toBe('string')
        const trace = tokenizer.trace('ab c')
        expect(trace.words.flatMap((word) => word.ids)).toEqual(trace.ids)
      } catch (cause) {
        expect(cause, `${text}: ${String(cause)}`).toBeInstanceOf(EngineFailure)
      }
    }
  })
})

/** Walks down at random and puts something else in one place. */
function exchange(file: Record<string, any>, pick: <T>(all: readonly T[]) => T, random: () => number): void {
  let at: Record<string, any> = file
  for (;;) {
    const key = pick(Object.keys(at))
    const next: unknown = at[key]
    if (typeof next === 'object' && next !== null && Object.keys(next).length > 0 && random() < 0.8) at = next
    else {
      at[key] = pick([null, 0, -1, 1e9, '', 'a', 'BPE', true, [], {}, [[]], [null], '\\', '[', '(?<=', 'x'.repeat(50)])
      return
    }
  }
}
