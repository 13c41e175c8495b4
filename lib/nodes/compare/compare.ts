/* Two values of one type in one panel, and how far they are apart. */
import { defineNode } from '../../graph/define-node'
import type { Boxed } from '../../graph/port-type'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import {
  AnyPort,
  NumberPort,
  numberOf,
  TablePort,
  tableOf,
  Tensor,
  type DistributionValue,
  type NumberValue,
  type TensorValue,
  type TokensValue,
} from '../../values'
import { withUnit } from '../../viz/numbers'
import type { Align } from './align'
import { compareDistributions, compareTensors, type Rows } from './arrays'
import { MEASURES, type Compared, type Measure } from './measure'
import { picture } from './picture'
import { quotient } from './ratio'
import { changes, wordsOf } from './words'

export const compare = defineNode({
  kind: 'compare',
  version: 1,
  title: 'Compare',
  summary: 'Two values in one panel: the first hollow, the second filled.',
  icon: 'columns-2',
  group: 'Code, presentation, assertion',
  tags: ['difference', 'kl', 'divergence', 'edit distance', 'diff', 'before and after', 'agreement'],
  sources: ['Kullback and Leibler 1951', 'Lin 1991', 'Levenshtein 1966'],
  inputs: { a: AnyPort.input('the first value, drawn hollow'), b: AnyPort.input('the second, of the same type, drawn filled') },
  outputs: {
    difference: Tensor.output('b − a, number by number; for texts 1 where a word differs'),
    number: NumberPort.output('the measure'),
    table: TablePort.output('row by row, or what moved most'),
  },
  params: z.object({
    align: z
      .enum(['position', 'text'])
      .default('position')
      .meta({ description: 'text: rows of tokens that both have are laid beside each other.' }),
    measure: z.enum(MEASURES).default('difference').meta({
      description:
        'difference: the largest; for one number b − a, for texts the words changed. ratio: how many times larger b is. KL and JS in bits.',
    }),
  }),
  size: { width: 192, body: 176 },
  example: 'a: text@1\n  value: a little girl named\nb: text@1\n  value: a little boy named\nwords: compare@1\n  a: a.text\n  b: b.text\n',
  exampleNode: 'words',
  compute({ a, b }, { align, measure }) {
    if (a.type.name !== b.type.name)
      throw new NodeFailure('two-types', `a is ${a.type.title}, b is ${b.type.title}; only values of one type are compared.`, {
        port: 'b',
        hint: `Wire another ${a.type.title} into b.`,
      })
    return comparedBy(a, b, measure, align)
  },
  view: ({ in: { a, b }, out }) => (out.difference && out.table ? [picture(a, b, { difference: out.difference, table: out.table })] : []),
  foot: ({ out, params }) => (out.number ? { left: params.measure, right: inWords(out.number) } : {}),
  empty: 'Shows two values side by side. Wire two of the same type.',
})

/** `1 word`, `2 words`; else the number with its unit. */
const inWords = ({ value, unit }: NumberValue): string => withUnit(value, value === 1 ? unit?.replace(/^(word|token)s$/, '$1') : unit)

const TENSOR_ROWS: Readonly<Record<string, Rows>> = { tensor: 'shares', attention: 'shares', embeddings: 'shares', logits: 'scores' }

function comparedBy(a: Boxed, b: Boxed, measure: Measure, align: Align): Compared {
  const rows = TENSOR_ROWS[a.type.name]
  if (rows) return compareTensors(a.value as TensorValue, b.value as TensorValue, rows, measure, align)
  if (a.type.name === 'distribution')
    return compareDistributions(a.value as DistributionValue, b.value as DistributionValue, measure, align)
  if (a.type.name === 'text') return compareLists(wordsOf(a.value as string), wordsOf(b.value as string), 'words', measure)
  if (a.type.name === 'tokens') return compareLists((a.value as TokensValue).pieces, (b.value as TokensValue).pieces, 'tokens', measure)
  const numbers = a.type.name === 'number'
  if (!(numbers && measure === 'ratio')) requireDifference(measure, a)
  if (numbers) return compareNumbers(a.value as NumberValue, b.value as NumberValue, measure)
  return compareWhole(a, b)
}

function compareLists(a: readonly string[], b: readonly string[], unit: 'words' | 'tokens', measure: Measure): Compared {
  if (measure !== 'difference' && measure !== 'edit distance')
    throw new NodeFailure('wrong-measure', `${measure} compares odds, and these are ${unit}.`, {
      port: 'measure',
      hint: 'Take edit distance.',
    })
  const steps = changes(a, b)
  const data = Float32Array.from(steps, ({ change }) => (change === 'same' ? 0 : 1))
  const rows = steps.map(({ change, a: from, b: to }) => [change, from, to])
  return {
    difference: plain(data, unit),
    number: numberOf(
      data.reduce((sum, step) => sum + step, 0),
      unit,
    ),
    table: tableOf(
      [
        ['change', 'text'],
        ['a', 'text'],
        ['b', 'text'],
      ],
      rows,
    ),
  }
}

function compareNumbers(a: NumberValue, b: NumberValue, measure: Measure): Compared {
  const change = b.value - a.value
  const unit = a.unit === b.unit ? a.unit : undefined
  const columns = ['a', 'b', 'change'].map((name) => (unit ? ([name, 'number', unit] as const) : ([name, 'number'] as const)))
  return {
    difference: plain(Float32Array.of(change), 'number'),
    number: measure === 'ratio' ? quotient(a.value, b.value) : numberOf(change, unit),
    table: tableOf(columns, [[a.value, b.value, change]]),
  }
}

/** Data, rules and handles are equal or not. */
function compareWhole(a: Boxed, b: Boxed): Compared {
  const parts = ({ type, value }: Boxed) =>
    [...type.spec.parts(value)].map((part) => (ArrayBuffer.isView(part) ? bytesText(part) : String(part))).join('\u0000')
  const differs = parts(a) === parts(b) ? 0 : 1
  return {
    difference: plain(Float32Array.of(differs), a.type.name),
    number: numberOf(differs),
    table: tableOf(
      [
        ['a', 'text'],
        ['b', 'text'],
        ['differs', 'yes/no'],
      ],
      [[a.type.spec.summary(a.value), b.type.spec.summary(b.value), differs]],
    ),
  }
}

const bytesText = (view: ArrayBufferView): string => new Uint8Array(view.buffer, view.byteOffset, view.byteLength).join(',')

function requireDifference(measure: Measure, { type }: Boxed): void {
  if (measure !== 'difference')
    throw new NodeFailure('wrong-measure', `${measure} has no meaning for ${type.title}.`, { port: 'measure', hint: 'Take difference.' })
}

const plain = (data: Float32Array, what: string): TensorValue => ({
  data,
  shape: [data.length],
  dims: ['N'],
  origin: { tensor: `difference of ${what}`, slice: [null] },
})
