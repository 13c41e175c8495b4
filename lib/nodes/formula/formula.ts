/* A number from a formula: every name in it is a port. */
import { defineNode } from '../../graph/define-node'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { plural, NumberPort, numberOf, truth, type NumberValue } from '../../values'
import { number as printed, withUnit } from '../../viz/numbers'
import { show } from '../../viz/show'
import { namesIn, readExpression } from '../expression'
import { filledIn, givesTruth, valueOf } from '../expression-value'

/** Names that the node has already: its params and what it gives. */
const TAKEN = ['expression', 'unit', 'number']
const asPort = /^[A-Za-z][A-Za-z0-9_]*$/

export const formula = defineNode({
  kind: 'formula',
  version: 1,
  title: 'Formula',
  summary: 'Computes a number from a formula whose names are ports.',
  icon: 'square-function',
  group: 'Flow and tables',
  tags: ['expression', 'calculate', 'arithmetic', 'if', 'compare', 'equation'],
  inputs: {},
  outputs: { number: NumberPort.output('what the formula gives; a comparison gives yes or no') },
  ports: ({ expression }) => ({
    inputs: Object.fromEntries(portNames(expression).map((name) => [name, NumberPort.input(`what stands for ${name}`)])),
  }),
  params: z.object({
    expression: z.string().default('a + b').meta({
      description:
        'Names are ports. + − × / ^, brackets, comparisons, and or not, if(a, b, c); exp log sqrt abs min max round floor sin cos tanh mod; pi and e.',
    }),
    unit: z.string().default('').meta({ description: '% for shares of one, or any word.' }),
  }),
  inline: ['expression'],
  size: { width: 256, body: 112 },
  example:
    'straight: number@1\n  value: 0.05\nsteps: number@1\n  value: 0.96\ntimes: formula@1\n  expression: round(steps / straight, 1)\n  steps: steps.number\n  straight: straight.number\n',
  exampleNode: 'times',
  compute(inputs, { expression, unit }) {
    const read = readExpression(expression, 'expression')
    const bad = read.names.find((name) => TAKEN.includes(name) || !asPort.test(name))
    if (bad !== undefined)
      throw new NodeFailure(
        'reserved-name',
        `${bad} cannot be a port: ${TAKEN.includes(bad) ? 'the node has one of that name' : 'ports are named with plain letters'}.`,
        {
          port: 'expression',
          hint: 'Name it otherwise.',
        },
      )
    const value = valueOf(read, (name) => (inputs[name] as NumberValue).value)
    if (typeof value !== 'number')
      throw new NodeFailure(
        'no-number',
        value === null ? `${filled(expression, inputs)} has no finite value.` : `The formula gives the text “${value}”, not a number.`,
        {
          port: 'expression',
          hint: value === null ? 'Nothing is divided by 0, and log and sqrt take what is above 0.' : 'Texts can only be compared.',
        },
      )
    return { number: givesTruth(read) ? truth(value !== 0) : numberOf(value, unit) }
  },
  view: ({ in: inputs, out, params: { expression } }) => {
    if (!out.number) return []
    const { value, unit } = out.number
    return [
      show.text([
        ...parts(expression, inputs),
        { text: ` = ` },
        { text: unit === 'yes/no' ? (value ? 'yes' : 'no') : withUnit(value, unit), tone: 'written' },
      ]),
    ]
  },
  foot: ({ params }) => ({ left: plural(portNames(params.expression).length, 'name') }),
  empty: 'Computes a number from a formula. Each name in it is a port: wire a number into it.',
})

const portNames = (expression: string): readonly string[] =>
  namesIn(expression).filter((name) => !TAKEN.includes(name) && asPort.test(name))

const parts = (expression: string, inputs: Readonly<Record<string, unknown>>) =>
  filledIn(readExpression(expression, 'expression'), (name) => {
    const value = inputs[name] as NumberValue | undefined
    return value ? printed(value.value) : name
  })

const filled = (expression: string, inputs: Readonly<Record<string, unknown>>): string =>
  parts(expression, inputs)
    .map(({ text }) => text)
    .join('')
