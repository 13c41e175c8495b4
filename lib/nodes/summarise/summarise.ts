/* What a column says by groups: means with their intervals, quantiles, counts, agreement. */
import { defineNode } from '../../graph/define-node'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { NumberPort, numberOf, plural, TablePort, type TableValue } from '../../values'
import { withUnit } from '../../viz/numbers'
import type { AnyPanel } from '../../viz/panels'
import { entryText } from '../../viz/marks/tables'
import { show } from '../../viz/show'
import { columnOf, SHOWN, summary } from './groups'

export const summarise = defineNode({
  kind: 'summarise',
  version: 1,
  title: 'Summarise',
  summary: 'Means by groups, each with its interval.',
  icon: 'chart-candlestick',
  group: 'Flow and tables',
  tags: ['mean', 'average', 'confidence interval', 'bootstrap', 'wilson', 'group by', 'quantiles', 'median', 'kappa', 'accuracy'],
  sources: ['Wilson 1927', 'Efron 1979', 'Cohen 1960', 'arXiv:2411.00640'],
  inputs: { table: TablePort.input('rows; each counts once') },
  outputs: {
    table: TablePort.output('a row for each group, with what is shown of it'),
    number: NumberPort.output('the first of what is shown, of all rows together'),
  },
  params: z.object({
    by: z.array(z.string()).default([]).meta({ description: 'Columns that make the groups; none: all rows together.' }),
    of: z.string().default('').meta({ description: 'The column that is summarised; empty: the last of numbers.' }),
    and: z.string().default('').meta({ description: 'For kappa: the column it is held against.' }),
    show: z
      .array(z.enum(SHOWN))
      .min(1)
      .default(['mean', 'interval'])
      .meta({ description: 'mean (always with its interval of 95 %), interval, quantiles, count, most common, kappa.' }),
    seed: z.int().min(0).optional().meta({ description: 'Of the bootstrap; without one, it follows from the notebook’s.' }),
  }),
  random: true,
  inline: ['of'],
  size: { width: 256, body: 192 },
  example:
    'tried: table@1\n  text: |-\n    way,right\n    straight,no\n    straight,no\n    straight,yes\n    steps,yes\n    steps,yes\n    steps,yes\nshares: summarise@1\n  table: tried.table\n  by: [way]\n  show: [mean, count]\n',
  exampleNode: 'shares',
  async compute({ table }, { by, of, and: other, show: shown, seed }, ctx) {
    if (table.rows.length === 0) throw new NodeFailure('no-rows', 'The table has no rows to summarise.', { port: 'table' })
    const drawn = Math.floor(ctx.random() * 2 ** 52)
    const asked = { table, of, other, seed: seed ?? drawn, breathe: ctx.breathe }
    const made = await summary({ ...asked, by, show: shown })
    const all =
      by.length === 0 ? made : await summary({ ...asked, of: columnOf(table, of, by, 'of').name, by: [], show: shown.slice(0, 1) })
    return { table: made, number: firstNumber(all) }
  },
  view: ({ out: { table: made }, params: { by } }) => (made ? [...barsOf(made, by.length), show.table(made)] : []),
  foot: ({ out: { table: made, number }, params: { by } }) =>
    made && number
      ? { left: by.length > 0 ? plural(made.rows.length, 'group') : 'all rows', right: withUnit(number.value, number.unit) }
      : {},
  empty: 'Means by groups, each with its interval. Wire a table, and say by what.',
})

/** What cannot be said of all rows is no number. */
function firstNumber({ columns, rows }: TableValue) {
  const at = columns.findIndex(({ type }) => type === 'number')
  const value = rows[0]?.[at]
  if (typeof value !== 'number')
    throw new NodeFailure('no-value', 'There is nothing to be said of all rows: every cell is missing.', { port: 'of' })
  return numberOf(value, columns[at]!.unit)
}

const MOST_BARS = 40

/** Each mean as a bar, its interval beside it. */
function barsOf({ columns, rows }: TableValue, groups: number): AnyPanel[] {
  const [mean, low, high] = ['mean', 'low', 'high'].map((name) => columns.findIndex((column, at) => at >= groups && column.name === name))
  if (mean! < 0 || rows.length > MOST_BARS) return []
  const { unit } = columns[mean!]!
  const said = (cell: unknown): string => (typeof cell === 'number' ? withUnit(cell, unit) : '–')
  const marks = rows.flatMap((row) => {
    const value = row[mean!]
    if (typeof value !== 'number') return []
    const label = row
      .slice(0, groups)
      .map((cell, at) => entryText(cell, columns[at]!))
      .join(', ')
    return [{ label: label || 'all', value, note: `${said(row[low!])} to ${said(row[high!])}` }]
  })
  return [show.bars(marks, { ...(unit === undefined ? {} : { unit }), ...(unit === '%' ? { high: 1 } : {}) })]
}
