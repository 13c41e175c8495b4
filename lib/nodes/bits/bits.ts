/* One number as the bits that hold it: turn one over and see what becomes of it. */
import { bitRoles, bitsOf, decode, encode, flipped, FORMATS, neighbours, type NumberFormat } from '../../engine'
import { defineNode } from '../../graph/define-node'
import { z } from '../../graph/zod'
import { NumberPort, numberOf, TablePort, tableOf } from '../../values'
import { show } from '../../viz/show'
import { formatWords, formulaOf } from './formula'

export const bits = defineNode({
  kind: 'bits',
  version: 1,
  title: 'Bits of a number',
  summary: 'The bits that hold a number, and the numbers beside it.',
  icon: 'binary',
  group: 'Quantization',
  tags: ['fp16', 'bf16', 'fp32', 'int8', 'int4', 'float', 'exponent', 'mantissa', 'precision'],
  sources: ['IEEE 754-2019', 'arXiv:1905.12322'],
  inputs: {},
  outputs: {
    number: NumberPort.output('what the bits hold: the value, rounded; left out where they hold infinity').optional(),
    table: TablePort.output('each bit, the highest first: what it is for, and the number with it turned over'),
  },
  params: z.object({
    value: z.number().default(0.1),
    format: z.enum(FORMATS).default('fp16').meta({ description: 'Floating point with 32 or 16 bits, or whole numbers with 8 or 4.' }),
  }),
  inline: ['value', 'format'],
  size: { width: 256, body: 248 },
  example: 'third: bits@1\n  value: 0.3\n',
  exampleNode: 'third',
  compute(_, { value, format }) {
    const held = decode(encode(value, format), format)
    return { ...(Number.isFinite(held) ? { number: numberOf(held + 0) } : {}), table: bitsTable(value, format) }
  },
  view: ({ params: { value, format } }) => [panelOf(value, format)],
  foot: ({ params: { format } }) => ({ left: formatWords(format) }),
})

function bitsTable(value: number, format: NumberFormat) {
  const code = encode(value, format)
  const roles = bitRoles(format)
  const rows = bitsOf(code, format).map((on, place) => {
    const other = decode(flipped(code, place, format), format)
    return [roles.length - 1 - place, on ? 1 : 0, roles[place]!, Number.isFinite(other) ? other + 0 : null]
  })
  return tableOf(
    [
      ['place', 'number'],
      ['bit', 'number'],
      ['role', 'text'],
      ['turned over', 'number'],
    ],
    rows,
  )
}

function panelOf(wanted: number, format: NumberFormat) {
  const code = encode(wanted, format)
  const roles = bitRoles(format)
  return show.bits({
    format,
    wanted,
    value: decode(code, format),
    bits: bitsOf(code, format).map((on, place) => ({ on, role: roles[place]!, flipped: decode(flipped(code, place, format), format) })),
    ...neighbours(wanted, format),
    formula: formulaOf(code, format),
    param: 'value',
  })
}
