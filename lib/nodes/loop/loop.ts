/* A region whose turns follow each other: each begins with the state that the one before left. */
import { defineNode } from '../../graph/define-node'
import type { Boxed } from '../../graph/port-type'
import type { Gathered } from '../../graph/regions/spec'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { AnyPort, plural, TablePort } from '../../values'
import { show } from '../../viz/show'
import { keptTable, place } from '../repeat'

export const loop = defineNode({
  kind: 'loop',
  version: 1,
  title: 'Loop',
  summary: 'Goes round with a state until a test says yes.',
  icon: 'refresh-cw',
  group: 'Flow and tables',
  tags: ['while', 'until', 'repeat', 'agent', 'state', 'generate by hand', 'region'],
  inputs: {},
  outputs: { table: TablePort.output('a row for each turn, with what was kept of it') },
  ports: (_, { entries }) => ({
    outputs: {
      ...Object.fromEntries((entries['carry'] ?? []).map((name) => [name, AnyPort.output('the state after the last turn').optional()])),
      ...Object.fromEntries((entries['keep'] ?? []).map((name) => [name, AnyPort.output('what was kept last').optional()])),
    },
  }),
  params: z.object({
    most: z.int().min(1).max(1000).optional().meta({ description: 'How many turns at most. It does not begin without.' }),
    until: z
      .union([z.boolean(), z.number(), z.string()])
      .optional()
      .meta({ description: 'Wired from the body: the turn in which it is yes is the last. Read before the next state.' }),
  }),
  region: {
    keep: 'keep',
    turns: { carry: 'carry', next: 'next', until: 'until' },
    place,
    iterations: ({ node, params }) => turnsOf(params['most'] as number | undefined, node),
    gather,
  },
  inline: ['most'],
  size: { width: 320, body: 208 },
  example:
    'start: text@1\n  value: Tom has\nturns: loop@1\n  carry: {line: start.text}\n  next: {line: more.text}\n  keep: {said: more.text}\n  most: 3\n  body:\n    more: prompt@1\n      template: {before} a fox and\n      before: turns.line\n',
  exampleNode: 'turns',
  compute: (_, { most }) => gather({ node: 'loop', params: { most }, iterations: turnsOf(most, 'loop'), kept: {} }),
  view: ({ out: { table } }) => (table ? [show.table(table)] : []),
  foot: ({ in: { more }, out: { table }, params }) =>
    table ? { left: plural(table.rows.length, 'turn'), right: whyEnded(more, params.most) } : {},
  empty: 'Goes round with a state. Carry a value in, say what it is next, and how many turns at most.',
})

function turnsOf(most: number | undefined, node: string) {
  if (most === undefined)
    throw new NodeFailure('no-most', `${node} has no most, and a loop must end.`, {
      port: 'most',
      hint: 'Say how many turns at most: most: 10.',
    })
  return { names: [], rounds: Array.from({ length: most }, (_, turn) => ({ label: `turn ${turn}`, values: {} })) }
}

function gather(gathered: Gathered): { table: ReturnType<typeof keptTable> } & Record<string, unknown> {
  const { kept, last = {}, node, iterations } = gathered
  const twice = Object.keys(kept).find((name) => Object.hasOwn(last, name) || name === 'table')
  if (twice !== undefined)
    throw new NodeFailure('two-outputs', `${node} keeps ${twice}, but has an output ${twice} already.`, {
      port: 'keep',
      hint: 'Keep it under another name.',
    })
  const turns = iterations.rounds.map((_, turn) => ({ turn: place(turn) }))
  const lastKept = Object.entries(kept).map(([name, values]) => [name, values.findLast((box): box is Boxed => box !== undefined)])
  return { table: keptTable(gathered, ['turn'], turns), ...Object.fromEntries(lastKept), ...last }
}

/** `more` is the last decision: 0 where the test ended it. */
function whyEnded(more: unknown, most: number | undefined): string {
  if (more === 0) return 'until is yes'
  return more === 1 ? `most is ${most}, until never yes` : `most is ${most}`
}
