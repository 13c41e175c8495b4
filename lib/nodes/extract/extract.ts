/* Finds a part of a text by a rule. What does not parse is not found, never guessed. */
import { defineNode } from '../../graph/define-node'
import { z } from '../../graph/zod'
import { JsonPort, NumberPort, numberOf, Text, truth } from '../../values'
import { show } from '../../viz/show'
import { findIn, rangeOf, WAYS } from './finds'

export const extract = defineNode({
  kind: 'extract',
  version: 1,
  title: 'Find in text',
  summary: 'Finds a part of a text by a rule, or says that it is not there.',
  icon: 'text-search',
  group: 'Text and prompts',
  tags: ['extract', 'parse', 'regex', 'pattern', 'json', 'number', 'answer', 'choice', 'label', 'sql'],
  sources: ['Thompson 1968, Commun. ACM 11, 419', 'RFC 8259'],
  inputs: { text: Text.input('where it is looked for') },
  outputs: {
    value: Text.output('what was found; nothing where it was not').optional(),
    json: JsonPort.output('the same as data: the match with its groups, the JSON, the number').optional(),
    number: NumberPort.output('the same as a number, where it is one').optional(),
    found: NumberPort.output('1 if it was found, else 0'),
  },
  params: z.object({
    by: z.enum(WAYS).default('pattern').meta({
      description:
        'pattern: the first match, its first group where it has one. json: the first object or list. last number: such as the end of a sum. one of: the only one of some words. sql: a block of SQL.',
    }),
    pattern: z
      .string()
      .default('')
      .meta({ description: 'A regular expression without look-around and back-references; (?i), (?m) and (?s) may lead it.' }),
    path: z.string().default('').meta({ description: 'Where in the JSON: pets[0].name; all of it when empty.' }),
    choices: z.array(z.string()).default([]).meta({ description: 'The words of “one of”, whole and in any case.' }),
  }),
  inline: ['by'],
  size: { width: 192, body: 112 },
  example: 'said: text@1\n  value: A: Tom has a pet fox [2].\nsource: extract@1\n  text: said.text\n  pattern: \\[(\\d+)\\]\n',
  exampleNode: 'source',
  async compute({ text }, looking, ctx) {
    const find = await findIn(text, looking, () => ctx.breathe())
    if (!find) return { found: truth(false) }
    const { value, json, number } = find
    return { value, json, ...(number === undefined ? {} : { number: numberOf(number) }), found: truth(true) }
  },
  view: ({ in: { text }, out, params }) => (out.found ? [show.text(lit(text, rangeOf(text, params.by, out.json)))] : []),
  foot: ({ out }) => {
    if (!out.found) return {}
    return out.value === undefined ? { left: 'not found' } : { left: 'found', right: short(out.value) }
  },
  empty: 'Looks for a part of a text. Wire a text, and write a pattern, or take JSON, the last number, one of some words, or SQL.',
})

/** Letters shown before and after the find. */
const AROUND = 160

function lit(text: string, range: readonly [number, number] | null) {
  if (!range) return [{ text: text.length <= 4 * AROUND ? text : `${text.slice(0, 4 * AROUND)}…`, tone: 'quiet' as const }]
  const [start, end] = range
  const from = Math.max(0, start - AROUND)
  const to = Math.min(text.length, end + AROUND)
  const middle = end - start <= 4 * AROUND ? text.slice(start, end) : `${text.slice(start, start + 4 * AROUND)}…`
  return [
    { text: `${from > 0 ? '…' : ''}${text.slice(from, start)}`, tone: 'quiet' as const },
    { text: middle, tone: 'slot' as const, name: 'found' },
    { text: `${text.slice(end, to)}${to < text.length ? '…' : ''}`, tone: 'quiet' as const },
  ].filter((part) => part.text !== '')
}

const short = (value: string): string => {
  const line = value.trim().replace(/\s+/g, ' ')
  return line.length <= 18 ? line : `${line.slice(0, 17)}…`
}
