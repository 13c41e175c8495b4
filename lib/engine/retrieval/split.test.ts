import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { finish } from './steps'
import { countTerms } from './terms'
import { headerChunks, recursiveChunks, sentenceChunks, tokenChunks, wholeChunks, type Chunk } from './split'

const cut = (text: string, chunks: readonly Chunk[]): string[] => chunks.map(({ range: [start, end] }) => text.slice(start, end))
const sentences = (text: string, size = 1, overlap = 0): string[] => cut(text, finish(sentenceChunks(text, size, overlap)))
/** Every character is a token, as a tokenizer of characters would have it. */
const characters = (part: string): number[] => {
  const starts: number[] = []
  for (let at = 0; at < part.length; at += String.fromCodePoint(part.codePointAt(at)!).length) starts.push(at)
  return starts
}

/** What no chunk leaves out, once what is said twice is taken once. */
function rebuilt(text: string, chunks: readonly Chunk[]): string {
  let out = ''
  for (const {
    range: [start, end],
  } of chunks) {
    expect(start).toBeLessThanOrEqual(out.length)
    expect(end).toBeGreaterThan(out.length)
    out += text.slice(out.length, end)
  }
  return out
}

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom('a', 'Tom has a fox. ', 'Dr. ', '# Pets\n', '\n\n', '\n', ' ', '😀', '```\n', '。', '! ', 'wwwwwwww', '\ud83d'),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
)

describe('chunks', () => {
  it('are sentences', () => {
    expect(sentences('Tom has a pet fox. Mia lives in a castle. Sam likes to eat honey.')).toEqual([
      'Tom has a pet fox. ',
      'Mia lives in a castle. ',
      'Sam likes to eat honey.',
    ])
    expect(sentences('“Is it?” he said. Dr. A. B. Cole paid 3.5 coins, e.g. in gold! So?\n\nYes')).toEqual([
      '“Is it?” ',
      'he said. ',
      'Dr. A. B. Cole paid 3.5 coins, e.g. in gold! ',
      'So?\n\n',
      'Yes',
    ])
    expect(sentences('狐がいる。城に住む。')).toEqual(['狐がいる。', '城に住む。'])
  })
  it('repeat what overlaps', () => {
    expect(sentences('A one. B two. C three. D four.'.replace(/([ABCD]) /g, '$1$1 '), 2, 1)).toEqual([
      'AA one. BB two. ',
      'BB two. CC three. ',
      'CC three. DD four.',
    ])
  })
  it('fill up to a size, at the largest break there is', () => {
    const text = 'One two three.\n\nFour five six. Seven eight nine.\nTen'
    expect(cut(text, finish(recursiveChunks(text, 20, 0)))).toEqual(['One two three.\n\n', 'Four five six. ', 'Seven eight nine.\n', 'Ten'])
    expect(cut('abcdefgh', finish(recursiveChunks('abcdefgh', 3, 0)))).toEqual(['abc', 'def', 'gh'])
    expect(cut('aa bb cc dd', finish(recursiveChunks('aa bb cc dd', 6, 3)))).toEqual(['aa bb ', 'bb cc ', 'cc dd'])
  })
  it('are sections that know what they stand under', () => {
    const text = 'Before.\n# Pets\nText\n## Fox\nRed\n```\n# no header\n```\n# Homes\nCastle'
    const chunks = finish(headerChunks(text, 0, 0))
    expect(cut(text, chunks)).toEqual(['Before.\n', '# Pets\nText\n', '## Fox\nRed\n```\n# no header\n```\n', '# Homes\nCastle'])
    expect(chunks.map(({ headers }) => headers)).toEqual([undefined, ['Pets'], ['Pets', 'Fox'], ['Homes']])
  })
  it('count tokens', () => {
    expect(cut('abcdefg', finish(tokenChunks('abcdefg', characters, 3, 1)))).toEqual(['abc', 'cde', 'efg'])
  })
  it('rebuild the source exactly, whatever it is', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 39 }), (text, size, lap) => {
        const overlap = Math.min(lap, size - 1)
        for (const chunks of [
          wholeChunks(text),
          finish(sentenceChunks(text, size, overlap)),
          finish(recursiveChunks(text, size, overlap)),
          finish(headerChunks(text, size, overlap)),
          finish(tokenChunks(text, characters, size, overlap)),
        ])
          expect(rebuilt(text, chunks)).toBe(text)
        const exact = finish(recursiveChunks(text, size, 0))
        expect(cut(text, exact).join('')).toBe(text)
        // A character of two units stays whole even where one unit is asked for.
        for (const part of cut(text, exact)) expect(part.length).toBeLessThanOrEqual(Math.max(size, 2))
      }),
      { numRuns: 400 },
    )
  })
})

describe('large and odd texts are walked once', () => {
  const total = (steps: Generator<void, unknown>): number => {
    const begin = performance.now()
    finish(steps)
    return performance.now() - begin
  }
  const line = 'x'.repeat(10_000_000)
  const headers = '# A\n'.repeat(100_000)
  it.each([
    ['one line of ten million letters, by sentence', () => sentenceChunks(line, 1, 0)],
    ['one line of ten million letters, recursively', () => recursiveChunks(line, 400, 40)],
    ['one line of ten million letters, by header', () => headerChunks(line, 400, 0)],
    ['ten million full stops', () => sentenceChunks('.'.repeat(10_000_000), 1, 0)],
    ['ten million full stops and a letter', () => sentenceChunks(`${'.'.repeat(10_000_000)}x`, 1, 0)],
    ['ten million line ends', () => sentenceChunks('\n'.repeat(10_000_000), 1, 0)],
    ['ten million spaces, recursively', () => recursiveChunks(' '.repeat(10_000_000), 400, 0)],
    ['a hundred thousand headers', () => headerChunks(headers, 0, 0)],
    [
      'a hundred thousand headers inside each other',
      () => headerChunks(Array.from({ length: 100_000 }, (_, at) => `${'#'.repeat(1 + (at % 6))} A\n`).join(''), 0, 0),
    ],
  ])('%s', (_, make) => {
    expect(total(make())).toBeLessThan(6000)
  })

  const million = 'Tom has a pet fox. Mia lives in a castle.\n\n# More\n'.repeat(20_000)
  it.each([
    ['sentences', () => sentenceChunks(million, 1, 0)],
    ['pieces', () => recursiveChunks(million, 400, 40)],
    ['sections', () => headerChunks(million, 0, 0)],
    ['tokens', () => tokenChunks(million, characters, 64, 8)],
    ['words', () => countTerms([million])],
    ['words of many documents', () => countTerms(million.split('. '))],
  ])('%s of a million characters breathe often', (_, make) => {
    let steps = 0
    for (const work: Generator<void, unknown> = make(); !work.next().done;) steps++
    // Well under a millisecond of work each.
    expect(steps).toBeGreaterThan(50)
  })
})
