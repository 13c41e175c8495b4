/* One of several inputs, the only one that is computed: If, Switch and Route. */
import { defineNode } from '../../graph/define-node'
import { closest } from '../../graph/closest'
import type { Boxed } from '../../graph/port-type'
import { listed } from '../../graph/sentences'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { AnyPort, type NumberValue } from '../../values'
import type { AnyPanel } from '../../viz/panels'
import { show } from '../../viz/show'

export const select = defineNode({
  kind: 'select',
  version: 1,
  title: 'Select',
  summary: 'Gives one of several inputs; only that one is computed.',
  icon: 'split',
  group: 'Flow and tables',
  tags: ['if', 'switch', 'route', 'branch', 'case', 'condition', 'lazy'],
  inputs: { of: AnyPort.input('what may be chosen; the first is place 0').many() },
  outputs: { value: AnyPort.output('the chosen one') },
  params: z.object({
    which: z
      .union([z.number(), z.boolean(), z.string()])
      .default(0)
      .meta({ description: 'The place from 0; no is the first, yes the second; or one of names.' }),
    names: z.array(z.string()).default([]).meta({ description: 'What the inputs are called, where which is a word.' }),
  }),
  lazy: { of: 'of', gives: 'value', choose: (params, count) => chosen(params as Params, count) },
  inline: ['which'],
  size: { width: 192, body: 88 },
  example:
    'ask: text@1\n  value: What pet does Tom have?\ntell: text@1\n  value: Tom has a fox.\npick: select@1\n  of: [ask.text, tell.text]\n  which: 1\n',
  exampleNode: 'pick',
  compute: ({ of }, params) => ({ value: of[chosen(params, of.length)]! }),
  view: ({ out: { value } }) => (value ? [glance(value)] : []),
  foot: ({ params: { which, names } }) => ({
    left: typeof which === 'string' ? which : (names[Number(which)] ?? `input ${Number(which)}`),
  }),
  empty: 'Gives one of several inputs. Wire them in order, and say which.',
})

type Params = { readonly which: number | boolean | string; readonly names: readonly string[] }

function chosen({ which, names }: Params, count: number): number {
  if (count === 0) throw new NodeFailure('empty', 'needs of', { port: 'of' })
  const place = placeOf(which, names)
  if (Number.isInteger(place) && place >= 0 && place < count) return place
  throw new NodeFailure('no-such-input', `which is ${String(which)}, and there are ${count} inputs, from 0 to ${count - 1}.`, {
    port: 'which',
  })
}

function placeOf(which: Params['which'], names: readonly string[]): number {
  if (typeof which !== 'string') return Number(which)
  const place = names.indexOf(which)
  if (place >= 0) return place
  const truth = ['no', 'yes'].indexOf(which)
  if (names.length === 0 && truth >= 0) return truth
  if (names.length === 0 && /^\d+$/.test(which)) return Number(which)
  const near = closest(which, names)
  throw new NodeFailure('no-such-name', `which is “${which}”, which is none of the names.`, {
    port: 'which',
    hint:
      near.length > 0
        ? `Close to it: ${listed(near, 'or')}.`
        : names.length > 0
          ? `Names are ${listed(names, 'or')}.`
          : 'Name the inputs in names.',
  })
}

function glance({ type, value }: Boxed): AnyPanel {
  if (type.name === 'number') return show.number(value as NumberValue)
  return show.text([{ text: type.name === 'text' ? (value as string) : type.spec.summary(value) }])
}
