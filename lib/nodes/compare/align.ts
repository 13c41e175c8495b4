/* Two tensors laid side by side: by position, or by the text of their tokens. */
import { NodeFailure } from '../../graph/states'
import { tensorSummary, type DistributionValue, type TensorValue } from '../../values'
import { gather } from '../slice'
import { changes } from './words'

export type Align = 'position' | 'text'

/** Both with the same shape. By text, rows and columns of tokens that only one of them has are left out. */
export function alignTensors(a: TensorValue, b: TensorValue, align: Align): readonly [TensorValue, TensorValue] {
  const [left, right] = align === 'text' ? byText(a, b) : [a, b]
  if (left.shape.join() === right.shape.join()) return [left, right]
  throw new NodeFailure(
    'wrong-shape',
    `a is ${tensorSummary(a)}, b is ${tensorSummary(b)}: they cannot be laid side by side by ${align}.`,
    {
      port: 'b',
      hint: align === 'position' ? 'Align by text, or compare passes of equal length.' : 'Compare tensors of one model.',
    },
  )
}

function byText(a: TensorValue, b: TensorValue): readonly [TensorValue, TensorValue] {
  const left: (readonly number[])[] = []
  const right: (readonly number[])[] = []
  for (const [axis, dim] of a.dims.entries()) {
    const [mine, other] = [a.labels?.[axis], b.labels?.[axis]]
    const pairs = (dim === 'T' || dim === 'S') && mine && other ? commonPlaces(mine, other) : null
    left.push(pairs ? pairs.map(([place]) => place) : [])
    right.push(pairs ? pairs.map(([, place]) => place) : [])
  }
  return [gather(a, left), gather(b, right)]
}

function commonPlaces(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = []
  let i = 0
  let j = 0
  for (const { change } of changes(a, b)) {
    if (change === 'same') pairs.push([i, j])
    if (change !== 'added') i++
    if (change !== 'removed') j++
  }
  return pairs
}

/** [T, V] with the pieces that the rows follow. */
export const distributionTensor = (value: DistributionValue): TensorValue => ({
  data: value.probabilities,
  shape: [value.rows, value.vocabulary],
  dims: ['T', 'V'],
  origin: value.origin,
  labels: [value.positions.map((position) => value.tokens?.pieces[position] ?? String(position)), null],
})
