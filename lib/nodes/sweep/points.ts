/* All points of a sweep: every combination of its axes, or all axes side by side. */
import type { Json } from '../../graph/json'
import type { Iteration, Iterations } from '../../graph/regions/spec'
import { NodeFailure } from '../../graph/states'
import type { TableAxis } from '../../values'
import { requireFew, type Axis, type Point } from './axes'

export type Combine = 'product' | 'zip'

export interface About {
  readonly columns: readonly string[]
  readonly axes: readonly TableAxis[]
}

export function pointsOf(node: string, axes: readonly Axis[], combine: Combine): Iterations {
  if (axes.length === 0)
    throw new NodeFailure('no-axes', `${node} has no axes.`, { port: 'axes', hint: 'Name one with its values: axes: {k: [0, 1, 2]}.' })
  const rounds = combine === 'zip' ? sideBySide(node, axes) : product(node, axes)
  const about: About = {
    columns: axes.flatMap(({ columns }) => columns),
    axes: combine === 'zip' ? [joined(axes, rounds)] : axes.map(asTableAxis),
  }
  return { names: axes.flatMap(({ names }) => names), rounds, about: about as unknown as Json }
}

const asTableAxis = ({ name, columns, points }: Axis): TableAxis => ({ name, columns, labels: points.map(({ label }) => label) })

const joined = (axes: readonly Axis[], rounds: readonly Iteration[]): TableAxis => ({
  name: axes.map(({ name }) => name).join(', '),
  columns: axes.flatMap(({ columns }) => columns),
  labels: rounds.map(({ label }) => label),
})

/** The last axis runs fastest. */
function product(node: string, axes: readonly Axis[]): Iteration[] {
  requireFew(
    node,
    axes.reduce((count, { points }) => count * points.length, 1),
  )
  return axes.reduce<Iteration[]>(
    (before, axis) => before.flatMap((round) => axis.points.map((point) => extended(round, axis, point))),
    [{ label: '', values: {} }],
  )
}

/** An axis with one point goes along with all. */
function sideBySide(node: string, axes: readonly Axis[]): Iteration[] {
  const length = Math.max(...axes.map(({ points }) => points.length))
  const odd = axes.find(({ points }) => points.length !== length && points.length !== 1)
  if (odd)
    throw new NodeFailure(
      'other-lengths',
      `${node} goes along its axes together, but ${odd.name} has ${odd.points.length} values and the longest ${length}.`,
      {
        port: 'axes',
        hint: 'Give them as many values each, or take every combination: combine: product.',
      },
    )
  return Array.from({ length }, (_, at) =>
    axes.reduce<Iteration>((round, axis) => extended(round, axis, axis.points[axis.points.length === 1 ? 0 : at]!), {
      label: '',
      values: {},
    }),
  )
}

const extended = (round: Iteration, { name }: Axis, { label, values }: Point): Iteration => ({
  label: `${round.label === '' ? '' : `${round.label}, `}${name} ${label}`,
  values: { ...round.values, ...values },
})
