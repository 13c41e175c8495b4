/* Counting words beside the plain way of doing it: a list of words for each text, and lists that grow. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestPlaces } from './ranking'
import { finish } from './steps'
import { countTerms, postingsOf } from './terms'
import { wordsInSteps, wordsOf } from './words'

function plainly(texts: readonly string[]) {
  const lists = new Map<string, { document: number; count: number }[]>()
  texts.forEach((text, document) => {
    for (const word of wordsOf(text)) {
      const list = lists.get(word) ?? []
      lists.set(word, list)
      const last = list.at(-1)
      if (last?.document === document) last.count++
      else list.push({ document, count: 1 })
    }
  })
  return [...lists]
}

function counted(texts: readonly string[]) {
  const terms = finish(countTerms(texts))
  return [...terms.words.keys()].map((word) => {
    const { start, end } = postingsOf(terms, word)!
    return [
      word,
      Array.from({ length: end - start }, (_, at) => ({ document: terms.documents[start + at], count: terms.counts[start + at] })),
    ]
  })
}

const letters = fc.constantFrom(
  'a',
  'B',
  'ß',
  'Σ',
  'σ',
  'İ',
  '9',
  '٣',
  '½',
  ' ',
  ' ',
  '\n',
  '.',
  '’',
  '-',
  '猫',
  '𝒜',
  '𐐀',
  '😀',
  '\ud835',
  '\udc9c',
  'e\u0301',
)
const text = fc.array(letters, { maxLength: 40 }).map((parts) => parts.join(''))

describe('counting words', () => {
  it('is the same as counting them plainly', () => {
    fc.assert(fc.property(fc.array(text, { maxLength: 12 }), (texts) => void expect(counted(texts)).toEqual(plainly(texts))))
  })
  it('finds the same words in steps', () => {
    fc.assert(fc.property(text, (one) => void expect(finish(wordsInSteps(one))).toEqual(wordsOf(one))))
  })
  it('holds many words of many documents', () => {
    const texts = Array.from({ length: 3000 }, (_, at) => `box ${at} holds ${at % 90} stones and ${at % 7} box`)
    expect(counted(texts)).toEqual(plainly(texts))
  })
  it('cuts a word that never ends', () => {
    expect(finish(wordsInSteps('x'.repeat(150_000))).map((word) => word.length)).toEqual([65_536, 65_536, 18_928])
  })
})

describe('the best places', () => {
  it('are those of a whole sort, however few are asked for', () => {
    const scores = fc.array(fc.integer({ min: -2, max: 40 }), { maxLength: 900 })
    fc.assert(
      fc.property(scores, fc.integer({ min: 0, max: 12 }), (list, most) => {
        const whole = list.map((_, at) => at).filter((at) => list[at]! > 0)
        whole.sort((a, b) => list[b]! - list[a]! || a - b)
        expect(bestPlaces(list, most)).toEqual(whole.slice(0, most))
      }),
    )
  })
})
