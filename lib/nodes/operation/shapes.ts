/* What operations ask of shapes, and the makers of their results. */
import { NodeFailure } from '../../graph/states'
import { tensorSummary, type TensorValue } from '../../values'

export interface Made {
  readonly data: Float32Array
  readonly shape: readonly number[]
  readonly dims: readonly string[]
  readonly labels?: readonly (readonly string[] | null)[]
}

export const refuse = (code: string, message: string, port: string, hint?: string): NodeFailure =>
  new NodeFailure(code, message, hint ? { port, hint } : { port })

export function requireB(b: TensorValue | undefined, op: string): TensorValue {
  if (b) return b
  throw refuse('needs-b', `${op} takes two tensors, and b is not wired.`, 'b', 'Wire a tensor into b.')
}

export function requireRank(value: TensorValue, least: number, op: string): void {
  if (value.shape.length < least) throw refuse('wrong-shape', `${op} needs at least ${least} axes, got ${tensorSummary(value)}.`, 'a')
}

/** The axis of a letter; empty is the last one. */
export function axisOf(value: TensorValue, letter: string): number {
  const axis = letter === '' ? value.shape.length - 1 : value.dims.lastIndexOf(letter)
  if (axis >= 0) return axis
  throw refuse('no-such-axis', `a is ${tensorSummary(value)}: it has no axis ${letter}.`, 'axis', `Its axes are ${value.dims.join(', ')}.`)
}

export const labelAt = (value: TensorValue, axis: number): readonly string[] | null => value.labels?.[axis] ?? null

export const lastOf = <Item>(list: readonly Item[], back = 1): Item => list[list.length - back]!

/** All numbers through one function; shape and names stay. */
export const mapped = (value: TensorValue, change: (entry: number) => number): Made => ({ ...same(value), data: value.data.map(change) })

export const same = ({ data, shape, dims, labels }: TensorValue): Made => (labels ? { data, shape, dims, labels } : { data, shape, dims })

/** An expression that says what was done to what; long ones lose their middle. */
export function expression(op: string, ...operands: readonly string[]): string {
  const text = `${op}(${operands.join(', ')})`
  return text.length <= 120 ? text : `${text.slice(0, 70)}…${text.slice(-40)}`
}
