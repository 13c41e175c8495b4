/* A region: its body at every point of a grid of named axes. What is kept is a table with these axes. */
import { defineNode } from '../../graph/define-node'
import type { Boxed } from '../../graph/port-type'
import type { Gathered } from '../../graph/regions/spec'
import { z } from '../../graph/zod'
import { plural, TablePort, type TableValue } from '../../values'
import { show } from '../../viz/show'
import { keptLists, keptPorts, keptTable, place } from '../repeat'
import { axesOf, axisValues, type Axis } from './axes'
import { gridOf } from './grid'
import { pointsOf, type About, type Combine } from './points'

type Params = { readonly axes: Readonly<Record<string, z.output<typeof axisValues>>>; readonly combine: Combine }

export const sweep = defineNode({
  kind: 'sweep',
  version: 1,
  title: 'Sweep',
  summary: 'Tries every combination of values along named axes.',
  icon: 'grid-2x2-plus',
  group: 'Flow and tables',
  tags: ['grid', 'parameter', 'experiment', 'axes', 'ablation', 'matrix', 'region'],
  inputs: {},
  outputs: { table: TablePort.output('a row for each point: the values of its axes, and what was kept') },
  ports: (_, wired) => keptPorts(wired),
  params: z.object({
    axes: z
      .record(z.string(), axisValues)
      .default({})
      .meta({ description: 'Values by name: lists, ranges, or wires. A table opens its columns.' }),
    combine: z.enum(['product', 'zip']).default('product').meta({ description: 'Every combination, or the axes side by side.' }),
    parallel: z.int().min(1).max(64).default(4).meta({ description: 'How many points may be at work at once.' }),
  }),
  region: {
    keep: 'keep',
    entries: 'axes',
    parallel: 'parallel',
    place,
    iterations: ({ node, params, entries }) => iterationsOf(node, params as Params, entries),
    gather,
  },
  size: { width: 320, body: 208 },
  example:
    'grid: sweep@1\n  keep: {line: line.text}\n  axes: {name: [Tom, Mia], pet: [fox, cat]}\n  body:\n    line: prompt@1\n      template: {name} has a {pet}.\n      name: grid.name\n      pet: grid.pet\n',
  exampleNode: 'grid',
  compute(_, { axes, combine, parallel }) {
    const iterations = iterationsOf('sweep', { axes, combine }, {})
    return gather({ node: 'sweep', params: { axes, combine, parallel }, iterations, kept: {} })
  },
  view: ({ out: { table } }) => (table ? [...gridOf(table), show.table(table)] : []),
  foot: ({ out: { table } }) => (table ? { left: plural(table.rows.length, 'point'), right: sizes(table) } : {}),
  empty: 'Tries every combination of values. Name axes with their values, and put nodes in its body.',
})

function iterationsOf(node: string, { axes, combine }: Params, wires: Readonly<Record<string, readonly Boxed[]>>) {
  const made: readonly Axis[] = axesOf(node, axes, wires)
  return pointsOf(node, made, combine)
}

function gather(gathered: Gathered): { table: TableValue } & Record<string, unknown> {
  const { rounds, about } = gathered.iterations
  const { columns, axes } = about as unknown as About
  const table = keptTable(
    gathered,
    columns,
    rounds.map(({ values }) => values),
  )
  return { table: { ...table, axes }, ...keptLists(gathered) }
}

const sizes = ({ axes = [] }: TableValue): string => axes.map(({ labels, name }) => `${name} ${labels.length}`).join(' × ')
