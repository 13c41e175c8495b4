import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../graph/json'
import { planOf } from './graph-of'
import { parseNotebook } from './parse'
import { testKinds } from './testing'
import { nodeText, sheetText } from './write'

const HEAD = '---\nvitrine: 1\ntitle: x\n---\n\n'
const PARAM = {
  text: ['text', 'value'],
  choiceless: ['note', 'text'],
  number: ['ablate', 'layer'],
  switch: ['sampler', 'greedy'],
  any: ['sampler', 'stop'],
} as const

function roundTrip(reads: keyof typeof PARAM, value: Json): Json | undefined {
  const [kind, param] = PARAM[reads]
  const text = nodeText(
    { id: 'n', kind, version: 1, params: { [param]: value }, paramWires: {}, inputs: {} },
    { kinds: testKinds, end: '\n' },
  )
  const notebook = parseNotebook(`${HEAD}${sheetText('s', text)}\n`, testKinds)
  expect(notebook.problems).toEqual([])
  expect(notebook.source).toContain(text)
  return planOf(notebook).graph.get('n')?.params[param]
}

// long strings and every kind of character, then strings made of what the grammar gives a meaning to
const nasty = fc
  .array(
    fc.constantFrom(
      '\n',
      ' ',
      '  ',
      '"',
      "'",
      '|',
      '-',
      '#',
      ':',
      ': ',
      '<-',
      '[',
      ']',
      '{',
      '}',
      ',',
      '\\',
      '`',
      '```',
      '~~~',
      'a',
      'é',
      '😀',
      '\t',
      '\r',
      '0',
      '..',
      ' by ',
      'null',
      '\u2028',
      '\ufeff',
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(''))
const string = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), nasty)
const number = fc.double({ noNaN: true, noDefaultInfinity: true })
const key = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 8 }),
    nasty.filter((text) => text !== ''),
  )
  .filter((text) => !['__proto__', 'constructor', 'prototype'].includes(text))
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    string,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.record({ from: number, to: number }),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(key, tie('json'), { maxKeys: 4, noNullPrototype: false }),
  ),
}))
const plain = (value: Json | undefined): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)))
const options = { seed: 20_261_124, numRuns: 800 }

test('any text is read back as it was', () => {
  fc.assert(
    fc.property(string, (text) => {
      fc.pre(text !== '')
      expect(roundTrip('text', text)).toBe(text)
      expect(roundTrip('choiceless', text)).toBe(text)
    }),
    options,
  )
})
test('any number', () => {
  fc.assert(
    fc.property(
      number.filter((value) => value !== 0),
      (value) => {
        expect(roundTrip('number', value)).toBe(value)
      },
    ),
    options,
  )
})
test('switches', () => {
  expect(roundTrip('switch', true)).toBe(true)
})
test('any data', () => {
  fc.assert(
    fc.property(json, (value) => {
      fc.pre(!(Array.isArray(value) && value.length === 0))
      expect(plain(roundTrip('any', value))).toEqual(plain(value))
    }),
    options,
  )
})
