/* A use of a graph that is defined once. Its nodes are expanded where it is used; this says which, and what its ports are. */
import { defineNode } from '../../graph/define-node'
import type { Wired } from '../../graph/regions/spec'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { AnyPort, plural, portTypes } from '../../values'
import type { AnyPanel } from '../../viz/panels'
import { show } from '../../viz/show'

export const subgraph = defineNode({
  kind: 'subgraph',
  version: 1,
  title: 'Subgraph',
  summary: 'Stands for a graph that is defined once and used often.',
  icon: 'group',
  group: 'Flow and tables',
  tags: ['definition', 'reuse', 'component', 'function', 'group', 'linked'],
  inputs: {},
  outputs: {},
  ports: (_, { definition }) => (definition ? portsOf(definition) : {}),
  params: z.object({
    of: z.string().default('').meta({ description: 'The name of the definition.' }),
    overrides: z
      .record(z.string(), z.json())
      .default({})
      .meta({ description: 'Values for its nodes in this use alone: {"node.param": value}.' }),
  }),
  definition: { of: 'of', overrides: 'overrides', typeNamed: (name) => portTypes.get(name.toLowerCase()) },
  inline: ['of'],
  size: { width: 192, body: 104 },
  presets: [
    { title: 'Generate, opened', summary: 'Writes on one token at a time, with every part in sight.', params: { of: 'generate-by-hand' } },
  ],
  example:
    'name: text@1\n  value: Tom\nhello: subgraph@1\n  of: greeting\n  who: name.text\n```\n\n```graph greeting define\ninputs: {who: Text}\noutputs: {line: line.text}\nline: prompt@1\n  template: {who} has a fox.\n  who: greeting.who\n',
  exampleNode: 'hello',
  compute() {
    throw new NodeFailure('empty', 'needs of', { port: 'of', hint: 'Name a definition.' })
  },
  view: ({ out }) => glances(out),
  foot: ({ params: { of, overrides } }) => ({
    left: of,
    right: Object.keys(overrides).length > 0 ? `${plural(Object.keys(overrides).length, 'value')} of its own` : '',
  }),
  empty: 'Stands for a graph that is defined once. Say of which definition.',
})

function portsOf({ inputs, outputs }: NonNullable<Wired['definition']>) {
  return {
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([name, type]) => [
        name,
        (portTypes.get(type.toLowerCase()) ?? AnyPort).input('what its definition reads'),
      ]),
    ),
    outputs: Object.fromEntries(outputs.map((name) => [name, AnyPort.output('what its definition gives').optional()])),
  }
}

/** Texts and numbers as they are; other values show in the nodes inside. */
function glances(out: Readonly<Record<string, unknown>>): AnyPanel[] {
  return Object.entries(out).flatMap(([name, made]) => {
    const value = typeof made === 'object' && made !== null && 'type' in made && 'value' in made ? made.value : made
    return typeof value === 'string' ? [show.text([{ text: value }], { title: name })] : []
  })
}
