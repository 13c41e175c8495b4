/* One of several texts, chosen by hand. */
import { defineNode } from '../../graph/define-node'
import { closest } from '../../graph/closest'
import { listed } from '../../graph/sentences'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { NumberPort, numberOf, Text } from '../../values'

const option = z.union([z.string(), z.strictObject({ label: z.string(), value: z.string() })])
type Option = z.output<typeof option>
const valueOf = (given: Option): string => (typeof given === 'string' ? given : given.value)

export const choice = defineNode({
  kind: 'choice',
  version: 1,
  title: 'Choice',
  summary: 'One of several texts, chosen by hand.',
  icon: 'list-checks',
  group: 'Input and control',
  tags: ['input', 'options', 'select', 'menu', 'pick'],
  inputs: {},
  outputs: { text: Text.output('the chosen text'), number: NumberPort.output('its place among the options, from 0') },
  params: z.object({
    options: z
      .array(option)
      .default(['girl', 'boy'])
      .meta({ description: 'Texts, or records of label and value where the label should differ.' }),
    value: z.string().default('').meta({ description: 'The chosen text; empty while nothing is chosen.', optionsFrom: 'options' }),
  }),
  inline: ['value'],
  size: { width: 192, body: 40 },
  example: 'who: choice@1\n  options: [girl, boy, king]\n  value: boy\n',
  exampleNode: 'who',
  compute(_, { options, value }) {
    const values = options.map(valueOf)
    if (values.length === 0)
      throw new NodeFailure('no-options', 'options is empty; there is nothing to choose.', { port: 'options', hint: 'Write a few texts.' })
    if (value === '' && !values.includes('')) throw new NodeFailure('empty', 'needs a choice', { port: 'value' })
    const place = values.indexOf(value)
    if (place >= 0) return { text: values[place]!, number: numberOf(place) }
    const near = closest(value, values)
    throw new NodeFailure('not-an-option', `value is “${value}”, which is none of the options.`, {
      port: 'value',
      hint: near.length > 0 ? `Close to it: ${listed(near, 'or')}.` : `Options are ${listed(values, 'or')}.`,
    })
  },
  foot: ({ params, out }) => ({ left: out.number ? `${out.number.value + 1} of ${params.options.length}` : '' }),
})
