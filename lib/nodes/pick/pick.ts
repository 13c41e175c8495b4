/* One value out of a list, a table or data, as what it is: a number, a text, data, or whatever a list holds. */
import { defineNode } from '../../graph/define-node'
import { oneOf } from '../../graph/one-of'
import type { Boxed } from '../../graph/port-type'
import { z } from '../../graph/zod'
import { AnyPort, JsonPort, ListPort, TablePort, type NumberValue, type TableValue } from '../../values'
import type { AnyPanel } from '../../viz/panels'
import { show } from '../../viz/show'
import { cellAt, picked } from './picked'

export const pick = defineNode({
  kind: 'pick',
  version: 1,
  title: 'Pick',
  summary: 'Takes one value out of a list, a table or data.',
  icon: 'mouse-pointer-click',
  group: 'Flow and tables',
  tags: ['item', 'cell', 'row', 'column', 'field', 'path', 'index', 'get', 'first', 'last'],
  inputs: { from: oneOf(ListPort, TablePort, JsonPort).input('a list, a table, or data') },
  outputs: { value: AnyPort.output('the value, of its own type') },
  params: z.object({
    place: z.int().default(0).meta({ description: 'The item or row, from 0; −1 is the last. Not read where data has a path.' }),
    column: z.string().default('').meta({ description: 'Of a table. Empty: the whole row as data.' }),
    path: z.string().default('').meta({ description: 'Into data: pets[0].name.' }),
  }),
  inline: ['place', 'column'],
  size: { width: 192, body: 160 },
  example:
    'animals: table@1\n  text: |-\n    who,legs\n    fox,4\n    hen,2\n    ant,6\nsecond: pick@1\n  from: animals.table\n  place: 1\n  column: legs\n',
  exampleNode: 'second',
  compute: ({ from }, params) => ({ value: picked(from, params) }),
  view: ({ in: { from }, out: { value }, params }) => (value ? [...whereIn(from, params), ...glance(value)] : []),
  foot: ({ out: { value }, params: { place, column } }) =>
    value
      ? { left: value.type.title.toLowerCase(), right: [column, place === 0 ? 'first' : String(place)].filter(Boolean).join(', ') }
      : {},
  empty: 'Takes one value out. Wire a list, a table or data into from, and say which.',
})

const AROUND = 3
/** The rows around the one that is taken, its cell lit. */
function whereIn({ type, value }: Boxed, params: { readonly place: number; readonly column: string }): AnyPanel[] {
  if (type !== TablePort) return []
  const table = value as TableValue
  const [row, column] = cellAt(table, params)
  const first = Math.max(0, Math.min(row - AROUND, table.rows.length - 2 * AROUND - 1))
  const rows = table.rows.slice(first, first + 2 * AROUND + 1)
  return [{ ...show.table({ columns: table.columns, rows }), total: table.rows.length, first, lit: [row - first, column] }]
}

function glance({ type, value }: Boxed): AnyPanel[] {
  if (type.name === 'number') return [show.number(value as NumberValue)]
  if (type.name === 'table') return [show.table(value as TableValue)]
  return [show.text([{ text: type.name === 'text' ? (value as string) : type.spec.summary(value) }])]
}
