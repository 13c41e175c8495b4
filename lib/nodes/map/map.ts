/* A region: its body once for each item. What is kept comes out as lists and as one table. */
import { defineNode } from '../../graph/define-node'
import type { Boxed } from '../../graph/port-type'
import { oneOf } from '../../graph/one-of'
import type { Gathered, RegionGiven } from '../../graph/regions/spec'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { Documents, JsonPort, ListPort, plural, TablePort } from '../../values'
import { show } from '../../viz/show'
import { itemsOf, keptLists, keptPorts, keptTable, place, without } from '../repeat'

export const map = defineNode({
  kind: 'map',
  version: 1,
  title: 'Map',
  summary: 'Does the same with every item of a list or table.',
  icon: 'repeat-1',
  group: 'Flow and tables',
  tags: ['for each', 'loop over', 'apply', 'rows', 'batch', 'region'],
  inputs: { over: oneOf(ListPort, TablePort, Documents, JsonPort).input('a list, a table, documents, or data that is a list') },
  outputs: { table: TablePort.output('a row for each item, with what was kept of it') },
  ports: (_, wired) => keptPorts(wired),
  params: z.object({
    parallel: z.int().min(1).max(64).default(4).meta({ description: 'How many items may be at work at once.' }),
    most: z.int().min(1).max(10_000).default(1000).meta({ description: 'Items beyond this many are left out, and it is said.' }),
  }),
  region: {
    keep: 'keep',
    parallel: 'parallel',
    place,
    iterations,
    gather: (gathered) => ({ table: tableOfItems(gathered), ...keptLists(gathered) }),
  },
  size: { width: 320, body: 208 },
  example:
    'chunks: split@1\n  from: page.text\n  size: 1\npage: text@1\n  value: Tom has a fox. Mia has a cat.\neach: map@1\n  over: chunks.documents\n  keep: {line: line.text}\n  body:\n    line: prompt@1\n      template: Q: Who? {fact}\n      fact: each.item\n',
  exampleNode: 'each',
  compute({ over }, { most, parallel }) {
    const iterations = mapped(over, most, 'map')
    return { table: tableOfItems({ node: 'map', params: { most, parallel }, iterations, kept: {} }) }
  },
  view: ({ out: { table } }) => (table ? [show.table(table)] : []),
  foot: ({ in: { iterations: made }, out: { table } }) =>
    table ? { left: plural(table.rows.length, 'item'), ...leftOut(made, table.rows.length) } : {},
  empty: 'Does the same with every item. Wire a list, a table or documents into over, and put nodes in its body.',
})

function iterations({ node, inputs, params }: RegionGiven) {
  return mapped(inputs['over'] as Boxed, params['most'] as number, node)
}

function mapped(over: Boxed, most: number, node: string) {
  const found = itemsOf(over)
  if (!found)
    throw new NodeFailure('no-items', `${node}.over is data that is no list; there is nothing to go over.`, {
      port: 'over',
      hint: 'Pick takes a list out of data.',
    })
  const columns = without(found.columns, 'item', 'index')
  const rounds = found.items.slice(0, most).map(({ label, own, columns: cells }, at) => ({
    label: `item ${at} (${label})`,
    values: { ...cells, item: own },
  }))
  return { names: ['item', ...columns], rounds, about: { of: found.items.length } }
}

/** Columns of the items, or the items themselves where they have none. */
function tableOfItems(gathered: Gathered) {
  const { rounds, names } = gathered.iterations
  const own = names.length > 1 ? without(names, 'item') : ['item']
  return keptTable(
    gathered,
    ['index', ...own],
    rounds.map(({ values }, at) => ({ ...values, index: place(at) })),
  )
}

function leftOut(made: unknown, shown: number): { right?: string } {
  const { about } = (made ?? {}) as { about?: { of?: number } }
  return about?.of !== undefined && about.of > shown ? { right: `first of ${about.of}` } : {}
}
