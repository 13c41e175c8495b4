/* A number to turn: slider, field or switch. Its control is its face. */
import { defineNode } from '../../graph/define-node'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { NumberPort, numberOf, truth } from '../../values'

export const number = defineNode({
  kind: 'number',
  version: 1,
  title: 'Number',
  summary: 'A number to turn, with its range and its unit.',
  icon: 'hash',
  group: 'Input and control',
  tags: ['input', 'slider', 'switch', 'value', 'knob'],
  inputs: {},
  outputs: { number: NumberPort.output('the number, with its unit') },
  params: z.object({
    value: z
      .number()
      .default(0)
      .meta({ rangeFrom: { min: 'min', max: 'max', step: 'step', unit: 'unit', look: 'look' } }),
    min: z.number().default(0),
    max: z.number().default(1),
    step: z.number().positive().default(0.01),
    unit: z.string().default('').meta({ description: '% for shares of one, yes/no for truth values, or any word.' }),
    look: z.enum(['slider', 'field', 'switch']).default('slider').meta({ description: 'A field takes any number; a switch gives 1 or 0.' }),
  }),
  inline: ['value'],
  size: { width: 192, body: 40 },
  example: 'heat: number@1\n  value: 0.8\n  max: 2\n',
  exampleNode: 'heat',
  compute(_, { value, min, max, unit, look }) {
    if (look === 'switch') return { number: truth(value !== 0) }
    if (look === 'slider' && (value < min || value > max))
      throw new NodeFailure('out-of-range', `value should lie between ${min} and ${max}, got ${value}.`, {
        port: 'value',
        hint: 'Widen min and max, or set look to field.',
      })
    return { number: numberOf(value, unit) }
  },
  foot: ({ params }) => (params.look === 'slider' ? { left: `${params.min} to ${params.max}` } : {}),
})
