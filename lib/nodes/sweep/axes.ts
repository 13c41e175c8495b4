/* The axes of a sweep: written values and ranges, or what is wired in, each a list of named points. */
import type { Json } from '../../graph/json'
import type { Boxed } from '../../graph/port-type'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import type { TokensValue } from '../../values'
import { boxOf, itemsOf, shortened } from '../repeat'

export const range = z.strictObject({ from: z.number(), to: z.number(), by: z.number().optional() })
export const axisValues = z.union([z.array(z.json()), range, z.null()])
type Written = z.output<typeof axisValues>

export interface Point {
  readonly label: string
  readonly values: Readonly<Record<string, Boxed>>
}
export interface Axis {
  readonly name: string
  readonly points: readonly Point[]
  /** Names of the values that go into the table. */
  readonly columns: readonly string[]
  /** All names of values. */
  readonly names: readonly string[]
}

const MOST_POINTS = 10_000

/** Axes in the order in which they are written. */
export function axesOf(
  node: string,
  written: Readonly<Record<string, Written>>,
  wires: Readonly<Record<string, readonly Boxed[]>>,
): Axis[] {
  const axes = Object.keys(written).map((name) => axisOf(node, name, written[name] ?? null, wires[name]))
  const seen = new Map<string, string>([['index', 'the place of the point']])
  for (const { name, names } of axes) {
    for (const one of names) {
      const other = seen.get(one)
      if (other !== undefined) throw twice(node, one, other, name)
      seen.set(one, name)
    }
  }
  return axes
}

const twice = (node: string, value: string, first: string, second: string): NodeFailure =>
  new NodeFailure('two-values', `${node} would have two values called ${value}: from ${first} and from ${second}.`, {
    port: 'axes',
    hint: 'Call the axis or the column otherwise.',
  })

function axisOf(node: string, name: string, written: Written, wires: readonly Boxed[] | undefined): Axis {
  if (!wires) return valuesAxis(name, valuesOf(node, name, written))
  const [only] = wires
  return wires.length === 1 && only ? wiredAxis(name, only) : listed(name, wires)
}

const valuesAxis = (name: string, values: readonly Json[]): Axis =>
  listed(
    name,
    values.map((value) => boxOf(value)),
  )

const listed = (name: string, boxes: readonly Boxed[], labels?: readonly string[]): Axis => ({
  name,
  columns: [name],
  names: [name],
  points: boxes.map((box, at) => ({ label: labels?.[at] ?? labelOf(box), values: { [name]: box } })),
})

function labelOf({ type, value }: Boxed): string {
  const param = type.spec.asParam?.(value)
  return shortened(typeof param === 'string' || typeof param === 'number' ? String(param) : type.spec.summary(value))
}

/** A table opens its columns, tokens are their places, a list is its items; anything else is one point. */
function wiredAxis(name: string, box: Boxed): Axis {
  if (box.type.name === 'tokens') return placesAxis(name, box.value as TokensValue)
  const found = itemsOf(box)
  if (!found) return listed(name, [box])
  const labels = found.items.map(({ label }) => label)
  if (box.type.name !== 'table')
    return listed(
      name,
      found.items.map(({ own }) => own),
      labels,
    )
  const columns = found.columns.filter((column) => column !== name)
  return {
    name,
    columns,
    names: [name, ...columns],
    points: found.items.map(({ label, own, columns: cells }) => ({ label, values: { ...cells, [name]: own } })),
  }
}

const placesAxis = (name: string, { pieces }: TokensValue): Axis =>
  listed(
    name,
    pieces.map((_, at) => boxOf(at)),
    pieces.map((piece) => JSON.stringify(piece)),
  )

function valuesOf(node: string, name: string, written: Written): readonly Json[] {
  if (written === null)
    throw new NodeFailure('no-values', `The axis ${name} of ${node} has no values and no wire.`, {
      port: 'axes',
      hint: 'Write a list or a range: [1, 2, 3], or 0..1 by 0.1.',
    })
  const parts: readonly Json[] = Array.isArray(written) ? written : [written as Json]
  return parts.flatMap((part): readonly Json[] =>
    range.safeParse(part).success ? rangeValues(node, name, part as z.output<typeof range>) : [part],
  )
}

/** Both ends included. Steps of 0.1 are counted in whole steps and rounded, or 0.3 would be 0.30000000000000004. */
export function rangeValues(node: string, name: string, { from, to, by }: z.output<typeof range>): readonly number[] {
  const step = by ?? (to >= from ? 1 : -1)
  const count = Math.floor((to - from) / step + 1e-9) + 1
  if (!(step !== 0 && count >= 1))
    throw new NodeFailure('bad-range', `The axis ${name} of ${node} goes from ${from} to ${to} by ${step}, which never arrives.`, {
      port: 'axes',
    })
  requireFew(node, count)
  return Array.from({ length: count }, (_, at) => Number((from + at * step).toPrecision(12)))
}

export function requireFew(node: string, points: number): void {
  if (points > MOST_POINTS)
    throw new NodeFailure('too-many-points', `${node} would have ${points} points; ${MOST_POINTS} is the most.`, {
      port: 'axes',
      hint: 'Leave out values, or go along the axes together: combine: zip.',
    })
}
