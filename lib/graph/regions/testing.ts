/* Regions, a choice and a use over the numbers of this room's tests: what Map, Sweep, Loop, Select and Subgraph are to language models. */
import type { NodeKind } from '../define-node'
import type { Graph, GraphNode } from '../graph'
import { definePort, type Boxed } from '../port-type'
import { NodeFailure } from '../states'
import { Count, plainKind, sketchNode, wire, Words, type NodeSketch } from '../testing'
import { z } from '../zod'
import type { Gathered } from './spec'

/** A list of numbers. */
export const Items = definePort<readonly number[]>({
  name: 'items',
  title: 'Items',
  check: (value) => (Array.isArray(value) ? null : 'expected a list'),
  asParam: (value) => value,
  parts: (value) => [value.join(' ')],
  bytes: (value) => value.length * 8,
  toJson: (value) => value,
  summary: (value) => `${value.length} items`,
})

const count = (value: number): Boxed => ({ type: Count, value })
const places = (values: readonly (Boxed | undefined)[]): readonly (number | null)[] =>
  values.map((one) => (one === undefined ? null : (one.value as number)))

/** `table`: as JSON, the kept values by name with null for what is missing. */
const gather = ({ kept, last = {}, ended, iterations }: Gathered): Record<string, unknown> => {
  const table = Object.fromEntries(Object.entries(kept).map(([name, values]) => [name, places(values)]))
  const lists = Object.entries(kept).map(([name, values]) => [
    name,
    { type: Items, value: values.flatMap((one) => (one === undefined ? [] : [Number(one.value)])) },
  ])
  return {
    table: JSON.stringify({ labels: iterations.rounds.map(({ label }) => label), ...table, ...(ended === undefined ? {} : { ended }) }),
    ...Object.fromEntries(lists),
    ...last,
  }
}

const table = Words.output('')

/** Over a list of numbers, or over 0 … n − 1. */
export const each = plainKind({
  kind: 'each',
  inputs: { over: Items.input('') },
  outputs: { table },
  params: z.object({ parallel: z.int().min(1).default(4) }),
  region: {
    keep: 'keep',
    parallel: 'parallel',
    place: count,
    iterations: ({ inputs }) => ({
      names: ['item'],
      rounds: (inputs['over'] as number[]).map((value, at) => ({ label: `item ${at}`, values: { item: count(value) } })),
    }),
    gather,
  },
  compute: () => ({ table: '' }),
})

/** Every combination of written axes and of wires. */
export const grid = plainKind({
  kind: 'grid',
  inputs: {},
  outputs: { table },
  params: z.object({ axes: z.record(z.string(), z.array(z.number()).nullable()).default({}), parallel: z.int().default(4) }),
  region: {
    keep: 'keep',
    entries: 'axes',
    parallel: 'parallel',
    place: count,
    iterations({ params, entries }) {
      const axes = Object.entries(params['axes'] as Record<string, number[] | null>).map(
        ([name, values]) => [name, values ?? entries[name]!.flatMap((box) => box.value as number)] as const,
      )
      const points = axes.reduce<Record<string, number>[]>(
        (before, [name, values]) => before.flatMap((point) => values.map((value) => ({ ...point, [name]: value }))),
        [{}],
      )
      return {
        names: axes.map(([name]) => name),
        rounds: points.map((point) => ({
          label: Object.entries(point)
            .map(([name, value]) => `${name} ${value}`)
            .join(', '),
          values: Object.fromEntries(Object.entries(point).map(([name, value]) => [name, count(value)])),
        })),
      }
    },
    gather,
  },
  compute: () => ({ table: '' }),
})

export const turns = plainKind({
  kind: 'turns',
  inputs: {},
  outputs: { table },
  params: z.object({ most: z.int().min(1).optional(), until: z.number().optional() }),
  region: {
    keep: 'keep',
    turns: { carry: 'carry', next: 'next', until: 'until' },
    place: count,
    iterations({ params, node }) {
      if (params['most'] === undefined) throw new NodeFailure('no-most', `${node} has no most.`, { port: 'most' })
      return { names: [], rounds: Array.from({ length: params['most'] as number }, (_, at) => ({ label: `turn ${at}`, values: {} })) }
    },
    gather,
  },
  compute: () => ({ table: '' }),
})

export const choose = plainKind({
  kind: 'choose',
  inputs: { of: Count.input('').many() },
  outputs: { value: Count.output('') },
  params: z.object({ which: z.number().default(0) }),
  lazy: {
    of: 'of',
    gives: 'value',
    choose({ which }, wires) {
      const place = Math.abs(which as number)
      if (place >= wires) throw new NodeFailure('no-such-input', `There is no input ${place}.`)
      return place
    },
  },
  compute: ({ of }, { which }) => ({ value: of[which] ?? 0 }),
})

export const use = plainKind({
  kind: 'use',
  inputs: {},
  outputs: {},
  params: z.object({ of: z.string().default(''), overrides: z.record(z.string(), z.json()).default({}) }),
  definition: { of: 'of', overrides: 'overrides', typeNamed: (name) => (name === 'count' ? Count : name === 'items' ? Items : undefined) },
  compute: () => {
    throw new NodeFailure('empty', 'needs of', { port: 'of' })
  },
})

/** A list, written or as long as a number that comes in. */
export const list = plainKind({
  kind: 'list',
  inputs: { upTo: Count.input('').optional() },
  outputs: { items: Items.output('') },
  params: z.object({ items: z.array(z.number()).default([]) }),
  compute: ({ upTo }, { items }) => ({
    items: upTo === undefined ? items : Array.from({ length: Math.abs(upTo) % 5 }, (_, at) => at),
  }),
})

export const regionKinds: readonly NodeKind[] = [each, grid, turns, choose, use, list] as unknown as readonly NodeKind[]

export interface RegionSketch extends NodeSketch {
  readonly settings?: GraphNode['settings']
  readonly body?: Readonly<Record<string, RegionSketch>>
  /** By param, then by name: a wire, or several. */
  readonly entries?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

export function sketchRegion(id: string, { body, entries, settings, ...sketch }: RegionSketch): GraphNode {
  const wires = (named: Readonly<Record<string, string | readonly string[]>>) =>
    Object.fromEntries(Object.entries(named).map(([name, texts]) => [name, [texts].flat().map((text) => wire(text as string))]))
  return {
    ...sketchNode(id, sketch),
    ...(body ? { body: bodyOf(body) } : {}),
    ...(settings ? { settings } : {}),
    ...(entries ? { entryWires: Object.fromEntries(Object.entries(entries).map(([param, named]) => [param, wires(named)])) } : {}),
  }
}

export const bodyOf = (sketches: Readonly<Record<string, RegionSketch>>): Graph =>
  new Map(Object.entries(sketches).map(([id, sketch]) => [id, sketchRegion(id, sketch)]))
