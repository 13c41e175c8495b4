/* A table made ready: joined, extended, filtered, sorted, drawn from, spread. Each step on its own is left out where nothing is said. */
import { defineNode } from '../../graph/define-node'
import { z } from '../../graph/zod'
import { plural, TablePort } from '../../values'
import { whole } from '../../viz/numbers'
import { show } from '../../viz/show'
import { Rows, tableOfRows } from '../rows'
import { joined } from './join'
import { onlyColumns, spread } from './spread'
import { extended, filtered, sampled, sorted } from './steps'

const params = z.object({
  key: z.string().default('').meta({ description: 'The column by which rows of with are laid beside rows of from.' }),
  add: z
    .record(z.string(), z.string())
    .default({})
    .meta({ description: 'New columns, each a formula of the others: {half: "score / 2"}.' }),
  where: z.string().default('').meta({ description: 'Keeps the rows where this is so: legs > 2 and who != "fox".' }),
  sort: z.array(z.string()).default([]).meta({ description: 'Columns, the first counts most; with − in front the largest comes first.' }),
  sample: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(0)
    .meta({ description: 'So many rows by chance, each at most once, in their order; 0 keeps all.' }),
  take: z.int().min(0).max(1_000_000).default(0).meta({ description: 'The first rows; 0 keeps all.' }),
  columns: z.array(z.string()).default([]).meta({ description: 'Only these columns, in this order; none named keeps all.' }),
  spread: z.string().default('').meta({ description: 'A column whose values become columns of their own …' }),
  value: z.string().default('').meta({ description: '… filled from this one.' }),
})

export const arrange = defineNode({
  kind: 'arrange',
  version: 1,
  title: 'Arrange',
  summary: 'Filters, sorts, joins and reshapes rows.',
  icon: 'table-properties',
  group: 'Flow and tables',
  tags: ['filter', 'where', 'sort', 'order by', 'join', 'merge', 'pivot', 'spread', 'sample', 'select', 'head'],
  sources: ['Codd 1970'],
  inputs: {
    from: Rows.input('a table, or anything with rows'),
    with: TablePort.input('rows laid beside those of from, by key').optional(),
  },
  outputs: { table: TablePort.output('the rows as asked for') },
  params,
  random: true,
  inline: ['where'],
  size: { width: 256, body: 192 },
  example:
    'animals: table@1\n  text: |-\n    who,legs,eyes\n    fox,4,2\n    hen,2,2\n    ant,6,2\n    spider,8,8\nmany: arrange@1\n  from: animals.table\n  add: {parts: legs + eyes}\n  where: legs > 2\n  sort: [-parts]\n',
  exampleNode: 'many',
  compute({ from, with: other }, settings, ctx) {
    const begun = tableOfRows(from)
    const together = other || settings.key !== '' ? joined(begun, other, settings.key) : begun
    const more = extended(together, settings.add)
    const kept = sampled(sorted(filtered(more, settings.where), settings.sort), settings.sample, () => ctx.random())
    const first = settings.take > 0 ? { ...kept, rows: kept.rows.slice(0, settings.take) } : kept
    return { table: spread(onlyColumns(first, settings.columns), settings.spread, settings.value) }
  },
  view: ({ out: { table } }) => (table ? [show.table(table)] : []),
  foot: ({ in: { from }, out: { table } }) => {
    if (!table) return {}
    const { rows } = tableOfRows(from)
    return { left: plural(table.rows.length, 'row'), right: rows.length === table.rows.length ? '' : `of ${whole(rows.length)}` }
  },
  empty: 'Filters, sorts and reshapes rows. Wire a table, a list, documents or hits into from.',
})
